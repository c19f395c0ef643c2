"""Rows of cells as text: `| a | b |`, one row a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from ingest.loaders.characters import squeeze

_NUMBER = re.compile(r"[-+(]?[$€£]?\s?\d[\d.,\s%:/-]*[$€£%)]?")
_AMOUNT = re.compile(rf"{_NUMBER.pattern}(?:\s?[^\W\d_]{{1,6}}\.?)?")  # also "12 EUR", "30 mg"
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_COUNT = re.compile(r"\d{1,4}")
_SAID = re.compile(r"[a-z]\S*(?:\s+\S+){2}")
_LONG_SAID = re.compile(r"[a-z]\S*(?:\s+\S+){4}")
_NAME = re.compile(r"[^\W\d_a-z]\S*(?:\s+\S+)?")
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

    It doesn't where it looks like the rows below it ("T-100 | 5.00 EUR" above "T-101 | 6.50 EUR"), or where what stands
    beside a name is said of it ("Laptop | handed out by IT"). Cells that count are names ("Week 1 | Week 2"), and years
    are where most of what stands below them are numbers and no years, beside a word or an empty corner.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    first = [cell.strip() for cell in rows[0]]
    named = [cell for cell in first if cell]
    if 2 * len(named) < len(first) or len(set(named)) < len(named):
        return False
    below = [[row[column].strip() for row in rows[1:] if column < len(row)] for column in range(len(first))]
    if _is_said(first, below):
        return False
    years = [column for column, cell in enumerate(first) if YEAR.fullmatch(cell)]
    if not years:
        return not any(map(is_number, named)) and (_counts(named) or not _is_alike(first, below))
    if any(is_number(cell) and not YEAR.fullmatch(cell) for cell in named):
        return False
    values = [value for column in years for value in below[column] if value]
    amounts = sum(_AMOUNT.fullmatch(value) is not None and not YEAR.fullmatch(value) for value in values)
    return (len(years) < len(named) or not first[0]) and 2 * amounts > len(values)


def _is_said(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a cell is too much of a sentence for the name of a column.

    Three words that begin small are, beside a short cell that begins large and above another that begins small
    ("Laptop | handed out by IT"). Else it takes five: "ward | number of beds", "Name | date of birth".
    """
    named = any(map(_NAME.fullmatch, first))
    for cell, values in zip(first, below, strict=True):
        said = _SAID if named and any(value[:1].islower() for value in values) else _LONG_SAID
        if said.match(cell) or (cell.endswith(".") and cell.count(" ") > 1):
            return True
    return False


def _counts(cells: Sequence[str]) -> bool:
    """Whether cells count from one to the next: "Week 1", "Week 2"."""
    figures = [_FIGURE.findall(cell) for cell in cells]
    if len(set(map(_shape, cells))) != 1 or any(len(found) != 1 or not _COUNT.fullmatch(found[0]) for found in figures):
        return False
    return len(cells) > 1 and all(int(after) == int(before) + 1 for [before], [after] in pairwise(figures))


def _is_alike(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row has the shape of those below it where they hold figures, and nowhere another one."""
    alike = other = 0
    for cell, values in zip(first, below, strict=True):
        shapes = Counter(_shape(value) for value in values if value)
        if not shapes or not cell:
            continue
        usual, count = shapes.most_common(1)[0]
        if "0" in usual and 2 * count > shapes.total():
            alike += _shape(cell) == usual
            other += _shape(cell) != usual
    return alike > other


def _shape(cell: str) -> str:
    """A cell with each figure as 0: "5.00 EUR" and "12 EUR" are alike."""
    return _FIGURE.sub("0", cell.casefold())
