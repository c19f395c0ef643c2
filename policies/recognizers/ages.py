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
    rf"(?i:\b(?:aged?(?: of)?|turn(?:ed|ing|s)?|alter|jahre alt|âgée? de|âge|edad(?: de)?|età|leeftijd|im alter von"
    rf"|à l'âge de)[ \t]{{0,2}}[:|=]?[ \t|*]{{0,6}}){_NUMBER}"
    r"(?![\w%]|[.,/-]\d|[ -]?(?:days?|weeks?|months?|minutes?|hours?|tage|jours|días|out|percent|degrees))"
)
_SHORT = re.compile(
    r"(?<![\w.,/-])(?P<value>9\d|1[0-2]\d) ?(?:yo ?)?[MF](?= (?:with|who|presents?|presenting|admitted|c/o|s/p|p/w|hx"
    r"|h/o|seen|pt|patient)\b)"
)
"""As notes write it: "94F with pain". In degrees something else follows."""

_IS = re.compile(
    r"\b(?i:(?:s?he|who|patient|mother|father|grandmother|grandfather|aunt|uncle|wife|husband|resident)(?:'s| is| was)"
    r"(?: now| already| over| almost| nearly)?) (?P<value>9\d|1[0-2]\d)(?=[.,;:!?]|\s(?:and|but|or|now|today|who)\b|$)"
)
_APPOSITION = re.compile(
    r"\b(?:mother|father|grandmother|grandfather|aunt|uncle|sister|brother|wife|husband|woman|man|lady|gentleman|resident"
    r"|patient|widow|widower)(?: [A-Z][\w'-]+){0,3}, (?P<value>9\d|1[0-2]\d)(?=[,.])"
)
_DECADE = re.compile(
    r"\b(?i:(?:in|into) (?:her|his|their|the|my) (?:early |mid[- ]?|late )?)(?P<value>(?:nineties|90'?s|hundreds))\b"
    r"|\b(?P<words>(?i:nonagenarians?|(?:super)?centenarians?|neunzigjährige[rn]?|hundertjährige[rn]?|nonagénaires?"
    r"|centenaires?|nonagenari[oa]s?|centenari[oa]s?))\b"
)
_BIRTHDAY = re.compile(rf"\b{_NUMBER}(?:th|st|nd|rd|\.)? (?:birthday|Geburtstag)")


class AgesOver89(Finder):
    """The number alone is the finding: its replacement reads "a 90+-year-old"."""

    def __init__(self) -> None:
        super().__init__("age over 89", ["AGE"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Ages of 90 to 129 years."""
        for pattern in (_AFTER, _BEFORE, _SHORT, _IS, _APPOSITION, _DECADE, _BIRTHDAY):
            for match in pattern.finditer(text):
                group = "value" if match.groupdict().get("value") else "words"
                yield Found("AGE", *match.span(group), 0.8, Evidence.CONTEXT)
