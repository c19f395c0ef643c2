"""Dates in the ways of English, German, French, Spanish, Italian and Dutch, dates of birth among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.calendar_words import (
    ANY_MONTH,
    ANY_SHORT_WEEKDAY,
    ANY_WEEKDAY,
    BEHIND_WEEKDAY,
    MONTHS,
    ORDINAL,
    UNTIL,
    every_month_name,
)
from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.words import Word

_NAMES = every_month_name()
_FULL_NAMES = frozenset(name for names in MONTHS.values() for name in names)
_CASED = {
    cased
    for name in _NAMES
    # As its language writes it: in small letters "may" and "mar" are no months.
    for cased in (name if name in _FULL_NAMES else name.capitalize(), name.capitalize(), name.upper())
}
_MONTH = f"(?:{'|'.join(map(re.escape, sorted(_CASED, key=lambda name: (-len(name), name))))})"
"""A month as it is written within a sentence, at its start, or in capitals."""

_MONTH_HEAD = "|".join(sorted({re.escape(name[:4]) for name in _CASED}))
"""How a month begins."""

_ANY_MONTH = f"(?i:{ANY_MONTH})"
"""A month in any letters: beside a year there is no mistaking it."""

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MON = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY_WORD = rf"{_DAY}(?:{ORDINAL})?"
_ORDINAL_WORD = (
    r"(?:twenty|thirty)-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth"
    r"|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth"
    r"|thirtieth"
)
_TIME = (
    r"(?:[T ,]{1,2}(?:at |um )?[0-2]?\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z"
    r"|[+-]\d\d:?\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?)?"
)

_WEEKDAY = rf"(?:(?i:{ANY_WEEKDAY})|(?:{ANY_SHORT_WEEKDAY})(?=[.,])){BEHIND_WEEKDAY}"
"""A weekday right in front of a date is a part of it."""

_HOLIDAY = (
    r"(?:Thanksgiving|Christmas|Xmas|Easter|Halloween|Hanukkah|Passover|Ramadan|Diwali|Juneteenth|Good Friday"
    r"|Mardi Gras|(?:New Year['’]?s|Labou?r|Memorial|Independence|Veterans['’]?|Presidents['’]?|Columbus|Boxing"
    r"|Valentine['’]?s"
    r"|Mother['’]?s|Father['’]?s) (?:Day|Eve)|Weihnachten|Heiligabend|Silvester|Neujahr|Ostern|Ostersonntag|Ostermontag"
    r"|Karfreitag|Pfingsten|Noël|Pâques|la Toussaint|Navidad|Nochebuena)"
    r"(?: (?:Day|Eve|morning|night|Sunday|Monday|weekend|week))?"
)
"""With a year it tells the day, or nearly."""

_WITH_YEAR = "|".join(
    (
        # 12MAR2024, as programs for statistics and lists of flights write it, with the time behind a colon
        rf"{_DAY}{_ANY_MONTH}(?:{_YEAR}|\d\d)(?::[0-2]\d:[0-5]\d(?::[0-5]\d)?)?",
        rf"{_HOLIDAY}(?:,| of| in)? {_YEAR}",
        rf"{_YEAR}-{_MON}-{_DAY}",
        rf"{_YEAR}/{_MON}/{_DAY}",
        rf"{_YEAR}\.{_MON}\.{_DAY}",
        rf"{_YEAR}_{_MON}_{_DAY}",
        rf"{_DAY}[./-]{_DAY}[./-]{_YEAR}",
        rf"{_DAY}\. ?{_MON}\. ?{_YEAR}",
        rf"{_DAY}/{_DAY}/'?\d\d",
        r"(?:0[1-9]|[12]\d|3[01])[.-](?:0[1-9]|1[0-2])[.-]\d\d",
        rf"{_DAY_WORD}(?:{UNTIL}{_DAY_WORD})?[ -](?:of |de "
        rf"|di )?(?:the )?{_ANY_MONTH}\.?(?:,? | de | del |-|/){_YEAR}",
        rf"(?:the )?(?:{_DAY_WORD}|(?i:{_ORDINAL_WORD}))(?: day)? of {_ANY_MONTH},? (?:in the year )?{_YEAR}",
        rf"{_DAY}-{_ANY_MONTH}-(?:{_YEAR}|\d\d)",
        rf"{_ANY_MONTH}\.?[ -]{_DAY}(?:st|nd|rd|th)?(?: ?[-–] ?{_DAY}(?:st|nd|rd|th)?)?(?:, ?| "
        rf"|,? of | ?-)(?:{_YEAR}|'\d\d)",
        rf"{_ANY_MONTH}\.?,?(?: | of | de | del |-|/)(?:{_YEAR}|'\d\d)",
        rf"{_MON}/{_YEAR}",
        # 20240305T143000Z, 20240305143000-0800 and the like, as programs write times
        r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
        r"(?:T?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-]\d{4})?)?",
    )
)
_WITHOUT_YEAR = "|".join(
    (
        rf"{_MONTH}\.? {_DAY}(?:st|nd|rd|th)?(?: ?[-–] ?{_DAY}(?:st|nd|rd|th)?"
        rf"| (?:to|and|through|thru|until|till) (?:the )?{_DAY}(?:st|nd|rd|th))?(?![\d%$€]|:\d)",
        rf"(?:the )?(?i:{_ORDINAL_WORD})(?: day)? of {_MONTH}",
        rf"the {_DAY_WORD} day of {_MONTH}",
        rf"(?:the )?{_DAY_WORD} (?:of |de |di )?{_MONTH}",
        r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.",
    )
)
_FIGURES = r"\d{3}|'\d\d|\d[./-]\d|-\d\d|\d[^\W\d_]{3,10}\d\d"
"""What stands in each date with a year."""

_NOT_IN_NUMBER = r"(?<![^\W_])(?<![\d][.,/-])(?<![$€£])"
_ENDS = r"(?![^\W_])(?![./-]?\d)"
_DATE = LatePattern(rf"{_NOT_IN_NUMBER}(?:{_WEEKDAY})?(?:{_WITH_YEAR}){_TIME}{_ENDS}", needs=_FIGURES)
_DAY_AND_MONTH = LatePattern(
    rf"{_NOT_IN_NUMBER}(?:{_WEEKDAY})?(?:{_WITHOUT_YEAR})(?![^\W_])", needs=rf"\d\d\.\d\d\.|{_MONTH_HEAD}"
)
_NEAR_DAY = rf"(?:{ANY_WEEKDAY}|tues|weds|thurs|mon|tue|wed|thu|fri|sat|sun)\.?,?"
_SMALL = LatePattern(
    rf"(?<![^\W_])(?:(?i:{_NEAR_DAY}) (?P<value>(?i:{ANY_MONTH})\.? {_DAY}(?:st|nd|rd|th)?)"
    rf"|(?P<timed>(?i:{ANY_MONTH})\.? {_DAY}(?:st|nd|rd|th)?)(?= ?(?:@|at) ?\d))(?![\d%$€]|:\d)",
    needs=r" \d",
)
"""A month in small letters, where a weekday or a time stands beside its day: "tues apr 9", "apr 9 @ 3pm"."""
_DOTTED = LatePattern(
    rf"\b(?i:ab|am|vom|bis|zum|seit)[ ](?P<value>{_DAY}\.[ ]?{_MON}\.)(?![\d%]|[ ]?\d)", needs=r"\d\.[ ]?\d"
)
"""A day without a year as German writes it: "ab 28.4."."""
_SLASHED = LatePattern(
    rf"\b(?i:on|since|from|until|till|by|before|after|dated?|seen|visit|admitted|discharged"
    rf"|dos|lmp|edd|edc|adm|admit|disch|appt|appointment|due|between|and|to|am|vom|seit|bis|labs?|cxr|x-?rays?|ct|mri"
    rf"|surgery|rtc|f/u|d/c|started|stopped|{_NEAR_DAY})[ :]{{1,2}}"
    rf"(?P<value>{_MON}/{_DAY})(?![\d/%]|[ ]?(?:of|mg|ml|cup|inch|tsp|tbsp|mmHg|tab|tabs|tablets?|dose|strength"
    rf"|murmur)\b)",
    needs=r"\d/\d",
)
_EACH_YEAR = re.compile(
    r"[ ,]{1,2}(?:of )?(?:each|every|any|the (?:following|next|previous|same)|a) "
    r"(?:calendar |fiscal |leave )?year|[ ,]{1,2}(?:annually|yearly|jedes Jahres"
    r"|jeden Jahres|chaque année|de cada año)"
)
_BIRTH = LatePattern(
    r"(?i:\b(?:d\.?o\.?b\.?|birth\s?_?time(?: value)?|b\.(?=\s\d)|jahrgang|(?:nacid[oa]|nat[oa])\sen"
    r"|date\s?of\s?birth|birth\s?-?date|birthday|born(?:\son|\sin)?"
    r"|geb(?:oren)?\.?(?:\sam)?|geburtsdatum|geburtstag|"
    r"née?(?:\(e\))?\s(?:le|en)|date\sde\snaissance|naissance|fecha\sde\snacimiento"
    r"|f\.?\s?nac\.?|nacid[oa](?:\sel)?|nat[oa]\s?il|data\sdi\snascita|"
    r"data\sde\snascimento|geboortedatum|geboren\sop|födelsedatum|syntymäaika|fødselsdato"
    r"|data\surodzenia)|\*)"
    rf"[\"'>]?[ \t]{{0,3}}(?:\([^()\n]{{1,24}}\))?[ \t]{{0,3}}[:|=.\-\u2013]?[ \t|*_]{{0,8}}(?:\[[ ])?[\"']?"
    rf"(?P<value>(?:{_WITH_YEAR}|{_YEAR})){_ENDS}",
    needs=_FIGURES,
)


class Dates(Finder):
    """Dates more exact than a year: 0.7 with a year, 0.5 without. Dates of birth, behind their label: 0.9."""

    def __init__(self) -> None:
        super().__init__("date", ["DATE_TIME", "DATE_OF_BIRTH"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Dates of birth and others; the former rest on context and so win."""
        for match in _BIRTH.finditer(text):
            yield Found("DATE_OF_BIRTH", *match.span("value"), 0.9, Evidence.CONTEXT)
        for match in _DATE.finditer(text):
            yield Found("DATE_TIME", *match.span(), 0.7, Evidence.PATTERN)
        for match in _DAY_AND_MONTH.finditer(text):
            # "1 April each year" is a rule, not an event in somebody's life.
            if not _EACH_YEAR.match(text, match.end()):
                yield Found("DATE_TIME", *match.span(), 0.5, Evidence.PATTERN)
        for pattern in (_SLASHED, _DOTTED, _SMALL):
            for match in pattern.finditer(text):
                yield Found("DATE_TIME", *match.span(match.lastgroup or "value"), 0.5, Evidence.CONTEXT)
