"""Rows of cells as text: `| a | b |`, one row a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.loaders.characters import squeeze

_NUMBER = re.compile(r"[-+(]?[$€£]?\s?\d[\d.,\s%:/-]*[$€£%)]?")
_BROKEN_BAR = "¦"  # a cell's own pipe: looks the same, separates nothing


def row_line(cells: Iterable[str]) -> str:
    """One row as a line; white space in a cell is squeezed, its pipes become broken bars."""
    return "| " + " | ".join(squeeze(cell).replace("|", _BROKEN_BAR) for cell in cells) + " |"


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, each filled up to the widest; rows and columns without any content are dropped."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in filled), default=0)
    square = [[*row, *[""] * (width - len(row))] for row in filled]
    kept = [column for column in range(width) if any(row[column].strip() for row in square)]
    return [row_line([row[column] for column in kept]) for row in square]


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and its unit or currency sign alone."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: at least half of them, without repeats and without numbers."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    named = [cell.strip() for cell in rows[0] if cell.strip()]
    if 2 * len(named) < len(rows[0]) or len(set(named)) < len(named):
        return False
    return not any(is_number(cell) for cell in named)
