"""Words of a text as names are made of: letters only, so that `_`, `-`, `.`, `/` and digits end a word."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import NamedTuple

_LATIN_TO_CYRILLIC = [chr(code) for code in (*range(0x41, 0x530), *range(0x1E00, 0x1F00))]

UPPER = "".join(character for character in _LATIN_TO_CYRILLIC if character.isupper())
"""Capital letters of the Latin, Greek and Cyrillic scripts, for a character class."""

LOWER = "".join(character for character in _LATIN_TO_CYRILLIC if character.islower())
"""Small letters of the same scripts."""

_WORD = re.compile(
    f"(?:[{UPPER}]'|Mc|Mac)[{UPPER}](?:[{LOWER}]+|[{UPPER}]+)|[{UPPER}]+(?![{LOWER}])|[{UPPER}]?[{LOWER}]+"
    f"|[^\\W\\d_{UPPER}{LOWER}]+"
)

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
