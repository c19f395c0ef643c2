"""Running heads, running feet and page numbers: found by their repetition, and left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.loaders.pdf_lines import Segment

_EDGE_LINES = 3  # of a page's first and last lines the running head and foot are
_EDGE = 0.125  # of the page's height, above and below
_LINE = 2.0  # points between baselines that are one line
_ROWS_APART = 3.5  # ems between the rows of a table at most
_CELL_CHARACTERS = 30
_NUMBER = re.compile(r"\d{1,4}")
_PAGE_NUMBER = re.compile(
    r"(?P<said>page|seite|p\.)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|von)\s*\d{1,4})?\s*[-–—|]?", re.I
)


def without_furniture(pages: Sequence[list[Segment]], heights: Sequence[float]) -> list[list[Segment]]:
    """Pages without running heads, running feet and page numbers.

    A head or foot stands among a page's first or last lines in its outer eighth, at the same height on at least three
    pages or on half of them (two of two); a number in it may count the pages. "Page 3" there goes in any case, a bare
    number where nothing that stays is beside it. Rows of a table that reaches there stay.
    """
    edges = [_edges(page, height) for page, height in zip(pages, heights, strict=True)]
    seen = Counter(
        mark for number, edge in enumerate(edges) for mark in {m for segment in edge for m in _marks(segment, number)}
    )
    least = max(2, min(3, (len(pages) + 1) // 2))
    kept = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        repeated = {id(segment) for segment in edge if _repeated(segment, number, seen, least)}
        dropped = set(repeated)
        for segment in edge:
            found = _PAGE_NUMBER.fullmatch(segment.text)
            if found and (found["said"] or all(id(other) in repeated for other in _beside(segment, page))):
                dropped.add(id(segment))
        dropped -= {id(segment) for segment in edge if id(segment) in dropped and _is_cell(segment, page)}
        kept.append([segment for segment in page if id(segment) not in dropped])
    # A page stamped on a picture says little, but a document of nothing else must not come out empty.
    return kept if any(kept) else [list(page) for page in pages]


def _edges(page: Sequence[Segment], height: float) -> list[Segment]:
    heights = sorted({round(segment.y) for segment in page})
    outer = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]}
    return [segment for segment in page if round(segment.y) in outer and not _EDGE < segment.y / height < 1 - _EDGE]


def _marks(segment: Segment, page: int) -> Iterator[tuple[str, int]]:
    """What a line at this height says, and for each number in it what it says where that counts the pages."""
    text, height = segment.text.casefold(), round(segment.y / 4)
    yield text, height
    for number in _NUMBER.finditer(text):
        counted = int(number.group()) - page
        yield f"{text[: number.start()]}#{counted}{text[number.end() :]}", height


def _repeated(segment: Segment, page: int, seen: Counter[tuple[str, int]], least: int) -> bool:
    return any(max(seen[text, height + step] for step in (-1, 0, 1)) >= least for text, height in _marks(segment, page))


def _beside(segment: Segment, page: Sequence[Segment]) -> list[Segment]:
    return [other for other in page if other is not segment and abs(other.y - segment.y) < _LINE]


def _is_cell(segment: Segment, page: Sequence[Segment]) -> bool:
    """Whether a line is a row of a table: each part of it stands in a column with a cell of the next row."""
    line = [segment, *_beside(segment, page)]
    near = [other for other in page if _LINE <= abs(other.y - segment.y) < _ROWS_APART * segment.size]
    if len(line) < 2 or not near:
        return False
    next_y = min(near, key=lambda other: abs(other.y - segment.y)).y
    row = [other for other in near if abs(other.y - next_y) < _LINE]
    if sum(len(other.text) > _CELL_CHARACTERS for other in row) > 1:
        return False  # columns of running text
    columns = [[n for n, other in enumerate(row) if _in_one_column(each, other)] for each in line]
    return all(columns) and len({n for found in columns for n in found}) >= len(line)


def _in_one_column(one: Segment, other: Segment) -> bool:
    middle = one.x0 + one.x1 - other.x0 - other.x1
    return abs(one.x0 - other.x0) < 1 or abs(one.x1 - other.x1) < 1 or abs(middle) < 2
