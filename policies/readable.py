"""A text as recognisers read it: without invisible characters, in plain digits, spaces and letters, offsets kept."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u02bc\u2032"
_COMPATIBLE = "\ufb00-\ufb06\uff01-\uff5e\u2460-\u24ff\U0001d400-\U0001d7ff"
_COMBINING = "\u0300-\u036f"

_UNUSUAL = re.compile(
    f"(?P<invisible>[{_INVISIBLE}]+)|(?P<space>[{_SPACES}])|(?P<hyphen>[{_HYPHENS}])|"
    f"(?P<apostrophe>[{_APOSTROPHES}])"
    f"|(?P<compatible>[{_COMPATIBLE}])|(?P<composed>\\w[{_COMBINING}]+)"
)

_PLAIN = {"invisible": "", "space": " ", "hyphen": "-", "apostrophe": "'"}


@dataclass(frozen=True, slots=True, repr=False)
class Readable:
    """`text` is what recognisers read. Piece i of it starts at `_starts[i]` and is `_origins[i]` of the original."""

    text: str
    _starts: tuple[int, ...]
    _origins: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original behind `start`..`end` (start < end), invisible ones within included."""
        piece, (origin, _), width = self._piece(start)
        first = origin + start - self._starts[piece] if self._is_copied(piece, width) else origin
        piece, (origin, origin_end), width = self._piece(end - 1)
        last = origin + end - self._starts[piece] if self._is_copied(piece, width) else origin_end
        return first, last

    def _piece(self, offset: int) -> tuple[int, tuple[int, int], int]:
        piece = bisect_right(self._starts, offset) - 1
        following = self._starts[piece + 1] if piece + 1 < len(self._starts) else len(self.text)
        return piece, self._origins[piece], following - self._starts[piece]

    def _is_copied(self, piece: int, width: int) -> bool:
        origin, origin_end = self._origins[piece]
        return width == origin_end - origin


def readable(text: str) -> Readable:
    """The readable form of a text, made in one pass; a text of usual characters stays as it is."""
    if text.isascii() or _UNUSUAL.search(text) is None:
        return Readable(text, (0,), ((0, len(text)),))
    parts: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    length = done = 0

    def add(part: str, start: int, end: int) -> None:
        nonlocal length
        if part:
            parts.append(part)
            starts.append(length)
            origins.append((start, end))
            length += len(part)

    for match in _UNUSUAL.finditer(text):
        add(text[done : match.start()], done, match.start())
        kind = match.lastgroup or ""
        plain = _PLAIN.get(kind)
        if plain is None:
            plain = unicodedata.normalize("NFC" if kind == "composed" else "NFKC", match.group())
        add(plain, *match.span())
        done = match.end()
    add(text[done:], done, len(text))
    return Readable("".join(parts), tuple(starts) or (0,), tuple(origins) or ((0, 0),))
