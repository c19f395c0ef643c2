"""Telephone numbers of the policy's regions, by Google's rules (phonenumbers)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found, PatternFinder
from policies.words import Word

# What may be a number at all: cut out first, since the library's own search is slow over a whole text.
_CANDIDATE = re.compile(
    r"(?<![\w.,/@#$€£-])(?:\+|00)?\(?\d(?:[ ().\u2013/-]{0,3}\d){5,16}(?:[ ]?(?:x|ext\.?"
    r"|extension|Durchwahl|-)[ ]?\d{1,6})?(?![\w@]|[.,/-]\d)"
)
_TWO_NUMBERS = re.compile(r"(?P<first>\+?(?:[ ().-]{0,3}\d){9,14})[ ]?/[ ]?(?=\+?(?:[ ().-]{0,3}\d){7})")
_LABEL = re.compile(
    r"(?i)(?:(?<![^\W_])(?:tel|tél|phone|telephone|telefon|téléphone|teléfono|telefono|telefoon"
    r"|mobile|mobil|móvil|handy|cell|"
    r"cellphone|portable|fax|telefax|pager|call|ring|hotline|contact|durchwahl|ext|sms"
    r"|whatsapp|ph|mob|fon|"
    r"home|work|office|reached|reachable|reach|dial|erreichbar|joindre|joignable"
    r"|llamar)(?:_?(?:number|no|nr|nummer))?\b[^\w\n]{0,4}"
    r"(?:[A-Z][\w-]{1,20} (?:at|on|unter|au|al) )?(?:(?:number|no|nr"
    r"|nummer|phone|us|him|her|them|me|on|at|is|by"
    r"|via|unter|au|al)\b[^\w\n]{0,4}){0,3}|[☎📞✆]\s?)$"
)
_AMERICAN = re.compile(
    r"(?:(?:\+|00)?1[ .-]?)?(?:\(\d{3}\)[ .-]?|\d{3}[.-])\d{3}[ .-]\d{4}(?:\s?(?:x|ext\.?"
    r"|extension)\s?\d{1,6})?|(?:001|1)-\d{3}-\d{3}-\d{4}(?:x\d{1,6})?"
)
_DATE_LIKE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)(?:\s\d.*)?"
    r"|\d{4}[./]\d{1,2}[./]\d{1,2}|(?:19|20)\d\d\s?[-\u2013/]\s?(?:19|20)\d\d"
)

_AMOUNTS = re.compile(r"[1-9]\d{0,5}\.\d\d(?:[ \n]+\d{1,6}\.\d\d)+(?:[ \n]*\d{1,3})?")
"""Cells of an invoice, and the number that the next row begins with: "45.00 270.00 2"."""

_NUMBER_AND_DATE = re.compile(r"\d{1,4} ?\(?(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\)?")
"""A number and the day of what it counts: "9 (2025-03-18)"."""


_EXTENSION = (
    r"(?<![^\W_])(?i:ext|extn|extension|pager|bleep|beeper|DECT|Durchwahl|Nebenstelle)(?:\.| (?:no\.?|number|is))?"
    r"[\"']?[ ]?[:=#|-]?[ ]?[\"']?(?P<value>\d{3,6}|\d-\d{3,4})(?![\w%@]|[.,/:-]\d| (?:days?|weeks?|months?|years?"
    r"|hours?|minutes?|m|mm|cm|km|EUR|USD)\b)"
)
_SHORT_EXTENSION = (
    r"(?i:\b(?:at|on|to|or|call|dial|page|phone|ring|reach|tel\.?|office|desk)|[(,:;])[ ]?x(?P<value>\d{4,5})"
    r"(?![\w%@]|[.,/:-]\d)"
)


def extensions() -> Finder:
    """Numbers within a house, right behind their label: "ext 4471", "pager 88213", "call x4471"."""
    return PatternFinder("extension", "PHONE_NUMBER", [(_EXTENSION, 0.7), (_SHORT_EXTENSION, 0.6)], needs=r"\d{3}")


class PhoneFinder(Finder):
    """Numbers that are valid in a region of the policy, or stand behind a label such as "Tel."."""

    def __init__(self, regions: Sequence[str]) -> None:
        super().__init__("phone number", ["PHONE_NUMBER"])
        self._regions = tuple(regions) or ("US",)

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Labelled numbers score 0.85, international and separated ones 0.75 and 0.5; bare digits need a label."""
        for start, end in _candidates(text):
            value = text[start:end]
            if _DATE_LIKE.fullmatch(value.strip()):
                continue
            labelled = _LABEL.search(text, max(0, start - 40), start) is not None
            if not labelled and (_NUMBER_AND_DATE.fullmatch(value) or _AMOUNTS.fullmatch(value.strip())):
                continue
            digits = re.sub(r"\D", "", value)
            if labelled and len(digits) >= 6:
                yield Found("PHONE_NUMBER", start, end, 0.85, Evidence.CONTEXT)
            elif value.startswith("+") and 8 <= len(digits) <= 18:
                # Valid or not (invented numbers of examples and films are not): nothing else is written so.
                yield Found("PHONE_NUMBER", start, end, 0.75, Evidence.PATTERN)
            elif value.startswith("00") and _valid(value, (None,)):
                yield Found("PHONE_NUMBER", start, end, 0.75, Evidence.PATTERN)
            elif _AMERICAN.fullmatch(value):
                yield Found("PHONE_NUMBER", start, end, 0.6, Evidence.PATTERN)
            elif len(digits) >= 9 and (digits != value or value[0] == "0") and _valid(value, self._regions):
                yield Found("PHONE_NUMBER", start, end, 0.5, Evidence.PATTERN)


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """What may be a number. Two whole ones with a slash between them are two: "030 901820 / 0171 2345678"."""
    for match in _CANDIDATE.finditer(text):
        joint = _TWO_NUMBERS.match(text, match.start())
        if joint is None:
            yield match.span()
            continue
        yield joint.span("first")
        second = _CANDIDATE.match(text, joint.end())
        if second is not None:
            yield second.span()


@lru_cache(maxsize=4096)
def _valid(value: str, regions: tuple[str | None, ...]) -> bool:
    import phonenumbers  # late: most questions have no number

    number = "+" + value[2:] if value.startswith("00") else value
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
