"""The server's JSON as dataclasses. All text is redacted, but for what `Restored` holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, repr=False)
class Citation:
    """Where a sentence of an answer stands. `quote` is characters `start`..`end` of the redacted document."""

    document: str
    document_id: str
    chunk_id: str
    quote: str
    start: int
    end: int
    score: float
    page: int | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """A passage that was found; `score` is higher for a better one."""

    document: str
    document_id: str
    chunk_id: str
    text: str
    start: int
    end: int
    score: float
    page: int | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Hits:
    """Passages, best first, and the query as it was redacted."""

    query: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer. `reason`: no_documents, not_found, not_supported, not_allowed."""

    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Decision:
    """That an engine was to answer, and why. `confidence` is the reader's, where the decision rests on it."""

    engine: str
    reason: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """An answer with its citations, or a refusal with the closest passages.

    `question` is the question as it was redacted, `rewritten` as it was understood from the conversation (None: it
    stands alone); `unanswered` are the parts of it for which no answer was found. `confidence` is 0..1. `routing` holds
    the engines that were to answer, `engine` the last of them.
    """

    question: str
    answered: bool
    answer: str
    confidence: float
    engine: str
    citations: tuple[Citation, ...]
    refusal: Refusal | None = None
    closest: tuple[Hit, ...] = ()
    rewritten: str | None = None
    unanswered: tuple[str, ...] = ()
    routing: tuple[Decision, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A stored document. `entities`: what was redacted in it, how many a type; `ingested_at`: UTC, ISO 8601.

    Under legal hold since `held_since`; why (`hold`) is told to officers alone.
    """

    document_id: str
    document: str
    title: str
    media_type: str
    chunks: int
    characters: int
    entities: Mapping[str, int]
    policy: str
    ingested_at: str
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    held_since: str | None = None
    hold: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """What became of the files that were sent."""

    added: int
    updated: int
    unchanged: int
    failed: int


@dataclass(frozen=True, slots=True, repr=False)
class Failure:
    """A file that was not stored, and what to do about it."""

    path: str
    error: str
    remedy: str


@dataclass(frozen=True, slots=True, repr=False)
class Ingested:
    """What became of an upload."""

    workspace: str
    policy: str
    documents: DocumentCounts
    chunks: int
    entities: Mapping[str, int]
    failed: tuple[Failure, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Deleted:
    """A deletion. `clean`: no byte of the document was found afterwards; `receipt` is the signed proof, to be kept."""

    document_id: str
    receipt: Mapping[str, Any]
    clean: bool


@dataclass(frozen=True, slots=True, repr=False)
class SummarySentence:
    """A sentence of a document, and where it stands."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True, repr=False)
class Summary:
    """A document in a few of its own sentences."""

    document: str
    document_id: str
    title: str
    sentences: tuple[SummarySentence, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that was redacted, at characters `start`..`end` of what was sent; the value is never told."""

    entity_type: str
    start: int
    end: int
    score: float
    action: str
    replacement: str
    recognizer: str


@dataclass(frozen=True, slots=True, repr=False)
class Redaction:
    """A redacted text."""

    policy: str
    text: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Restored:
    """A text with values in place of pseudonyms; `unknown` counts those that stayed."""

    workspace: str
    text: str
    unknown: int
