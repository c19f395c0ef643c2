"""Ages over 89, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.words import Word

_NUMBER = r"(?P<value>9\d|1[0-2]\d)(?!\+)"
_NINETY = r"ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
_WORDS = (
    rf"(?P<words>{_NINETY}|(?:one|a) hundred(?: and)?"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?)"
)
_OLD = (
    r"[ -]?(?:years?|yrs?|y)[ -](?:old|of age|young)|[ -]?y/?\.?o\.?\b|[ -]?y\.o\."
    r"|[ -]?Jahre alt|[ -]?jährige[rnms]?|"
    r" ans\b| años\b| anni\b| jaar oud| år gammal|-year(?:s)?-old"
)
_AFTER = re.compile(rf"(?<![\w.,/-])(?:{_NUMBER}|(?i:{_WORDS}))(?={_OLD})")
_NO_AGE = r"(?:days?|weeks?|months?|minutes?|hours?|tage|jours|días|out|percent|degrees)"
_BEFORE = re.compile(
    rf"(?i:\b(?:aged?(?: of)?|turn(?:ed|ing|s)?|alter|jahre alt|âgée? de|âge|edad(?: de)?|età|leeftijd|im alter von"
    rf"|à l'âge de)[ \t]{{0,2}}[:|=]?[ \t|*]{{0,6}}){_NUMBER}"
    rf"(?![\w%]|[.,/-]\d|[ -]?{_NO_AGE})"
)
_BEFORE_WORDS = re.compile(
    rf"\b(?i:aged?(?: of)?[ \t]{{0,2}}[:|=]?[ \t|*]{{0,6}}{_WORDS}(?![\w%]|-\w|[ -]?{_NO_AGE})"
    rf"|turn(?:ed|ing|s)?[ ](?P<value>{_NINETY})(?=[.,;:!?)\n]|$|[ ](?:and|or|in|on|last|this|next|today)\b))"
)
_SEX = r"(?:[MF]\b|(?i:(?:fe)?male|woman|man|lady|gentleman)\b)"
_PLAIN = r"(?<![\w.,/$€£+-])(?P<value>9\d|1[0-2]\d)"
_SHORT = re.compile(
    rf"{_PLAIN} ?[MF](?= (?:with|who|presents?|presenting|admitted|brought|transferred|referred|found|fell"
    r"|seen|pt|patient)\b| (?:c/o|s/p|p/w|h/o|w/|hx|BIB))"
    rf"|\b(?i:pt|patient|hpi|id|consult|resident)\b(?:[:,]? (?:(?i:is|was) )?(?i:an?) |[:,]? )(?P<beside>9\d|1[0-2]\d)"
    r" ?[MF]\b(?! ?(?i:temp|oral|rectal|axillary|tympanic|on arrival))"
)
"""As notes write it: "94F with pain", "pt 94F". In degrees something else stands beside."""

_WITH_SEX = re.compile(
    rf"{_PLAIN}(?: ?(?:y/?o|[Yy]) ?{_SEX}|/[MF]\b(?!/)| (?i:years?|yrs?),? {_SEX})"
    r"|(?<![\w/])[MF]/(?P<behind>9\d|1[0-2]\d)(?![\w.,/%-]*\d)(?!\w)"
)
"""As lists and headings write it: "91/F", "F/91", "95Y F"."""

_UNITS = re.compile(
    rf"{_PLAIN}(?: ?(?:[yY]rs?\b\.?|YRS?\b\.?|year\(s\)|y\b)| ?years?\b(?=[,;)]))"
    r"(?![ -]?(?i:ago|later|earlier|before|after|since|hence|of|in|from|to|for|each|lease|warrant|guarantee|term"
    r"|sentence|mortgage|bond|contract|half|retention|experience|service|survival|prison|jail|anniversary|history|plan)\b)"
)
_NAMED = re.compile(r"[A-Z][\w'’-]+(?:, | \()\Z")
_NOT_OF_PERSONS = re.compile(
    r"(?i)\b(?:lease|term|period|copyright|warrant|guarantee|loan|bond|duration|retention|retain|kept|keep|trust|patent"
    r"|sentence|licen[cs]e|buil(?:t|ding)|founded|company|tradition|history|experience|survival|mean|average|expectancy"
    r"|half-life|stor(?:e|age))|\b(?:for|in|within|over|past|last|next|after|about|every|than|of|under|nearly|to|some"
    r"|these|until|by|additional|another) {0,2}\Z"
)
"""In front of years that are nobody's age."""

_IS = re.compile(
    r"\b(?i:(?:s?he|who|patient|pt|mother|father|grandmother|grandfather|aunt|uncle|wife|husband|resident)"
    r"(?:'s| is| was)(?: now| already| over| almost| nearly)?) (?P<value>9\d|1[0-2]\d)"
    r"(?=[.,;:!?]|\s(?:and|but|or|now|today|who)\b|[ \t]{0,9}\n|$)"
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
        for pattern in (
            _AFTER,
            _BEFORE,
            _BEFORE_WORDS,
            _SHORT,
            _WITH_SEX,
            _IS,
            _APPOSITION,
            _DECADE,
            _BIRTHDAY,
        ):
            for match in pattern.finditer(text):
                yield _found(match)
        for match in _UNITS.finditer(text):
            if _is_of_a_person(text, match):
                yield _found(match)


def _found(match: re.Match[str]) -> Found:
    group = next(name for name, value in match.groupdict().items() if value)
    return Found("AGE", *match.span(group), 0.8, Evidence.CONTEXT)


def _is_of_a_person(text: str, match: re.Match[str]) -> bool:
    """Whether a number of years is an age. "Years" written out are one right behind a name only."""
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()][-40:]
    if _NOT_OF_PERSONS.search(before):
        return False
    return not re.search(r"years?\Z", match.group()) or _NAMED.search(before) is not None
