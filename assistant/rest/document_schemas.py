"""What documents, passages and summaries are over REST, as OpenAPI tells it."""

from __future__ import annotations

from typing import Any, Literal

from assistant.schemas import Citation, Count, Shape


class Document(Shape):
    """A stored document."""

    document_id: str
    document: str
    title: str
    media_type: str
    pages: int | None
    chunks: Count
    characters: Count
    entities: dict[str, Count]
    policy: str
    ingested_at: str
    warnings: list[str]
    held_since: str | None
    hold: str | None


class Documents(Shape):
    """The documents of a workspace, by name."""

    workspace: str
    documents: list[Document]


class DocumentCounts(Shape):
    """What became of files."""

    added: Count
    updated: Count
    unchanged: Count
    failed: Count


class Failure(Shape):
    """A file that was not stored, and what to do about it."""

    path: str
    error: str
    remedy: str


class Ingested(Shape):
    """What became of an upload."""

    workspace: str
    policy: str
    documents: DocumentCounts
    chunks: Count
    entities: dict[str, Count]
    failed: list[Failure]
    seconds: float


class Deleted(Shape):
    """A deletion, with its signed receipt."""

    deleted: Literal[True]
    document_id: str
    receipt: dict[str, Any]
    clean: bool


class Passage(Shape):
    """A stored passage, with what stands before and after it."""

    chunk_id: str
    document_id: str
    document: str
    title: str
    page: int | None
    section: str | None
    header: str | None
    start: Count
    end: Count
    text: str
    before: str
    after: str


class SummarySentence(Shape):
    """A sentence of a document, and where it stands."""

    text: str
    citation: Citation


class Summary(Shape):
    """A document in a few of its own sentences."""

    document: str
    document_id: str
    title: str
    sentences: list[SummarySentence]


class Summaries(Shape):
    """Summaries of documents."""

    summaries: list[Summary]
