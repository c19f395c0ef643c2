"""From the visible pieces of a PDF's pages to its headings, paragraphs, lists and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import cast

from ingest.document import BlockKind
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.pdf_columns import columns
from ingest.loaders.pdf_furniture import without_furniture
from ingest.loaders.pdf_lines import Glyphs, Segment, page_segments, rows
from ingest.loaders.pdf_paragraphs import Paragraph, body_style, paragraphs, usual_leading, with_headings
from ingest.loaders.pdf_tables import Grid, text_and_tables
from ingest.loaders.tables import has_header, table_lines
from ingest.loaders.wrapping import ends_cut, join_lines, vocabulary

Items = list[Paragraph | Grid]
_LONG = 80  # a text longer than this that ends without a stop was cut, whatever follows begins with
_SINGLE = 1.2  # ems between baselines when a document is too short to tell
_NUMBER = re.compile(r"\W*\d{1,4}\W*")  # of a page, where it is not set at the page's edge
_STOPS = '.!?:;"”’)]'


def read_pages(pieces: Iterable[Iterable[Glyphs]], heights: Sequence[float]) -> list[list[list[Segment]]]:
    """Each page's lines without running heads and feet; what runs in another direction is a list after the upright."""
    pages = [page_segments(found) for found in pieces]
    upright = without_furniture([page[0] if page else [] for page in pages], heights)
    return [[body, *page[1:]] for body, page in zip(upright, pages, strict=True)]


def laid_out(pages: Sequence[Sequence[list[Segment]]], outline: Mapping[str, int]) -> list[tuple[int, Items]]:
    """Each page's number from 1 and items. A paragraph that a page or column cuts is whole where it begins."""
    lines = [segment for page in pages for segment in page[0]]
    words = vocabulary("\n".join(segment.text for segment in lines))
    leading = usual_leading(lines) or _SINGLE
    regions = [
        (number, list(_items(region, words, leading)))
        for number, page in enumerate(pages, 1)
        for region in [*columns(page[0]), *page[1:]]
    ]
    marked = with_headings([items for _, items in regions], body_style(lines), outline)
    _join_cut(marked, words)
    _carry_headers(marked)
    numbered = zip((number for number, _ in regions), marked, strict=True)
    return [
        (number, [item for _, items in group for item in items])
        for number, group in groupby(numbered, key=lambda region: region[0])
    ]


def add_items(builder: DocumentBuilder, items: Items, page: int) -> None:
    """Add a page's items as blocks; neighbouring list items are one list."""
    listed: list[str] = []
    for item in [*items, None]:
        if isinstance(item, Paragraph) and item.kind == "list":
            listed.append(item.text)
            continue
        builder.add("list", "\n".join(listed), page=page)
        listed = []
        if isinstance(item, Paragraph):
            builder.add(cast(BlockKind, item.kind), item.text, level=item.level, page=page)
        elif isinstance(item, Grid) and item.is_form:
            builder.add("paragraph", "\n".join(item.form_lines()), page=page)
        elif isinstance(item, Grid):
            builder.add_table(table_lines(item.rows), header_rows=int(has_header(item.rows)), page=page)


def _items(region: Sequence[Segment], words: frozenset[str], leading: float) -> Iterator[Paragraph | Grid]:
    lines: list[Segment] = []
    for part in text_and_tables(rows(region), words):
        if isinstance(part, Grid):
            yield from paragraphs(lines, words, leading)
            lines = []
            yield part
        else:
            lines.append(part)
    yield from paragraphs(lines, words, leading)


def _join_cut(regions: Sequence[Items], words: frozenset[str]) -> None:
    """Move the first paragraph of a page or column to the last of the one before, where it goes on.

    A page number that stands between them is passed over.
    """
    last: Items = []
    at = 0
    for region in regions:
        first = region[0] if region else None
        before = last[at] if last else None
        if isinstance(first, Paragraph) and isinstance(before, Paragraph) and _goes_on(before, first):
            last[at] = replace(before, text=join_lines(before.text, first.text, words))
            del region[0]
        place = next((place for place in reversed(range(len(region))) if not _is_number(region[place])), None)
        if place is not None:
            last, at = region, place


def _carry_headers(regions: Sequence[Items]) -> None:
    """Put the header of a table that a page or column cuts above its rest, unless that begins with a header itself."""
    last: Grid | None = None
    for region in regions:
        first = region[0] if region else None
        if last is not None and isinstance(first, Grid) and not first.is_form and last.goes_on(first):
            header = last.rows[0]
            if has_header(last.rows) and not last.is_form and first.rows[0] != header and not _has_its_own(first, last):
                region[0] = replace(first, rows=(header, *first.rows))
        items = [item for item in region if not _is_number(item)]
        if items:
            last = items[-1] if isinstance(items[-1], Grid) else None


def _has_its_own(first: Grid, last: Grid) -> bool:
    """Whether a table begins with a header, and with none of the cells that stand in the columns of the one before."""
    body = [*last.rows[1:], *first.rows[1:]]
    columns_below = zip(*body, strict=False)
    seen = any(cell and cell in below for cell, below in zip(first.rows[0], columns_below, strict=False))
    return has_header(first.rows) and not seen


def _is_number(item: Paragraph | Grid) -> bool:
    return isinstance(item, Paragraph) and _NUMBER.fullmatch(item.text) is not None


def _goes_on(before: Paragraph, first: Paragraph) -> bool:
    if first.kind != "paragraph" or before.kind not in ("paragraph", "list") or first.size != before.size:
        return False
    if ends_cut(before.text, first.text):
        return True
    if before.text[-1].isdigit() and first.text[0].isdigit():  # a telephone number, most likely
        return True
    return before.text[-1] not in _STOPS and (first.text[0].islower() or len(before.text) > _LONG)
