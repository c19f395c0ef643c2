"""Rows of cells as text: `| a | b |`, one row a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from ingest.loaders.characters import squeeze

_NUMBER = re.compile(r"[-+(]?[$€£]?\s?\d[\d.,\s%:/-]*[$€£%)]?")
YEAR: Final = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?")
"""A year, or a year and the one that it ends in: "2024", "2023/24"."""
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
    """Whether the first row names the columns: at least half of them, without repeats and without numbers.

    Years are names where most of what stands below them are numbers and no years, beside a word or an empty corner.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    named = [cell.strip() for cell in rows[0] if cell.strip()]
    if 2 * len(named) < len(rows[0]) or len(set(named)) < len(named):
        return False
    years = [column for column, cell in enumerate(rows[0]) if YEAR.fullmatch(cell.strip())]
    if not years:
        return not any(map(is_number, named))
    if any(is_number(cell) and not YEAR.fullmatch(cell) for cell in named):
        return False
    values = [row[column].strip() for row in rows[1:] for column in years if column < len(row) and row[column].strip()]
    amounts = sum(is_number(value) and not YEAR.fullmatch(value) for value in values)
    return (len(years) < len(named) or not rows[0][0].strip()) and 2 * amounts > len(values)
