"""Documents in memory for tests, redacted by a redactor that finds nothing."""

from __future__ import annotations

from collections.abc import Callable

from ingest.document import RedactedDocument
from ingest.loaders.builder import DocumentBuilder
from ingest.redacting import redact_document
from tests.ingest.fakes import HidingRedactor


def redacted(*fill: Callable[[DocumentBuilder], None], title: str = "Handbook") -> RedactedDocument:
    """A document filled by functions, in order."""
    builder = DocumentBuilder()
    for add in fill:
        add(builder)
    return redact_document(builder.document("handbook.txt", "text/plain", title=title), HidingRedactor())


def heading(text: str, level: int = 1) -> Callable[[DocumentBuilder], None]:
    return lambda builder: builder.add("heading", text, level=level)


def paragraph(text: str, page: int | None = None) -> Callable[[DocumentBuilder], None]:
    return lambda builder: builder.add("paragraph", text, page=page)


def table(*rows: str) -> Callable[[DocumentBuilder], None]:
    return lambda builder: builder.add_table(list(rows), header_rows=1)
