"""What is struck out of a document, stored or about to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.chunking import embedding_text
from ingest.document import Chunk, Notice, RedactedDocument
from ingest.embedder import Embedder
from ingest.index import Index
from ingest.stored import NewDocument, StoredChunk
from policies.text import RedactedText, Redaction

Strike = Callable[[Sequence[RedactedText]], list[Redaction]]
"""Strikes out of all texts of one document at once: what one of them says decides what another one means.

They are name, title and text, then section and header of each chunk.
"""


def struck(
    document: RedactedDocument, chunks: Sequence[Chunk | StoredChunk], strike: Strike
) -> tuple[RedactedDocument, tuple[Chunk, ...]] | None:
    """A document that was chunked, and its chunks, after `strike`; None where nothing is struck out."""
    parts = [part for each in chunks for part in (each.section, each.header)]
    name, title, whole, *rest = strike([document.name, document.title, document.text, *parts])
    if not any(each.entities for each in (name, title, whole, *rest)):
        return None
    moved = tuple(
        _moved(chunk, whole, section.text, header.text)
        for chunk, section, header in zip(chunks, rest[::2], rest[1::2], strict=True)
    )
    # No blocks: they serve chunking, which is done.
    return replace(document, name=name.text, title=title.text, text=whole.text, blocks=()), moved


def struck_document(index: Index, document_id: str, strike: Strike, embedder: Embedder) -> NewDocument | None:
    """A stored document as it is after `strike`, embedded anew; None where it is not there or nothing is struck out.

    It keeps its fingerprint (an unchanged source is not read again, and so does not bring back what was struck out)
    and the time of its ingestion, from which its retention counts.
    """
    document, text = index.document(document_id), index.text(document_id)
    if document is None or text is None:
        return None
    stored = RedactedDocument(
        name=document.name,
        media_type=document.media_type,
        title=document.title,
        text=text,
        blocks=(),
        pages=document.pages,
        entities=document.entities,
        policy=document.policy,
        warnings=tuple(Notice(each) for each in document.warnings),
    )
    left = struck(stored, index.chunks_of(document_id), strike)
    if left is None:
        return None
    vectors = embedder.embed([embedding_text(left[0].title, chunk) for chunk in left[1]])
    fingerprint = index.fingerprints()[document_id]
    return NewDocument(document_id, fingerprint, *left, vectors, document.ingested_at)


def _moved(chunk: Chunk | StoredChunk, whole: Redaction, section: RedactedText, header: RedactedText) -> Chunk:
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
