"""Rows of segments that line up in columns: tables and forms, told from running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice, pairwise
from statistics import median

from ingest.loaders.pdf_lines import Row, Segment
from ingest.loaders.wrapping import join_lines

_MARKER = re.compile(
    r"[•‣▪●○■◦·\uf0b7\uf0a7\uf0d8–—−o*-]|[([]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]|\d{1,2}(?:\.\d{1,2})+\.?"
)
_BULLETS = "•‣▪●○■◦·\uf0b7\uf0a7\uf0d8–—−o*"
_CELL_CHARACTERS = 60  # first cells longer than this are lines of text that happen to have gaps
_NUMBER_GAP = 4.0  # ems between the number of an item and its text at most
_WRAPPED, _APART = 1.4, 3.5  # ems from baseline to baseline: within a cell at most, within a table at most


@dataclass(frozen=True, slots=True, repr=False)
class Grid:
    """A table: its cells by row, each row as wide as the table. `spans` are the extents of its columns on the page."""

    rows: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[float, float], ...] = ()

    def goes_on(self, other: Grid) -> bool:
        """Whether another one is in the same columns: the rest of this table, on the next page."""
        pairs = list(zip(self.spans, other.spans, strict=False))
        same = len(self.spans) == len(other.spans) > 0
        return same and all(min(a[1], b[1]) - max(a[0], b[0]) > 0 for a, b in pairs)

    @property
    def is_form(self) -> bool:
        """Whether it is labels and values ("Name:", "Ada") and not rows under a header."""
        labelled = sum(any(cell.endswith(":") for cell in row) for row in self.rows)
        return labelled >= 0.6 * len(self.rows)

    def form_lines(self) -> list[str]:
        """A form's fields, one a line: "Name: Ada"."""
        lines: list[str] = []
        for row in self.rows:
            fresh = True
            for cell in filter(None, row):
                if fresh or cell.endswith(":"):
                    lines.append(cell)
                else:
                    lines[-1] += f" {cell}"
                fresh = False
        return lines


def text_and_tables(rows: Sequence[Row], words: Set[str] = frozenset()) -> Iterator[Segment | Grid]:
    """A region from top to bottom: lines of text, and tables where rows line up. `words` is the vocabulary."""
    merged = _with_numbers([_without_marker_gap(row) for row in rows])
    at = 0
    while at < len(merged):
        grid, used = _grid(merged, at, words)
        if grid is not None:
            yield grid
        else:
            yield _line(merged[at])
        at += used


def _without_marker_gap(row: Row) -> Row:
    """A bullet or number and the text beside it are one segment, not two cells."""
    first = row.segments[0]
    text = first.text
    if len(row.segments) == 2 and _MARKER.fullmatch(text):
        mark = "-" if text in _BULLETS else text
        return Row((_joined(f"{mark} {row.segments[1].text}", row),))
    if text[0] in "•‣▪●○■−\uf0b7\uf0a7\uf0d8" and len(text) > 1 and not text[1].isdigit():
        return Row((_joined(f"- {text[1:].strip()}", Row((first,))), *row.segments[1:]))
    return row


def _with_numbers(rows: Sequence[Row]) -> list[Row]:
    """Bare numbers that count 1, 2, 3, ... beside a text each are those of a list, if no header of a table is above."""
    found = list(rows)
    for at in range(len(rows)):
        if _number(rows, at) != 1 or (at and len(rows[at - 1].segments) > 1 and _aligned(rows[at - 1], rows[at])):
            continue
        items = [at]
        for place in range(at + 1, len(rows)):
            row = rows[place]
            if row.segments[0].x0 >= rows[at].segments[1].x0 - 1:
                continue  # the rest of an item
            if _number(rows, place) != len(items) + 1:
                break
            items.append(place)
        if len(items) > 1:
            for count, place in enumerate(items, 1):
                found[place] = Row((_joined(f"{count}. {rows[place].segments[1].text}", rows[place]),))
    return found


def _number(rows: Sequence[Row], at: int) -> int | None:
    """The bare number that a row of two segments begins with, close to a text of some words."""
    first, *rest = rows[at].segments
    if len(rest) != 1 or not first.text.isdecimal() or len(first.text) > 2:
        return None
    near = rest[0].x0 - first.x1 < _NUMBER_GAP * first.size
    return int(first.text) if near and len(rest[0].text.split()) > 1 else None


def _aligned(above: Row, row: Row) -> bool:
    return abs(above.segments[1].x0 - row.segments[1].x0) < 1


def _joined(text: str, row: Row) -> Segment:
    first, last = row.segments[0], row.segments[-1]
    return Segment(text, first.x0, last.x1, last.y, last.size, last.bold)


def _line(row: Row) -> Segment:
    if len(row.segments) == 1:
        return row.segments[0]
    widest = max(row.segments, key=lambda segment: len(segment.text))
    text = " ".join(segment.text for segment in row.segments)
    bold = all(segment.bold for segment in row.segments)
    return Segment(text, row.segments[0].x0, row.segments[-1].x1, widest.y, widest.size, bold)


def _grid(rows: Sequence[Row], at: int, words: Set[str]) -> tuple[Grid | None, int]:
    """The table that begins with a row, and how many rows it takes; (None, 1) if none begins there."""
    if len(rows[at].segments) < 2:
        return None, 1
    taken: list[Row] = []
    spans: list[tuple[float, float]] = []
    for row in islice(rows, at, None):
        if taken and taken[-1].y - row.y > _APART * row.size:
            break
        grown = _with_row(spans, row)
        if grown is None or (len(row.segments) == 1 and not _continues(taken, spans, row)):
            break
        spans = grown
        taken.append(row)
    full = [row for row in taken if len(row.segments) > 1]
    if len(full) < 2 or len(spans) < 2 or len(full) * 3 < len(taken):
        return None, 1
    if median(len(row.segments[0].text) for row in full) > _CELL_CHARACTERS:
        return None, 1
    return Grid(tuple(_cells(taken, spans, words)), tuple(spans)), len(taken)


def _with_row(spans: list[tuple[float, float]], row: Row) -> list[tuple[float, float]] | None:
    """The columns' extents after one more row; None if a segment of it lies across two columns, or two in one."""
    grown, used = list(spans), set[int]()
    for segment in row.segments:
        hits = [i for i, span in enumerate(grown) if _overlap(segment, span)]
        if len(hits) > 1 or used.intersection(hits):
            return None
        if hits:
            used.add(hits[0])
            x0, x1 = grown[hits[0]]
            grown[hits[0]] = (min(x0, segment.x0), max(x1, segment.x1))
        else:
            grown.append((segment.x0, segment.x1))
            used.add(len(grown) - 1)
    ordered = sorted(grown)
    if any(a[1] > b[0] + 1 for a, b in pairwise(ordered)):
        return None
    return ordered if len(row.segments) > 1 or len(grown) == len(spans) else None


def _overlap(segment: Segment, span: tuple[float, float]) -> bool:
    return min(segment.x1, span[1]) - max(segment.x0, span[0]) > 1


def _continues(taken: Sequence[Row], spans: Sequence[tuple[float, float]], row: Row) -> bool:
    """Whether a row of one segment goes on in a cell above: close under it, and no heading."""
    segment, above = row.segments[0], taken[-1]
    if len(spans) < 2 or above.y - row.y > _WRAPPED * row.size:
        return False
    return segment.size <= above.size * 1.1 and not (segment.bold and not any(s.bold for s in above.segments))


def _cells(taken: Sequence[Row], spans: Sequence[tuple[float, float]], words: Set[str]) -> list[tuple[str, ...]]:
    gaps = [above.y - row.y for above, row in pairwise(taken)]
    roomy = bool(gaps) and median(gaps) > _WRAPPED * taken[0].size
    table: list[list[str]] = []
    for index, row in enumerate(taken):
        cells = [""] * len(spans)
        for segment in row.segments:
            column = next(i for i, span in enumerate(spans) if _overlap(segment, span) or span[0] == segment.x0)
            cells[column] = segment.text
        close = index > 0 and gaps[index - 1] <= _WRAPPED * row.size
        if table and close and (not cells[0] or len(row.segments) == 1 or roomy):
            table[-1] = [join_lines(a, b, words) if a and b else a or b for a, b in zip(table[-1], cells, strict=True)]
        else:
            table.append(cells)
    return [tuple(row) for row in table]
