"""The reading order of a page that is set in columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from ingest.loaders.pdf_lines import Segment

_FULL_LINES, _FULL_CHARACTERS = 5, 25


def columns(segments: list[Segment]) -> list[list[Segment]]:
    """Segments in reading order: across a column first where the page has columns of running text.

    A gutter is a white strip that few segments cross, with at least five full lines of text on either side, or the last
    few lines of a text at the top of the right one; tables have short cells instead. Segments that cross it (a title, a
    wide figure) divide the page into bands.
    """
    gutter = _gutter(segments)
    if gutter is None:
        return [segments]
    regions: list[list[Segment]] = []
    ordered = sorted(segments, key=lambda segment: -segment.y)
    for crosses, band in groupby(ordered, key=lambda segment: segment.x0 < gutter < segment.x1):
        members = list(band)
        if crosses:
            regions.append(members)
        else:
            left = [segment for segment in members if segment.x1 <= gutter]
            right = [segment for segment in members if segment.x0 >= gutter]
            regions += columns(left) if left else []
            regions += columns(right) if right else []
    return regions


def _gutter(segments: Sequence[Segment]) -> float | None:
    if len(segments) < 12:
        return None
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = right - left
    # Gutters begin where lines end: only those places are tried.
    ends = sorted({round(s.x1) + 1 for s in segments if 0.2 * width < s.x1 - left < 0.8 * width})
    best: tuple[int, float] | None = None
    for x in ends:
        crossing = sum(s.x0 < x < s.x1 for s in segments)
        if crossing <= 0.2 * len(segments) and (best is None or crossing <= best[0]):
            before = [s for s in segments if s.x1 <= x]
            after = [s for s in segments if s.x0 >= x]
            if _runs_on(before) and (_runs_on(after) or _is_end(after, before)):
                best = (crossing, float(x))
    return None if best is None else best[1]


def _runs_on(side: Sequence[Segment]) -> bool:
    """Whether most of the letters stand in lines of a text: long ones, about as wide as the column, and many.

    Letters are counted and not segments: a table within a column has many cells, but short ones.
    """
    if not side:
        return False
    width = max(s.x1 for s in side) - min(s.x0 for s in side)
    full = [len(s.text) for s in side if len(s.text) >= _FULL_CHARACTERS and s.x1 - s.x0 >= 0.6 * width]
    return len(full) >= _FULL_LINES and 2 * sum(full) >= sum(len(s.text) for s in side)


def _is_end(side: Sequence[Segment], before: Sequence[Segment]) -> bool:
    """Whether a side is a column's few lines of text at its top: all but the last are full, and one follows another."""
    lines = sorted(side, key=lambda segment: -segment.y)
    if len(lines) < 2 or max(s.y for s in before) - lines[0].y > 3 * lines[0].size:
        return False
    width = 0.8 * (max(s.x1 for s in before) - min(s.x0 for s in before))
    aligned = all(abs(s.x0 - lines[0].x0) < 1 for s in lines)
    full = all(len(s.text) >= _FULL_CHARACTERS and s.x1 - s.x0 >= width for s in lines[:-1])
    close = all(a.y - b.y < 2 * b.size for a, b in pairwise(lines))
    return aligned and full and close
