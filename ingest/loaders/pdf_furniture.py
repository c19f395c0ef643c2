"""Running heads, running feet and page numbers: found by their repetition, and left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.loaders.pdf_lines import Segment

_EDGE_LINES = 3  # of a page's first and last lines the running head and foot are
_EDGE = 0.125  # of the page's height, above and below
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|von)\s*\d{1,4})?\s*[-–—|]?", re.I
)


def without_furniture(pages: Sequence[list[Segment]], heights: Sequence[float]) -> list[list[Segment]]:
    """Pages without running heads, running feet and page numbers.

    A head or foot stands among a page's first or last lines in its outer eighth, at the same height on at least three
    pages or on half of them (two of two), its numbers aside. A bare page number there goes in any case.
    """
    edges = [_edges(page, height) for page, height in zip(pages, heights, strict=True)]
    seen = Counter(mark for edge in edges for mark in {_mark(segment) for segment in edge})
    least = max(2, min(3, (len(pages) + 1) // 2))
    dropped = {
        id(segment)
        for edge in edges
        for segment in edge
        if _repeated(segment, seen, least) or _PAGE_NUMBER.fullmatch(segment.text)
    }
    kept = [[segment for segment in page if id(segment) not in dropped] for page in pages]
    # A page stamped on a picture says little, but a document of nothing else must not come out empty.
    return kept if any(kept) else [list(page) for page in pages]


def _edges(page: Sequence[Segment], height: float) -> list[Segment]:
    heights = sorted({round(segment.y) for segment in page})
    outer = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]}
    return [segment for segment in page if round(segment.y) in outer and not _EDGE < segment.y / height < 1 - _EDGE]


def _mark(segment: Segment) -> tuple[str, int]:
    return re.sub(r"\d+", "#", segment.text).casefold(), round(segment.y / 4)


def _repeated(segment: Segment, seen: Counter[tuple[str, int]], least: int) -> bool:
    text, height = _mark(segment)
    return max(seen[text, height + step] for step in (-1, 0, 1)) >= least
