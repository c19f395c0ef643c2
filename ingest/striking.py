"""A stored document with something struck out of it, ready to take its own place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.chunking import embedding_text
from ingest.document import Chunk, Notice, RedactedDocument
from ingest.embedder import Embedder
from ingest.index import Index
from ingest.stored import NewDocument, StoredChunk, StoredDocument
from policies.text import RedactedText, Redaction

Strike = Callable[[Sequence[RedactedText]], list[Redaction]]
"""Strikes out of all texts of one document at once: what one of them says decides what another one means."""


def texts_of(document: StoredDocument, text: RedactedText, chunks: Sequence[StoredChunk]) -> list[RedactedText]:
    """All texts of a document: name, title, text, then section and header of each chunk."""
    return [document.name, document.title, text, *(part for each in chunks for part in (each.section, each.header))]


def struck_document(index: Index, document_id: str, strike: Strike, embedder: Embedder) -> NewDocument | None:
    """The document as it is after `strike`, embedded anew; None where it is not there or nothing is struck out.

    It keeps its fingerprint (an unchanged source is not read again, and so does not bring back what was struck out)
    and the time of its ingestion, from which its retention counts.
    """
    document, text = index.document(document_id), index.text(document_id)
    if document is None or text is None:
        return None
    stored = index.chunks_of(document_id)
    name, title, whole, *rest = strike(texts_of(document, text, stored))
    if not any(each.entities for each in (name, title, whole, *rest)):
        return None
    chunks = tuple(
        _moved(chunk, whole, section.text, header.text)
        for chunk, section, header in zip(stored, rest[::2], rest[1::2], strict=True)
    )
    vectors = embedder.embed([embedding_text(title.text, chunk) for chunk in chunks])
    struck = RedactedDocument(
        name=name.text,
        media_type=document.media_type,
        title=title.text,
        text=whole.text,
        blocks=(),  # they serve chunking, which is done
        pages=document.pages,
        entities=document.entities,
        policy=document.policy,
        warnings=tuple(Notice(each) for each in document.warnings),
    )
    fingerprint = index.fingerprints()[document_id]
    return NewDocument(document_id, fingerprint, struck, chunks, vectors, document.ingested_at)


def _moved(chunk: StoredChunk, whole: Redaction, section: RedactedText, header: RedactedText) -> Chunk:
    start, end = whole.offset(chunk.start), whole.offset(chunk.end)
    return Chunk(
        ordinal=chunk.ordinal,
        start=start,
        end=end,
        text=whole.text.slice(start, end),
        page=chunk.page,
        section=section,
        header=header,
    )
