"""Tables of a Word document: their rows, with cells that are merged over columns (gridSpan) and rows (vMerge)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.loaders.docx_text import Reader
from ingest.loaders.docx_xml import W, in_fallback, is_on, value_of
from ingest.loaders.merged_cells import MOST_COLUMNS_SPANNED, Cell, Row


@dataclass(frozen=True, slots=True, repr=False)
class _Cell:
    text: str
    across: int
    merged: bool  # with cells above or below
    goes_on: bool  # with the one above; has no text of its own


def rows(table: Any, reader: Reader) -> list[Row]:
    """A table's rows as they read with all changes accepted; a table inside a cell becomes its text."""
    elements = [row for row in table.iter(f"{W}tr") if _is_kept(row, table, reader)]
    placed = [dict(_placed(row, reader)) for row in elements]
    above = set[tuple[int, int]]()  # the places whose cell goes on with the one above
    found: list[Row] = []
    for number, (element, cells) in enumerate(zip(elements, placed, strict=True)):
        own: list[Cell] = []
        for at, cell in cells.items():
            if (number, at) in above:
                continue
            down = _down(placed[number:], at) if cell.merged else 1
            above |= {(number + step, at) for step in range(1, down)}
            own.append(Cell(cell.text, down, cell.across))
        found.append(Row(own, names=is_on(element, "trPr/tblHeader") or False))
    return found


def _is_kept(row: Any, table: Any, reader: Reader) -> bool:
    if next(row.iterancestors(f"{W}tbl")) is not table:
        return False
    if row.find(f"{W}trPr/{W}del") is not None:
        reader.deleted = True
        return False
    return True


def _placed(row: Any, reader: Reader) -> Iterator[tuple[int, _Cell]]:
    """A row's cells by the column of the grid where they begin."""
    at = _count(value_of(row, "trPr/gridBefore"), least=0)
    if at:
        yield 0, _Cell("", at, merged=False, goes_on=False)
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is not row:
            continue
        paragraphs = (paragraph for paragraph in cell.iter(f"{W}p") if not in_fallback(paragraph))
        text = " ".join(filter(None, map(reader.text, paragraphs)))
        across = _count(value_of(cell, "tcPr/gridSpan"), least=1)
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        goes_on = merge is not None and merge.get(f"{W}val") != "restart" and not text.strip()
        yield at, _Cell(text, across, merge is not None, goes_on)
        at += across


def _count(said: str, *, least: int) -> int:
    return int(said) if said.isdecimal() and least <= int(said) <= MOST_COLUMNS_SPANNED else least


def _down(below: Sequence[dict[int, _Cell]], at: int) -> int:
    """How many rows the cell at a column of the first row spans."""
    down = 1
    while down < len(below) and at in below[down] and below[down][at].goes_on:
        down += 1
    return down
