"""A text as recognisers read it: without invisible characters, in plain digits, spaces and letters, offsets kept."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u02bc\u2032"
_COMPATIBLE = "\ufb00-\ufb06\uff01-\uff5e\u2460-\u24ff\U0001d400-\U0001d7ff"
_COMBINING = "\u0300-\u036f"

_UNUSUAL = re.compile(
    f"(?P<invisible>[{_INVISIBLE}]+)|(?P<space>[{_SPACES}])|(?P<hyphen>[{_HYPHENS}])|(?P<apostrophe>[{_APOSTROPHES}])"
    f"|(?P<compatible>[{_COMPATIBLE}])|(?P<composed>\\w[{_COMBINING}]+)"
)

_PLAIN = {"invisible": "", "space": " ", "hyphen": "-", "apostrophe": "'"}


@dataclass(frozen=True, slots=True, repr=False)
class Readable:
    """`text` is what recognisers read; `_starts`/`_shifts` say where its parts stand in the original."""

    text: str
    _starts: tuple[int, ...]
    _originals: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original behind `start`..`end` (start < end), invisible ones within included."""
        return self._original(start), self._original(end - 1, last=True)

    def _original(self, offset: int, *, last: bool = False) -> int:
        piece = bisect_right(self._starts, offset) - 1
        start, original = self._starts[piece], self._originals[piece]
        limit = self._originals[piece + 1] if piece + 1 < len(self._originals) else None
        width = self._starts[piece + 1] - start if piece + 1 < len(self._starts) else None
        if limit is None or width == limit - original:
            return original + offset - start + (1 if last else 0)
        return limit if last else original


def readable(text: str) -> Readable:
    """The readable form of a text, made in one pass; a text of usual characters stays as it is."""
    if _UNUSUAL.search(text) is None:
        return Readable(text, (0,), (0,))
    parts: list[str] = []
    starts: list[int] = []
    originals: list[int] = []
    length = done = 0

    def add(part: str, original: int) -> None:
        nonlocal length
        if part:
            parts.append(part)
            starts.append(length)
            originals.append(original)
            length += len(part)

    for match in _UNUSUAL.finditer(text):
        add(text[done : match.start()], done)
        kind = match.lastgroup or ""
        plain = _PLAIN.get(kind)
        if plain is None:
            plain = unicodedata.normalize("NFC" if kind == "composed" else "NFKC", match.group())
        add(plain, match.start())
        done = match.end()
    add(text[done:], done)
    return Readable("".join(parts), (*starts, length), (*originals, len(text)))
