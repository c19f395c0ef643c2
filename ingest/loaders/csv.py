"""CSV and TSV: one table of pipe rows, whatever separates and quotes its cells."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import decode
from ingest.loaders.tables import has_header, table_lines
from policies.errors import LoadError

_DELIMITERS = ("\t", ";", "|", ",")
_EVEN = 0.95
_SAMPLE_CHARACTERS = 200_000
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
    """The separator that cuts the first rows into equally many cells.

    `csv.Sniffer` guesses letters on free text; here only the four separators in use are weighed, with quotes obeyed.
    The comma comes last: it also stands inside numbers and sentences, the others hardly ever do.
    """
    if suffix == ".tsv":
        return "\t"
    merits = {delimiter: _evenness(text[:_SAMPLE_CHARACTERS], delimiter) for delimiter in _DELIMITERS}
    even = next((delimiter for delimiter in _DELIMITERS if merits[delimiter] >= _EVEN), None)
    return even or max(_DELIMITERS, key=lambda delimiter: merits[delimiter])


def _evenness(sample: str, delimiter: str) -> float:
    """The share of rows as wide as most rows and without a quote left over; 0 if that is one cell."""
    rows: list[list[str]] = []
    try:
        rows = [row for row in islice(_rows(sample, delimiter), _SAMPLE_ROWS) if row]
    except csv.Error:
        return 0.0
    usual = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 1
    clean = sum(len(row) == usual and not any(cell.count('"') % 2 for cell in row) for row in rows)
    return clean / len(rows) if usual > 1 else 0.0
