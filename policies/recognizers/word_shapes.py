"""How a word looks: what an uncased encoder does not see, given to it as token types.

The tagger's model was trained with these numbers; another order makes another model necessary.
"""

from __future__ import annotations

import re
from enum import IntEnum

_BREAK = re.compile(r"[\n\r\t\f\v\u2028\u2029|]| {3}")
_AFTER_BREAK = 7


class Shape(IntEnum):
    """The shapes of words. One that starts a line or a table's cell has its shape's number plus seven."""

    NONE = 0
    LOWER = 1
    TITLE = 2
    UPPER = 3
    INITIAL = 4
    MIXED = 5
    DIGITS = 6
    OTHER = 7


SHAPES = max(Shape) + 1 + _AFTER_BREAK
"""How many token types there are; 0 is for special tokens and padding."""


def shape_of(word: str) -> Shape:
    """The shape of one word or punctuation mark."""
    if word.isalpha():
        if word.islower():
            return Shape.LOWER
        if word.isupper():
            return Shape.INITIAL if len(word) == 1 else Shape.UPPER
        if word[0].isupper() and word[1:].islower():
            return Shape.TITLE
        return Shape.OTHER if not (word.lower() != word or word.upper() != word) else Shape.MIXED
    return Shape.DIGITS if any(map(str.isdigit, word)) else Shape.OTHER


def shape_in_text(text: str, end_before: int, start: int, end: int) -> int:
    """The number of the word at characters `start` to `end`; the word before it ends at `end_before` (0: none)."""
    breaks = end_before == 0 or _BREAK.search(text, end_before, start) is not None
    return shape_of(text[start:end]) + (_AFTER_BREAK if breaks else 0)
