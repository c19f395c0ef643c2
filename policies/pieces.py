"""Cuts a text into pieces that are analysed apart, so that a piece that was seen before need not be analysed again.

Where a piece ends is told by what stands around its end, not by how much stands before it: a paragraph that changes,
or other text in front of a boilerplate, leaves the pieces behind it as they were. Ends are where what was read before
says nothing of what follows: behind a paragraph that ends its sentence and does not take leave in a letter, behind a
table, and at `SEPARATOR`. Labels, headings and salutations stay with what they stand above, and a table is one piece,
for a column is decided whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

from policies.words import BLANK, SEPARATOR

Piece = tuple[int, int]
"""Characters of the text, end exclusive."""

LONG = 1500
"""Characters of a piece behind which it may also end where a paragraph ends without a sentence, as in lists."""

_BORDER = re.compile(rf"(?P<apart>{SEPARATOR})|\n[ \t\r]*\n\s*")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\Z")
_ROW = re.compile(r"\|\Z")
_LEAST = 40
"""Characters of a piece, and of a line that may end one: shorter ones are "Best regards." and entries of lists."""

_SHORT_PARTS = 2
"""A document's name and title stand apart however short they are; whatever else is put so is no piece for it."""

_LEAVE = re.compile(
    r"(?i)\b(?:regards|wishes|thanks?(?: you)?(?: again| in advance| (?:very|so) much)?|sincerely|yours|signed|cheers"
    r"|take care|love|grüße|grüßen|grüssen|gruß|cordialement|salutations(?: distinguées)?|saludos?|atentamente)[.!]\Z"
)
"""A name stands behind it."""

_ONE_END_IN, _ONE_ANNEX_IN = 4, 8
"""Of ends without a sentence, and of annexes, one is taken: which one, its own text tells."""


def pieces(text: str, length: int) -> Iterator[Piece]:
    """The pieces of a text in order, without the empty lines between them. Linear in the text.

    Args:
        text: `length` characters of a text, and annexes behind them (`policies.reading`), each behind a `SEPARATOR`.
        length: of the text proper.
    """
    yield from _of_text(text, length)
    yield from _of_annexes(text, length + len(SEPARATOR))


def _of_text(text: str, length: int) -> Iterator[Piece]:
    start = apart = 0
    for border in _BORDER.finditer(text, 0, length):
        end, following = border.span()
        if border["apart"] is None:
            cut = _ends(text, start, end, following)
        else:
            apart += 1
            cut = apart <= _SHORT_PARTS or end - start >= _LEAST
        if cut:
            if start < end:
                yield start, end
            start = following
    if start < length:
        yield start, length


def _of_annexes(text: str, start: int) -> Iterator[Piece]:
    """They are short and many, so that a few of them, always the same ones, are one piece."""
    annex = start
    for border in _BORDER.finditer(text, start):
        end, following = border.span()
        if border["apart"] is None:
            cut = _ends(text, start, end, following)
        else:
            cut = end - start >= LONG or _is_chosen(text[annex:end], _ONE_ANNEX_IN)
            annex = following
        if cut and start < end:
            yield start, end
            start = following
    if start < len(text):
        yield start, len(text)


def _is_chosen(part: str, one_in: int) -> bool:
    """Whether a part of a text is one of so many: always the same ones."""
    return crc32(part.encode("utf-8", "surrogatepass")) % one_in == 0


def _ends(text: str, start: int, end: int, following: int) -> bool:
    """Whether a piece from `start` on may end at `end`, where the next paragraph begins at `following`."""
    line_start = max(start, text.rfind("\n", start, end) + 1)
    line = text[line_start:end].rstrip()
    if text.startswith("|", following) and line.endswith("|"):
        return False
    if end - start < _LEAST or text[following : following + 1].islower():
        return False
    if _ROW.search(line):
        return True
    if len(line) >= _LEAST and _ENDED.search(line) and not _LEAVE.search(line):
        return True
    several = line_start > start and text[line_start - 2 : line_start - 1] not in ("", "\n")
    return (
        end - start >= LONG
        and (several or len(line) >= _LEAST)
        and not line.endswith((":", ",", "|", "-", BLANK))
        and not _LEAVE.search(line)
        and _is_chosen(line, _ONE_END_IN)
    )
