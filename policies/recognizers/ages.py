"""Ages over 89, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.words import Word

_NUMBER = r"(?P<value>9\d|1[0-2]\d)(?!\+)"
_WORDS = (
    r"(?P<words>ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|a) hundred(?: and)?"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?)"
)
_OLD = (
    r"[ -]?(?:years?|yrs?|y)[ -](?:old|of age|young)|[ -]?y/?\.?o\.?\b|[ -]?y\.o\."
    r"|[ -]?Jahre alt|[ -]?jährige[rnms]?|"
    r" ans\b| años\b| anni\b| jaar oud| år gammal|-year(?:s)?-old"
)
_AFTER = re.compile(rf"(?<![\w.,/-])(?:{_NUMBER}|(?i:{_WORDS}))(?={_OLD})")
_BEFORE = re.compile(
    rf"(?i:\b(?:aged?(?: of)?|turn(?:ed|ing|s)?|alter|âge|edad|età|leeftijd|im alter von"
    rf"|à l'âge de)[ \t]{{0,2}}[:|=]?[ \t|*]{{0,6}}){_NUMBER}"
    r"(?![\w%]|[.,/-]\d|[ -]?(?:days?|weeks?|months?|minutes?|hours?|tage|jours|días|out|percent|degrees))"
)
_BIRTHDAY = re.compile(rf"\b{_NUMBER}(?:th|st|nd|rd|\.)? (?:birthday|Geburtstag)")


class AgesOver89(Finder):
    """The number alone is the finding: its replacement reads "a 90+-year-old"."""

    def __init__(self) -> None:
        super().__init__("age over 89", ["AGE"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Ages of 90 to 129 years."""
        for pattern in (_AFTER, _BEFORE, _BIRTHDAY):
            for match in pattern.finditer(text):
                group = "value" if match["value"] else "words"
                yield Found("AGE", *match.span(group), 0.8, Evidence.CONTEXT)
