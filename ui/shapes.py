"""The server's JSON as dataclasses: read once, checked where it enters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.fields import Fields


@dataclass(frozen=True, slots=True, repr=False)
class Citation:
    """Where a sentence of an answer stands. `start`/`end`: characters of the redacted document."""

    document: str
    document_id: str
    chunk_id: str
    page: int | None
    section: str
    quote: str
    start: int
    end: int

    @staticmethod
    def read(fields: Fields) -> Citation:
        """From the ask JSON."""
        return Citation(
            document=fields.text("document"),
            document_id=fields.text("document_id"),
            chunk_id=fields.text("chunk_id"),
            page=fields.page(),
            section=fields.text("section", ""),
            quote=fields.text("quote"),
            start=fields.count("start"),
            end=fields.count("end"),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """A passage that came close."""

    document: str
    chunk_id: str
    page: int | None
    section: str
    text: str

    @staticmethod
    def read(fields: Fields) -> Hit:
        """From the search JSON."""
        return Hit(
            document=fields.text("document"),
            chunk_id=fields.text("chunk_id"),
            page=fields.page(),
            section=fields.text("section", ""),
            text=fields.text("text"),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What the server says to a question: an answer with citations, or a refusal with the closest passages.

    `question` is the question as it was asked, redacted; `rewritten` how it was understood from the conversation,
    empty where it stands alone; `unanswered` the parts of it for which no answer was found. `seconds` is the server's
    own time. `routing` are engines that were to answer, each with the reason, where others than the reader were.
    """

    question: str
    text: str
    engine: str
    confidence: float
    citations: tuple[Citation, ...]
    refusal: str | None
    closest: tuple[Hit, ...]
    seconds: float
    rewritten: str = ""
    unanswered: tuple[str, ...] = ()
    routing: tuple[str, ...] = ()

    @staticmethod
    def read(fields: Fields) -> Answer:
        """From the ask JSON."""
        answered = fields.flag("answered")
        refusal = None if answered else Fields.of(fields.json.get("refusal"), "refusal").text("message")
        return Answer(
            question=fields.text("question"),
            text=fields.text("answer", ""),
            engine=fields.text("engine", ""),
            confidence=fields.number("confidence", 0.0),
            citations=fields.each("citations", Citation.read),
            refusal=refusal,
            closest=fields.each("closest", Hit.read, optional=True),
            seconds=Fields.of(fields.json.get("timings_ms") or {}).number("total", 0.0) / 1000,
            rewritten=fields.text("rewritten", ""),
            unanswered=fields.texts("unanswered"),
            routing=_routing(fields),
        )


def _routing(fields: Fields) -> tuple[str, ...]:
    decisions = fields.each("routing", lambda one: (one.text("engine"), one.text("reason")), optional=True)
    if all(engine == "reader" for engine, _ in decisions):
        return ()
    return tuple(f"{engine}: {reason}" for engine, reason in decisions)


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """A stored passage with what stands around it. `start`/`end`: characters of the redacted document."""

    chunk_id: str
    document: str
    title: str
    page: int | None
    section: str
    header: str
    start: int
    text: str
    before: str
    after: str

    @staticmethod
    def read(fields: Fields) -> Passage:
        """From `GET /v1/passages/{chunk_id}`."""
        return Passage(
            chunk_id=fields.text("chunk_id"),
            document=fields.text("document"),
            title=fields.text("title", ""),
            page=fields.page(),
            section=fields.text("section", ""),
            header=fields.text("header", ""),
            start=fields.count("start"),
            text=fields.text("text"),
            before=fields.text("before", ""),
            after=fields.text("after", ""),
        )


@dataclass(frozen=True, slots=True, repr=False)
class StoredDocument:
    """A document of a workspace. `entities`: what was redacted in it, how many a type.

    `warnings`: what of its file was not read, or read with doubt. Under legal hold since `held_since`; why (`hold`) is
    told to officers alone.
    """

    document_id: str
    document: str
    title: str
    pages: int | None
    chunks: int
    entities: Mapping[str, int]
    policy: str
    ingested_at: str
    warnings: tuple[str, ...] = ()
    held_since: str = ""
    hold: str = ""

    @staticmethod
    def read(fields: Fields) -> StoredDocument:
        """From `GET /v1/documents`."""
        return StoredDocument(
            document_id=fields.text("document_id"),
            document=fields.text("document"),
            title=fields.text("title", ""),
            pages=fields.page("pages"),
            chunks=fields.count("chunks", 0),
            entities=fields.counts("entities"),
            policy=fields.text("policy", ""),
            ingested_at=fields.text("ingested_at", ""),
            warnings=fields.texts("warnings"),
            held_since=fields.text("held_since", ""),
            hold=fields.text("hold", ""),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Failure:
    """A file that did not come in, and what to do about it."""

    error: str
    remedy: str

    @staticmethod
    def read(fields: Fields) -> Failure:
        """From the ingest JSON's `failed`."""
        return Failure(error=fields.text("error"), remedy=fields.text("remedy", ""))


@dataclass(frozen=True, slots=True, repr=False)
class Ingested:
    """What became of an upload. `warnings`: what of the file was not read, or read with doubt."""

    added: int
    updated: int
    unchanged: int
    chunks: int
    entities: Mapping[str, int]
    failed: tuple[Failure, ...]
    warnings: tuple[str, ...] = ()

    @staticmethod
    def read(fields: Fields) -> Ingested:
        """From the ingest JSON."""
        documents = Fields.of(fields.json.get("documents"), "documents")
        return Ingested(
            added=documents.count("added", 0),
            updated=documents.count("updated", 0),
            unchanged=documents.count("unchanged", 0),
            chunks=fields.count("chunks", 0),
            entities=fields.counts("entities"),
            failed=fields.each("failed", Failure.read, optional=True),
            warnings=fields.each("warnings", lambda each: each.text("warning"), optional=True),
        )


@dataclass(frozen=True, slots=True)
class Workspace:
    """A set of documents under one policy. `may`: what the visitor may do in it."""

    name: str
    policy: str
    documents: int
    may: tuple[str, ...] = ()

    @staticmethod
    def read(fields: Fields) -> Workspace:
        """From `GET /v1/workspaces`."""
        return Workspace(
            fields.text("name"), fields.text("policy", ""), fields.count("documents", 0), fields.texts("may")
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Who the key belongs to."""

    name: str
    role: str

    @property
    def reads_only(self) -> bool:
        """Whether the role may not change documents. Spares such people the controls; the server decides."""
        return self.role not in ("contributor", "editor", "admin")

    @staticmethod
    def read(fields: Fields) -> Person:
        """From `GET /v1/me`."""
        return Person(fields.text("name"), fields.text("role", ""))
