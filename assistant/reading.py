"""A file read for the moment: as the pipeline reads it, redacted and cut into chunks, and stored nowhere."""

from __future__ import annotations

from datetime import UTC, datetime

from ingest.chunking import chunk
from ingest.document import Notice
from ingest.embedder import Embedder
from ingest.identity import Identities
from ingest.pipeline import load_source
from ingest.redacting import redact_document
from ingest.sources import Source
from ingest.stored import StoredChunk, StoredDocument
from policies.redactor import Redactor


def read(
    source: Source, redactor: Redactor, embedder: Embedder, identities: Identities
) -> tuple[StoredDocument, list[StoredChunk], tuple[Notice, ...]]:
    """Read a file into what a stored document and its chunks would be, with what to know of it.

    Raises:
        LoadError: it can't be read.
        RedactionError: redaction failed; nothing passes on.
    """
    document = redact_document(load_source(source), redactor)
    document_id = identities.document_id(source.origin)
    chunks = [
        StoredChunk(
            chunk_id=identities.chunk_id(document_id, 0, part.ordinal),
            document_id=document_id,
            document=document.name,
            title=document.title,
            section=part.section,
            header=part.header,
            page=part.page,
            start=part.start,
            end=part.end,
            text=part.text,
            ordinal=part.ordinal,
        )
        for part in chunk(document, embedder)
    ]
    stored = StoredDocument(
        document_id=document_id,
        name=document.name,
        title=document.title,
        media_type=document.media_type,
        pages=document.pages,
        chunks=len(chunks),
        characters=len(document.text),
        entities=document.entities,
        policy=document.policy,
        ingested_at=datetime.now(UTC).isoformat(timespec="seconds"),
        warnings=tuple(map(str, document.warnings)),
    )
    return stored, chunks, document.warnings
