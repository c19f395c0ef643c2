"""A text as recognisers read it: without disguises, in plain letters, digits and spaces, offsets kept.

The layers, in this order: escapes of mark-up, web and mail (`policies.escapes`), unusual characters, letters of another
script (`policies.lookalikes`), letters set apart (`policies.spaced`). A layer that finds nothing to rewrite costs one
search and makes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from policies.escapes import escapes
from policies.lookalikes import lookalikes
from policies.rewriting import Rewrite
from policies.spaced import gaps

MAX_ROUNDS = 4
"""How often escapes are undone: `%2525` counts once, a percent code within a mail's code twice."""

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e01ef"
)
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011\u2043\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u02bc\u2032\uff07"
_COMPATIBLE = (
    "\ufb00-\ufb06\uff01-\uff06\uff08-\uff0c\uff0e-\uff5e\u2100-\u214f\u2460-\u249b\u249c-\u24ff\U0001d400-\U0001d7ff"
    "\U0001f100-\U0001f149\U0001fbf0-\U0001fbf9"
)
_SQUARED = "\U0001f150-\U0001f169\U0001f170-\U0001f189"
_RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089"
_COMBINING = "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

_UNUSUAL = re.compile(
    f"(?P<invisible>[{_INVISIBLE}]+)|(?P<space>[{_SPACES}])|(?P<hyphen>[{_HYPHENS}])|(?P<apostrophe>[{_APOSTROPHES}])"
    f"|(?P<compatible>[{_COMPATIBLE}])|(?P<squared>[{_SQUARED}])|(?P<raised>[{_RAISED}]{{3,}})"
    f"|(?P<combining>[{_COMBINING}]+)|(?P<digit>\\d)"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_PLAIN = {"invisible": "", "space": " ", "hyphen": "-", "apostrophe": "'"}


@dataclass(frozen=True, slots=True, repr=False)
class _Layer:
    """One rewriting. Piece i of what came out starts at `starts[i]` and is `origins[i]` of what went in."""

    starts: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        piece, (origin, origin_end), width = self._piece(start)
        first = origin + start - self.starts[piece] if width == origin_end - origin else origin
        piece, (origin, origin_end), width = self._piece(end - 1)
        last = origin + end - self.starts[piece] if width == origin_end - origin else origin_end
        return first, last

    def _piece(self, offset: int) -> tuple[int, tuple[int, int], int]:
        piece = bisect_right(self.starts, offset) - 1
        following = self.starts[piece + 1] if piece + 1 < len(self.starts) else self.length
        return piece, self.origins[piece], following - self.starts[piece]


@dataclass(frozen=True, slots=True, repr=False)
class Readable:
    """`text` is what recognisers read; `span` says where it stood."""

    text: str
    _layers: tuple[_Layer, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original behind `start`..`end` (start < end), invisible ones within included."""
        for layer in reversed(self._layers):
            start, end = layer.span(start, end)
        return start, end


def readable(text: str) -> Readable:
    """The readable form of a text, in time linear in its length; a text of usual characters stays as it is.

    Raises:
        ValueError: there are escapes within escapes, more than `MAX_ROUNDS` deep.
    """
    read = Readable(text)
    for _ in range(MAX_ROUNDS):
        unescaped = _rewritten(read, escapes(read.text))
        if unescaped is read:
            break
        read = unescaped
    else:
        if next(iter(escapes(read.text)), None) is not None:
            raise ValueError("escapes within escapes")
    if not read.text.isascii():
        read = _rewritten(read, _unusual(read.text))
        read = _rewritten(read, lookalikes(read.text))
    return _rewritten(read, gaps(read.text))


def _unusual(text: str) -> Iterator[Rewrite]:
    for match in chain.from_iterable(_UNUSUAL.finditer(text, *run.span()) for run in _NOT_ASCII.finditer(text)):
        kind = match.lastgroup or ""
        start, end = match.span()
        plain = _PLAIN.get(kind)
        if kind == "digit":
            plain = str(unicodedata.decimal(match.group()))
        elif kind == "squared":
            plain = chr(ord("A") + (ord(match.group()) - 0x1F150) % 32)
        elif kind == "combining":
            # Marks that make a letter of its own ("é") are that letter; others are struck through or piled up.
            base = text[start - 1 : start] if start and text[start - 1].isalpha() else ""
            plain = _letters(unicodedata.normalize("NFC", base + match.group()))
            start -= len(base)
        elif plain is None:
            plain = unicodedata.normalize("NFKC", match.group())
        yield Rewrite(start, end, plain)


def _letters(composed: str) -> str:
    return "".join(character for character in composed if not unicodedata.category(character).startswith("M"))


def _rewritten(read: Readable, rewrites: Iterable[Rewrite]) -> Readable:
    """The text with rewrites made, which are disjoint and in order; the same object where there are none."""
    text = read.text
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

    for start, end, plain in rewrites:
        add(text[done:start], done, start)
        add(plain, start, end)
        done = end
    if not done:
        return read
    add(text[done:], done, len(text))
    layer = _Layer(tuple(starts) or (0,), tuple(origins) or ((0, 0),), length)
    return Readable("".join(parts), (*read._layers, layer))
