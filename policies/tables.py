"""Tables in a text: rows of cells between pipes, as loaders and Markdown write them, and rows of CSV files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

Cell = tuple[int, int]
"""Characters of the text, end exclusive, without the white space and the quotes around them."""


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are in order; the first one may name the columns. Rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]

    def column(self, index: int) -> list[Cell]:
        """The cells of a column below the first row, empty ones left out."""
        return [row[index] for row in self.rows[1:] if index < len(row) and row[index][0] < row[index][1]]


_PIPED = re.compile(r"(?:^|(?<=\n))[ \t]{0,8}\|[^\n]*\|[ \t]*(?=\n|$)")
_RULE = re.compile(r"[\s|:=+-]+")
_LINE = re.compile(r"[^\n]+")
_DELIMITERS = ("\t", ";", "|", ",")
_CELL = {
    delimiter: re.compile(rf'[ \t]*(?:"(?P<quoted>(?:[^"\n]|"")*)"|(?P<plain>[^{re.escape(delimiter)}\n]*))[ \r]*')
    for delimiter in _DELIMITERS
}
_LONGEST_NAME = 40
"""Characters of a column's name in delimited text: what is longer is a sentence."""


def tables_in(text: str) -> Iterator[Table]:
    """The tables of a text with two rows or more. Linear in the text."""
    yield from _piped(text)
    yield from _delimited(text)


def _piped(text: str) -> Iterator[Table]:
    if "|" not in text:
        return
    rows: list[tuple[int, int]] = []
    for match in _PIPED.finditer(text):
        if rows and text[rows[-1][1] : match.start()].strip(" \t") not in ("\n", ""):
            yield from _table(text, rows)
            rows = []
        rows.append(match.span())
    yield from _table(text, rows)


def _table(text: str, rows: list[tuple[int, int]]) -> Iterator[Table]:
    cells = [_between_pipes(text, *row) for row in rows if not _RULE.fullmatch(text, *row)]
    if len(cells) > 1:
        yield Table(tuple(cells))


def _between_pipes(text: str, start: int, end: int) -> tuple[Cell, ...]:
    pipes = [index for index in range(start, end) if text[index] == "|"]
    return tuple(_trimmed(text, left + 1, right) for left, right in pairwise(pipes))


def _delimited(text: str) -> Iterator[Table]:
    """Runs of lines that one delimiter cuts into equally many cells, the first of which could be names of columns."""
    lines = [match.span() for match in _LINE.finditer(text)]
    for delimiter in _DELIMITERS:
        if delimiter not in text:
            continue
        # Whether two lines are cut alike is counted first: most lines are sentences, and splitting costs more.
        counts = [text.count(delimiter, *line) for line in lines]
        index = 0
        while index + 1 < len(lines):
            rows = []
            if counts[index] and (counts[index] == counts[index + 1] or '"' in text[slice(*lines[index + 1])]):
                rows = _run(text, lines, index, delimiter)
            if len(rows) > 1:
                yield Table(tuple(row for row in rows if not _is_rule(text, row)))
            index += max(1, len(rows))


def _run(text: str, lines: list[tuple[int, int]], index: int, delimiter: str) -> list[tuple[Cell, ...]]:
    """The rows from a line on, as far as they have as many cells; none where the first can't be names of columns."""
    start, end = lines[index]
    if text.startswith("|", start) or end - start > (text.count(delimiter, start, end) + 1) * _LONGEST_NAME:
        return []
    rows: list[tuple[Cell, ...]] = []
    for line in lines[index:]:
        row = _split(text, *line, delimiter)
        if row is None or (rows and len(row) != len(rows[0])):
            break
        if not rows and not all(_could_be_a_name(text, cell) for cell in row):
            break
        rows.append(row)
    return rows


def _could_be_a_name(text: str, cell: Cell) -> bool:
    start, end = cell
    return end - start <= _LONGEST_NAME and text[start:end].count(" ") < 5 and text[end - 1 : end] not in ".!?"


def _split(text: str, start: int, end: int, delimiter: str) -> tuple[Cell, ...] | None:
    """The cells of a line, two or more; None where there is one, or a quote opens and does not close."""
    line = text[start:end]
    cells: list[Cell] = []
    if '"' not in line:
        for part in line.split(delimiter):
            cells.append(_trimmed(text, start, start + len(part)))
            start += len(part) + 1
        return tuple(cells) if len(cells) > 1 else None
    while start <= end:
        match = _CELL[delimiter].match(text, start, end)
        if match is None or (match.end() < end and text[match.end()] != delimiter):
            return None
        cells.append(_trimmed(text, *match.span("plain" if match["quoted"] is None else "quoted")))
        start = match.end() + 1
    return tuple(cells) if len(cells) > 1 else None


def _is_rule(text: str, row: tuple[Cell, ...]) -> bool:
    return all(_RULE.fullmatch(text, *cell) for cell in row)


def _trimmed(text: str, start: int, end: int) -> Cell:
    cell = text[start:end]
    indent = len(cell) - len(cell.lstrip())
    return start + indent, start + indent + len(cell.strip())
