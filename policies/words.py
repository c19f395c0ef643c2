"""Words of a text as names are made of: letters only, so that `_`, `-`, `.`, `/` and digits end a word."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import NamedTuple

_SCRIPTS = (*range(0x41, 0x180), *range(0x218, 0x21C), *range(0x386, 0x460), *range(0x1E80, 0x1EFA))
"""Code points of Latin (Western, Central and Northern Europe, Turkish, Romanian, Vietnamese), Greek and Cyrillic."""


def _ranges(characters: list[str]) -> str:
    """Characters for a character class, neighbours as a range: short classes compile in half the time."""
    parts: list[str] = []
    for character in characters:
        if parts and ord(character) == ord(parts[-1][-1]) + 1:
            parts[-1] = f"{parts[-1][0]}-{character}"
        else:
            parts.append(character)
    return "".join(parts)


UPPER = _ranges([chr(code) for code in _SCRIPTS if chr(code).isupper()])
"""Capital letters, for a character class."""

LOWER = _ranges([chr(code) for code in _SCRIPTS if chr(code).islower()])
"""Small letters, for a character class."""

_WORD = re.compile(
    f"(?:[{UPPER}]'|Mc|Mac)[{UPPER}](?:[{LOWER}]+|[{UPPER}]+)|[{UPPER}]+(?![{LOWER}])|[{UPPER}]?[{LOWER}]+"
    f"|[^\\W\\d_{UPPER}{LOWER}]+"
)

BLANK = "\ue000"
"""Stands for each character of what no recogniser may read: tokens of ours and placeholders."""

SEPARATOR = f"\n\n{BLANK}\n\n"
"""Stands between texts that are read in one go and have nothing to do with each other."""

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "æ": "ae", "ø": "oe", "'": "", "’": ""})


def fold(word: str) -> str:
    """A word for comparing names: small letters without accents, umlauts spelt out ("Müller" is "mueller")."""
    folded = word.casefold()
    if folded.isascii():
        return folded.replace("'", "")
    decomposed = unicodedata.normalize("NFD", folded.translate(_SPELT_OUT))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class Word(NamedTuple):
    """A word and where it stands. `folded` is for comparing; `capital` says whether it starts with one."""

    folded: str
    start: int
    end: int
    capital: bool


def words_of(text: str) -> list[Word]:
    """The words of a text in order; a capital within a word starts a new one (`MariaSchneider`, not `O'Brien`)."""
    return [
        Word(sys.intern(fold(match.group())), match.start(), match.end(), match.group()[0].isupper())
        for match in _WORD.finditer(text)
    ]
