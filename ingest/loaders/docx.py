"""DOCX, by python-docx: paragraphs and tables in the order of the body."""

from __future__ import annotations

from pathlib import Path

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import clean
from ingest.loaders.tables import table_lines


def load(path: Path, name: str) -> Document:
    """Read a Word document."""
    import docx

    builder = DocumentBuilder()
    for part in docx.Document(str(path)).iter_inner_content():
        if hasattr(part, "rows"):
            builder.add_table(table_lines([[c.text for c in r.cells] for r in part.rows]), header_rows=1)
        elif part.style.name.startswith("Heading"):
            builder.add("heading", clean(part.text), level=int(part.style.name[-1]))
        else:
            builder.add("paragraph", clean(part.text))
    return builder.document(name, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
