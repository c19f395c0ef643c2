"""CSV and TSV: one table of pipe rows, whatever separates and quotes its cells."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from statistics import median

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import decode
from ingest.loaders.tables import has_header, table_lines
from policies.errors import LoadError

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 50
_CELL_CHARACTERS = 1_000_000


def load(path: Path, name: str) -> Document:
    """Read a table. Its first row is the header if it holds words where the rows below hold numbers.

    Raises:
        LoadError: it is binary, damaged or empty.
    """
    text = decode(path.read_bytes(), name)
    delimiter = _delimiter(text, path.suffix.lower())
    previous = csv.field_size_limit(_CELL_CHARACTERS)
    try:
        rows = [row for row in _rows(text, delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise LoadError(
            f"{name} is no readable table: {error}.",
            remedy="Check its quotes, or open it in a spreadsheet and save it again as CSV.",
        ) from None
    finally:
        csv.field_size_limit(previous)
    # A line or two of title above the table ("Fees 2024") are paragraphs, not cells.
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
    builder = DocumentBuilder()
    while width > 1 and rows and sum(bool(cell.strip()) for cell in rows[0]) == 1:
        builder.add("paragraph", next(filter(str.strip, rows.pop(0))))
    builder.add_table(table_lines(rows), header_rows=int(has_header(rows)))
    return builder.document(name, "text/csv")


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _delimiter(text: str, suffix: str) -> str:
    """The separator that cuts the first rows into the most equal and most numerous cells.

    `csv.Sniffer` guesses letters on free text; here only the four separators in use are weighed, with quotes obeyed.
    """
    if suffix == ".tsv":
        return "\t"
    sample = text[:200_000]

    def merit(delimiter: str) -> tuple[float, int]:
        widths: list[int] = []
        try:
            for row in _rows(sample, delimiter):
                if row:
                    widths.append(len(row))
                if len(widths) == _SAMPLE_ROWS:
                    break
        except csv.Error:
            return (0.0, 0)
        usual = int(median(widths)) if widths else 0
        if usual < 2:
            return (0.0, 0)
        return (sum(width == usual for width in widths) / len(widths), usual)

    return max(_DELIMITERS, key=merit)
