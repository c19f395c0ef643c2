"""Tables of an HTML page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ingest.loaders.characters import squeeze
from ingest.loaders.html_content import is_dropped, text_of
from ingest.loaders.merged_cells import MOST_COLUMNS_SPANNED, Cell, Row


def parts(table: Any) -> list[list[Row]]:
    """The rows of each part (head, body, foot) of a table that holds data, see `is_data`."""
    return [[_row(row) for row in group] for _, group in groupby(_rows(table), key=_parent)]


def is_data(table: Any) -> bool:
    """Whether a table holds data: at least two rows of at least two cells, and no table inside."""
    rows = [len(row.findall("*")) for row in _rows(table)]
    return len(rows) > 1 and max(rows) > 1 and table.find(".//table") is None


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows, not those of tables inside it."""
    for part in table:
        if not isinstance(part.tag, str) or is_dropped(part):
            continue
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.iterfind("tr") if not is_dropped(row))


def _parent(row: Any) -> Any:
    return row.getparent()


def _row(row: Any) -> Row:
    cells = list(row.iter("td", "th"))
    return Row([_cell(cell) for cell in cells], _names_columns(row, cells))


def _cell(cell: Any) -> Cell:
    return Cell(squeeze(text_of(cell)), _span(cell, "rowspan", 10**9), _span(cell, "colspan", MOST_COLUMNS_SPANNED))


def _span(cell: Any, attribute: str, most: int) -> int:
    """How many rows or columns a cell spans; 0 is said of all rows that follow."""
    said = cell.get(attribute, "").strip()
    if not (said.isdecimal() and said.isascii() and len(said) < 10):
        return 1
    if said.strip("0") == "":
        return most if attribute == "rowspan" else 1
    return min(int(said), most)


def _names_columns(row: Any, cells: Sequence[Any]) -> bool:
    """Whether a row is one of headers by its marks; a corner without text may be an ordinary cell."""
    if len(cells) < 2:
        return False
    heads = any(cell.tag == "th" for cell in cells)
    return row.getparent().tag == "thead" or (
        heads and not any(cell.tag == "td" and squeeze(text_of(cell)) for cell in cells)
    )
