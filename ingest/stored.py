"""What goes into an index and comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.document import Chunk, RedactedDocument
from ingest.embedder import Vectors
from policies.text import RedactedText


@dataclass(frozen=True, slots=True, repr=False)
class NewDocument:
    """A document ready to be stored. `vectors` has a row a chunk, in the chunks' order.

    `document_id` is a keyed hash of where the document came from, `fingerprint` a keyed hash of its content and of
    all that decided how it was processed: see `ingest.identity`. `ingested_at` (ISO 8601 in UTC) is None for now.
    `content` is the keyed hash of the source alone, empty where it is the one that is stored already. With it goes
    `read_before`: see `ingest.store_sources`. `dropped` are pseudonyms that were made for the document and are not in
    it.
    """

    document_id: str
    fingerprint: str
    document: RedactedDocument
    chunks: tuple[Chunk, ...]
    vectors: Vectors
    ingested_at: str | None = None
    content: str = ""
    read_before: str = ""
    dropped: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<new document {self.document_id}, {len(self.chunks)} chunks>"


@dataclass(frozen=True, slots=True, repr=False)
class StoredDocument:
    """A document of an index. `characters` counts its redacted text; `ingested_at` is ISO 8601 in UTC."""

    document_id: str
    name: RedactedText
    title: RedactedText
    media_type: str
    pages: int | None
    chunks: int
    characters: int
    entities: Mapping[str, int]
    policy: str
    ingested_at: str
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<stored document {self.document_id}, {self.chunks} chunks>"


@dataclass(frozen=True, slots=True, repr=False)
class StoredChunk:
    """A chunk of an index, with its document's name (`document`) and title."""

    chunk_id: str
    document_id: str
    document: RedactedText
    title: RedactedText
    section: RedactedText
    header: RedactedText
    page: int | None
    start: int
    end: int
    text: RedactedText
    ordinal: int

    def __repr__(self) -> str:
        return f"<stored chunk {self.chunk_id}>"
