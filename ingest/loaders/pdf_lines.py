"""From pieces of text to segments and rows: what stands on one line, and where its gaps are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# In ems, the size of the letters: measured on LaTeX (word gaps from 0.22), Word, LibreOffice and reportlab.
WORD_GAP, CELL_GAP, BACKWARDS = 0.16, 1.0, 0.5
_SAME_LINE = 0.45  # ems between the baselines of one line at most
_NOTE = re.compile(r"[-–−\d, ]+")


@dataclass(frozen=True, slots=True, repr=False)
class _Placed:
    """Text on one baseline `y`, from `x0` to `x1`. Points (1/72 inch) from the page's lower left."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True, repr=False)
class Glyphs(_Placed):
    """A piece of text in one font; `turn` is 0, 90, 180 or 270 degrees."""

    turn: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Segment(_Placed):
    """Text on one line without a wide gap: a line of a column, or a table's cell."""


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """Segments on one baseline, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def y(self) -> float:
        """The baseline of the leftmost."""
        return self.segments[0].y

    @property
    def size(self) -> float:
        """The largest size of letters."""
        return max(segment.size for segment in self.segments)


def page_segments(pieces: Iterable[Glyphs]) -> list[list[Segment]]:
    """The page's segments from top to bottom; what runs in another direction is a list of its own after them."""
    turns: dict[int, list[Glyphs]] = {}
    for piece in pieces:
        turns.setdefault(piece.turn, []).append(piece)
    by_length = sorted(turns.values(), key=lambda found: -sum(len(piece.text) for piece in found))
    return [[segment for line in _baselines(found) for segment in _segments(line)] for found in by_length]


def _baselines(pieces: Sequence[Glyphs]) -> Iterator[list[Glyphs]]:
    line: list[Glyphs] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x0)):
        if line and line[0].y - piece.y > _SAME_LINE * max(line[0].size, piece.size):
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _segments(line: list[Glyphs]) -> Iterator[Segment]:
    line.sort(key=lambda piece: piece.x0)
    group: list[Glyphs] = []
    reached = 0.0
    for piece in line:
        if group and piece.x0 - reached > CELL_GAP * min(group[-1].size, piece.size):
            yield _segment(group)
            group = []
        if not any(_repeats(piece, other) for other in group[-3:]):
            reached = max(reached, piece.x1) if group else piece.x1
            group.append(piece)
    if group:
        yield _segment(group)


def _repeats(piece: Glyphs, other: Glyphs) -> bool:
    """Whether letters are painted twice, a little aside, to look bold."""
    near = abs(piece.x0 - other.x0) < 0.1 * piece.size and abs(piece.y - other.y) < 0.1 * piece.size
    return near and piece.text == other.text


def _segment(group: Sequence[Glyphs]) -> Segment:
    letters = Counter[float]()
    for piece in group:
        letters[round(piece.size, 1)] += len(piece.text)
    size = letters.most_common(1)[0][0]
    base = next(piece for piece in group if round(piece.size, 1) == size)
    bold = sum(len(piece.text) for piece in group if piece.bold)
    text, note, before = "", "", base
    for piece in reversed(group) if _right_to_left(group) else group:
        gap = max(piece.x0 - before.x1, before.x0 - piece.x1)
        if _is_raised(piece, base):
            note += piece.text.strip()
            before = piece
            continue
        if note:
            text, note = text + _raised(note, text), ""
        if text and gap > WORD_GAP * min(before.size, piece.size) and not text.endswith(" "):
            text += f" {piece.text}"
        else:
            text += piece.text
        before = piece
    text += _raised(note, text) if note else ""
    left, right = min(piece.x0 for piece in group), max(piece.x1 for piece in group)
    return Segment(" ".join(text.split()), left, right, base.y, size, bold > 0.8 * letters.total())


def _is_raised(piece: Glyphs, base: Glyphs) -> bool:
    small = piece.size <= 0.8 * base.size and piece.y > base.y + 0.15 * base.size
    return small and _NOTE.fullmatch(piece.text) is not None


def _raised(text: str, before: str) -> str:
    """A raised number in one line of text: "10^6", "m²", else the mark of a note: "shown [3]"."""
    unit = re.search(r"(?<![^\W\d_])(?:[mcdk]?m|ft|in)$", before)
    if unit and text in "23":
        return "²" if text == "2" else "³"
    if not text or before.endswith(("(", "[")):
        return text
    return f"^{text}" if before[-1:].isdigit() else f" [{text}]"


def _right_to_left(group: Sequence[Glyphs]) -> bool:
    kinds = Counter(unicodedata.bidirectional(letter) for piece in group for letter in piece.text)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def rows(segments: Iterable[Segment]) -> list[Row]:
    """A region's segments by baseline, from top to bottom."""
    found: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: -segment.y):
        if found and found[-1][0].y - segment.y <= _SAME_LINE * min(found[-1][0].size, segment.size):
            found[-1].append(segment)
        else:
            found.append([segment])
    return [Row(tuple(sorted(line, key=lambda segment: segment.x0))) for line in found]
