"""The JSON of command line and REST as schemas, for those who must know it before it comes: OpenAPI and MCP.

The functions that make the JSON (`assistant.shapes`, `assistant.json`) don't use these; tests hold the two together.
More fields may be added, none is renamed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    """An object that may have more fields than are told."""

    model_config = ConfigDict(extra="allow")


class Citation(Shape):
    """Where a sentence of an answer stands; `start`..`end` are characters of the redacted document."""

    document: str
    document_id: str
    page: int | None
    section: str | None
    chunk_id: str
    quote: str
    start: Count
    end: Count
    score: float


class Hit(Shape):
    """A passage that was found."""

    document: str
    document_id: str
    chunk_id: str
    page: int | None
    section: str | None
    score: float
    text: str
    start: Count
    end: Count


class Refusal(Shape):
    """Why there is no answer."""

    reason: str
    message: str


class Decision(Shape):
    """That an engine was to answer, and why; `confidence` is the reader's, where the decision rests on it."""

    engine: str
    reason: str
    confidence: Share | None


class Answer(Shape):
    """An answer with its citations, or a refusal with the closest passages. All text is redacted."""

    id: Any
    question: str
    rewritten: str | None
    answered: bool
    answer: str
    confidence: Share
    engine: str
    routing: list[Decision]
    citations: list[Citation]
    refusal: Refusal | None
    closest: list[Hit]
    timings_ms: dict[str, float]


class Hits(Shape):
    """Passages, best first."""

    id: Any
    query: str
    hits: list[Hit]


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


class Entity(Shape):
    """Something that was redacted, at characters `start`..`end` of the input; the value is never told."""

    entity_type: str
    start: Count
    end: Count
    score: Share
    action: str
    replacement: str
    recognizer: str


class Redaction(Shape):
    """A redacted text."""

    policy: str
    text: str
    entities: list[Entity]
    warnings: list[dict[str, Any]]


class Restored(Shape):
    """A text with values in place of pseudonyms; `unknown` counts those that stayed."""

    workspace: str
    text: str
    unknown: Count


class Found(Shape):
    """What is held about a person."""

    found: bool
    workspaces: list[dict[str, Any]]
    api_keys: Count
    as_user: dict[str, Any]
    not_stored: dict[str, str]


class Erased(Shape):
    """An erasure, with one receipt."""

    clean: bool
    workspaces: list[dict[str, Any]]
    as_user: dict[str, Any] | None
    receipt: dict[str, Any] | None
    receipt_file: str | None
    not_touched: dict[str, str]


class Namesakes(Shape):
    """Pairs of pseudonyms that may stand for one person."""

    workspace: str
    pairs: list[dict[str, Any]]


class Merged(Shape):
    """Two persons made one."""

    workspace: str
    merged: str
    into: str
    documents: Count


class Split(Shape):
    """A merge undone; the ids of the documents that are to be ingested again."""

    workspace: str
    split: str
    from_: Annotated[str, Field(alias="from")]
    to_be_read_again: list[str]


class KeptApart(Shape):
    """Two persons kept apart."""

    workspace: str
    kept_apart: list[str]


class Exported(Shape):
    """A person's own copy."""


class Workspace(Shape):
    """A set of documents under one policy."""

    name: str
    policy: str
    documents: Count
    may: list[str]


class Workspaces(Shape):
    """The workspaces that the key may see."""

    workspaces: list[Workspace]


class Member(Shape):
    """A member of a workspace."""

    who: str
    role: str
    labels: list[str]
    since: str


class Members(Shape):
    """The members of a workspace."""

    workspace: str
    closed: bool
    members: list[Member]


class Removed(Shape):
    """An ended membership."""

    removed: Literal[True]
    workspace: str
    who: str


class Restricted(Shape):
    """To whom a document is restricted."""

    workspace: str
    document_id: str
    restricted_to: list[str]


class Identity(Shape):
    """Whose key it is."""

    name: str
    role: str


class Health(Shape):
    """The process lives."""

    status: Literal["ok"]


class Readiness(Shape):
    """Whether the parts that an answer needs can be used."""

    status: Literal["ready", "not ready"]
    checks: dict[str, Literal["ok", "failed"]]


class Problem(Shape):
    """What went wrong, and what to do; nothing of what was sent."""

    message: str
    remedy: str
    type: str
    param: str | None
    code: str


class Error(Shape):
    """The one shape of an error, as OpenAI's clients read it."""

    error: Problem


class AuditEntry(Shape):
    """Something that was done: who, what, which ids, how many. `time` is ISO 8601 in UTC."""

    seq: Annotated[int, Field(ge=1)]
    time: str
    action: str
    actor: str
    workspace: str
    ids: list[str]
    counts: dict[str, int | float | str]
    reason: str
    hash: str


class AuditEntries(Shape):
    """Entries of the trail, oldest first."""

    entries: list[AuditEntry]


class Acknowledged(Shape):
    """The entry that lets the trail go on, and how many entries were found before it."""

    acknowledged: Count
    found: Count


class Verification(Shape):
    """Whether the trail's chain holds; `broken` is the first entry that is wrong or missing."""

    intact: bool
    entries: Count
    broken: int | None
    problem: str
    anchored: bool
