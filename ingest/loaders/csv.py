"""CSV and TSV: one table of pipe rows."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import decode
from ingest.loaders.tables import table_lines
from policies.errors import LoadError


def load(path: Path, name: str) -> Document:
    """Read a table."""
    text = decode(path.read_bytes(), name)
    try:
        rows = list(csv.reader(text.splitlines(), delimiter="\t" if path.suffix == ".tsv" else ","))
    except csv.Error as error:
        raise LoadError(f"{name}: {error}", remedy="x") from None
    builder = DocumentBuilder()
    builder.add_table(table_lines(rows), header_rows=1)
    return builder.document(name, "text/csv")
