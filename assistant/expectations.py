"""What kind of thing a question asks for, and whether a text holds one: numbers, dates, persons, places, reasons."""

from __future__ import annotations

import re

_NUMBER = r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand|million|once|twice|half)\b"
_OFTEN = r"|\b(?:daily|weekly|monthly|quarterly|yearly|annually|each|every)\b|\[?DATE"
_MONTHS = (
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_TIME = r"\b\d{4}\b|\b\d{1,2}[:.]\d{2}\b|\b(?:day|week|month|year|century|before|after|until|within)s?\b|DATE"

_EXPECTATIONS = tuple(
    (re.compile(question, re.IGNORECASE), re.compile(answer))
    for question, answer in (
        (r"\bhow (?:many|much|long|old|far|often|high|large|big|tall)\b", _NUMBER + _OFTEN),
        (r"\bwhat (?:percentage|percent|number|amount|age)\b", _NUMBER + _OFTEN),
        (r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time)\b", f"{_MONTHS}|{_TIME}"),
        (r"\bwho\b|\bwhose\b|\bwhom\b", r"(?<=\w )[A-Z]\w+|PERSON|ORGANI[SZ]ATION"),
        (r"\bwhere\b|\bwhat (?:city|country|place)\b", r"\b(?:in|at|on|near|from|to|of) (?:the )?[A-Z]\w+|LOCATION"),
        (r"\bhow much\b|\bwhat (?:is the )?(?:fee|price|cost)\b", r"\d|[$€£¥%]"),
        (r"\bwhy\b", r"\b(?:because|since|due to|so that|in order|reasons?|therefore|caus\w+|result\w*)\b"),
    )
)


def expectation(question: str, text: str) -> float:
    """1 where the text holds what the question asks for, -1 where it does not, 0 where the question doesn't tell."""
    wanted = [answer for asked, answer in _EXPECTATIONS if asked.search(question)]
    if not wanted:
        return 0.0
    return 1.0 if all(answer.search(text) for answer in wanted) else -1.0
