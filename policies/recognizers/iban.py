"""International bank account numbers (ISO 13616): the country tells the length, the check digits prove the number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.words import Word

_LENGTHS = {
    country: int(length)
    for country, length in zip(
        "AD AE AL AT AZ BA BE BG BH BR CH CY CZ DE DK EE ES FI FO FR GB GE GI GL GR HR HU IE IL IS IT KW KZ LB LI LT "
        "LU LV MC MD ME MK MT NL NO PK PL PT QA RO RS SA SE SI SK SM TN TR UA VA XK".split(),
        "24 23 28 20 28 20 16 22 22 29 21 28 24 22 18 20 24 18 18 27 22 22 23 18 27 21 28 22 23 26 27 30 20 28 21 20 "
        "20 21 27 24 22 19 31 18 15 24 28 25 29 24 22 24 24 19 24 27 24 26 29 22 20".split(),
        strict=True,
    )
}
_START = re.compile(r"(?<![^\W_])(?P<country>[A-Za-z]{2})\d\d(?=[ -]?[A-Za-z0-9])")
_CHARACTER = re.compile(r"(?:[ -]|[ ]?\r?\n[ ]{0,8})?([A-Za-z0-9])")
"""The next one, which may stand on the next line: the check digits tell whether it belongs to the number."""


class Ibans(Finder):
    """Numbers in groups or in one piece, in capitals or not. Each one found is proved by MOD 97-10."""

    def __init__(self) -> None:
        super().__init__("iban", ["IBAN_CODE"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Valid numbers that end where their country says."""
        for match in _START.finditer(text):
            length = _LENGTHS.get(match["country"].upper())
            end = _end(text, match.start(), length) if length else None
            if end is not None:
                yield Found("IBAN_CODE", match.start(), end, 1.0, Evidence.CHECKSUM)


def _end(text: str, start: int, length: int) -> int | None:
    """Where a valid number of `length` characters ends, or None."""
    number = ""
    end = start
    while len(number) < length:
        match = _CHARACTER.match(text, end)
        if match is None:
            return None
        number += match.group(1)
        end = match.end()
    if text[end : end + 1].isalnum():
        return None
    remainder = int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97
    return end if remainder == 1 else None
