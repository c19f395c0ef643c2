"""PDF, by pypdf."""

from __future__ import annotations

from pathlib import Path

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import clean
from ingest.loaders.wrapping import unwrap, vocabulary


def load(path: Path, name: str) -> Document:
    """Read a PDF."""
    import pypdf

    reader = pypdf.PdfReader(path)
    builder = DocumentBuilder()
    for number, page in enumerate(reader.pages, 1):
        text = clean(page.extract_text())
        for part in text.split("\n\n"):
            builder.add("paragraph", "\n".join(unwrap(part.split("\n"), vocabulary(text))), page=number)
    return builder.document(name, "application/pdf", pages=len(reader.pages))
