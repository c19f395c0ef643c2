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

_ASKS_FOR_PRICE = re.compile(
    r"\bhow much (?:money )?(?:do|does|did|is|are|was|were|will|would|must|should|can)\b.*\b(?:cost|pay|paid|charge)"
    r"|\bwhat (?:does|do|did|will|would)\b.*\bcosts?\b|\bhow expensive\b"
    r"|\bwhat (?:is|are|was|were) the (?:\w+ ){0,3}(?:price|cost|fee|fine)s?\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥]|\d[.,]\d{2}\b|\b(?:USD|EUR|GBP|CHF|CAD|AUD|dollars?|euros?|pounds?|francs?|cents?|pence|yen|money|free|nothing"
    r"|costs?|costly|cheap\w*|expensive|price[ds]?|worth|fees?|fines?|charge[ds]?|pa(?:y|ys|id)|payable|reimburse\w*|cover\w*)\b",
    re.IGNORECASE,
)

_PERIODS = (
    re.compile(
        r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
        r"|\bMay\b(?! (?:I|we|you|he|she|it|they|one|an?|the|my|our)\b)"
    ),
    re.compile(r"\b(?:1[5-9]|20)\d\d\b"),
    re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"),
)
_COMPARES_PERIODS = re.compile(
    r"\b(?:before|after|since|until|till|by|between|from|prior|following|than)\b", re.IGNORECASE
)

_ASKS = re.compile(r"(?:\A\W*[\"'“„‘«].*[?？][\"'”“’»]+|.*[?？])[\s*_]*\Z", re.DOTALL)
"""A question as a whole, also in quotation marks; what only ends in a quoted one says who asked it."""

_ASKS_FOR_QUESTION = re.compile(r"\b(?:questions?|ask(?:s|ed|ing)?)\b", re.IGNORECASE)


def asks(text: str) -> bool:
    """Whether a text is itself a question."""
    return _ASKS.match(text) is not None


def may_answer(question: str, text: str, *, labels: str = "", before: str = "") -> bool:
    """False for a text that can't be the answer, however well its words fit.

    It asks itself: no words fit a question better than the question, and they tell nothing. The question asks for a
    price, and the text doesn't speak of money. Or it names a month, a year or a weekday, and
    the text names another one: what is told of April is no answer about May. No data set asks often enough for
    prices and periods to weigh this; of 1,288 questions that name a period, the sentence with the answer names
    another one in 56, most of them passages without a heading that goes on telling from year to year.

    Args:
        question: what is asked.
        text: the sentence, item or row.
        labels: title, section and header above it. They may say that a number is money; their date is not the
            sentence's.
        before: what stands in front of it, where the period may have been named.
    """
    if asks(text) and not _ASKS_FOR_QUESTION.search(question):
        return False
    if _ASKS_FOR_PRICE.search(question) and not _MONEY.search(f"{labels}\n{text}"):
        return False
    if _COMPARES_PERIODS.search(question):
        return True
    for period in _PERIODS:
        asked = set(period.findall(question))
        if asked and period.search(text) and not asked & set(period.findall(f"{before}\n{text}")):
            return False
    return True


def expectation(question: str, text: str) -> float:
    """1 where the text holds what the question asks for, -1 where it does not, 0 where the question doesn't tell."""
    wanted = [answer for asked, answer in _EXPECTATIONS if asked.search(question)]
    if not wanted:
        return 0.0
    return 1.0 if all(answer.search(text) for answer in wanted) else -1.0
