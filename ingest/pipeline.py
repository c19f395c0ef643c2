"""Files in, index out: load, redact, chunk, embed, store. Unchanged files cost one hash.

Documents are embedded and stored in batches, so that memory stays bounded and neither the model nor the disk is asked
once a passage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from ingest.chunking import CHUNKER_VERSION, chunk, embedding_text
from ingest.document import Chunk, Document, Notice, RedactedDocument
from ingest.embedder import Embedder
from ingest.erased import ErasedSources
from ingest.index import Index
from ingest.loaders import LOADERS_VERSION, load, regular_size
from ingest.redacting import redact_document
from ingest.sources import Source, find_sources
from ingest.store_sources import NotedSource
from ingest.stored import NewDocument
from ingest.striking import struck
from policies.errors import ErasedError, HoldError, LimitError, LoadError, RedactionError
from policies.redactor import Redactor
from policies.restoring import tokens_in

Progress = Callable[[int, int], None]

STAGES = ("load", "redact", "chunk", "embed", "store")
BATCH_CHUNKS = 512
BATCH_CHARACTERS = 4_000_000

STRUCK_AGAIN = Notice("it names somebody who was erased, and who is left out again: correct the file")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not ingested. `path` is as the person gave it."""

    path: str
    error: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Warned:
    """What to know of a file that was ingested. `path` is as the person gave it."""

    path: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a run did. `entities` counts findings by type and `stages` seconds by stage, for what was added or updated.

    `document_ids` are those of the documents added and updated; `warnings` say what of a file was not read.
    """

    added: int
    updated: int
    unchanged: int
    failed: tuple[Failure, ...]
    chunks: int
    entities: Mapping[str, int]
    seconds: float
    stages: Mapping[str, float]
    characters: int = 0
    document_ids: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()


def ingest(
    paths: Sequence[Path | Source],
    *,
    index: Index,
    redactor: Redactor,
    embedder: Embedder,
    policy_fingerprint: str = "",
    progress: Progress | None = None,
    restrict_to: Sequence[str] = (),
    erased: ErasedSources | None = None,
) -> IngestReport:
    """Ingest files and folders into an index that is open for writing.

    A file whose content, policy, chunker and embedder are as they were is skipped. A file that fails is told in the
    report and stops no other; where an earlier version of it was stored, that stays. `progress` is told how many files
    are done, of how many. With `restrict_to` only the bearers of one of these labels will see the documents; without,
    they are as open as they were. What was `erased` of a file does not come back with it while it is the same file.

    Raises:
        AssistantError: what stops every file: the disk is full, the model is altered, the vault can't be opened.
    """
    run = _Run(index, redactor, embedder, policy_fingerprint, tuple(restrict_to), erased)
    sources = find_sources(paths)
    for done, source in enumerate(sources, start=1):
        run.take(source)
        if progress is not None:
            progress(done, len(sources))
    return run.finish()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document that is ready to be embedded."""

    document_id: str
    fingerprint: str
    document: RedactedDocument
    chunks: tuple[Chunk, ...]
    content: str
    read_before: str
    dropped: frozenset[str]


@dataclass(slots=True)
class _Run:
    """One run: what waits for the next batch, and the tallies."""

    index: Index
    redactor: Redactor
    embedder: Embedder
    policy_fingerprint: str
    restrict_to: tuple[str, ...] = ()
    erased: ErasedSources | None = None
    started: float = field(default_factory=perf_counter)
    known: dict[str, str] = field(init=False)
    waiting: list[_Waiting] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    stages: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    failures: list[Failure] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    document_ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = self.index.fingerprints()

    def take(self, source: Source) -> None:
        """Bring one file up to the point where it can be embedded, or note why it can't."""
        try:
            document_id = self.index.identities.document_id(source.origin)
            content = self._content(source)
            fingerprint = self._fingerprint(content)
            if self.restrict_to:
                self.index.labels.restrict([document_id], self.restrict_to)
            if self.known.get(document_id) == fingerprint:
                self.counts["unchanged"] += 1
                return
            self.index.duties.refuse_held([document_id])
            stored = self.index.sources([document_id]).get(document_id)
            if self.erased is not None:
                self.erased.refuse(document_id, content, stored)
            self._prepare(source, document_id, fingerprint, content, stored)
        except (ErasedError, HoldError, LoadError, RedactionError, LimitError) as error:
            self.failures.append(Failure(source.shown, error.problem, error.remedy))

    def finish(self) -> IngestReport:
        """Store what waits, erase what was replaced, and tell."""
        self._store()
        with self._timed("store"):
            self.index.forget()
        return IngestReport(
            added=self.counts["added"],
            updated=self.counts["updated"],
            unchanged=self.counts["unchanged"],
            failed=tuple(self.failures),
            chunks=self.counts["chunks"],
            entities=dict(self.entities),
            seconds=perf_counter() - self.started,
            stages=self.stages,
            characters=self.counts["characters"],
            document_ids=tuple(self.document_ids),
            warnings=tuple(self.warnings),
        )

    def _fingerprint(self, content: str) -> str:
        return self.index.identities.fingerprint(
            content,
            self.redactor.policy,
            self.policy_fingerprint,
            LOADERS_VERSION,
            CHUNKER_VERSION,
            self.embedder.identity.sha256,
        )

    def _content(self, source: Source) -> str:
        with self._timed("load"):
            try:
                regular_size(source.path, source.name)
                with source.path.open("rb") as file:
                    return self.index.identities.content(file)
            except OSError as error:
                raise LoadError(
                    f"{source.name} can't be read: {error.strerror}.",
                    remedy="Check that it exists and that you may read it.",
                ) from error

    def _prepare(
        self, source: Source, document_id: str, fingerprint: str, content: str, stored: NotedSource | None
    ) -> None:
        with self._timed("load"):
            loaded = load_source(source)
        with self._timed("redact"):
            document = redact_document(loaded, self.redactor)
        del loaded
        with self._timed("chunk"):
            chunks = tuple(chunk(document, self.embedder))
        strike = self.erased.strike(content, stored) if self.erased is not None else None
        left = struck(document, chunks, strike) if strike is not None else None
        dropped = frozenset[str]()
        if left is not None:
            dropped = _tokens(document) - _tokens(left[0])
            document, chunks = left
            self.warnings.append(Warned(source.shown, STRUCK_AGAIN))
        self.warnings += [Warned(source.shown, notice) for notice in document.warnings]
        read_before = stored.read_before_as(content) if stored is not None else ""
        self.waiting.append(_Waiting(document_id, fingerprint, document, chunks, content, read_before, dropped))
        characters = sum(len(each.document.text) for each in self.waiting)
        if characters >= BATCH_CHARACTERS or sum(len(each.chunks) for each in self.waiting) >= BATCH_CHUNKS:
            self._store()

    def _store(self) -> None:
        ready, self.waiting = self.waiting, []
        if not ready:
            return
        with self._timed("embed"):
            texts = [embedding_text(each.document.title, part) for each in ready for part in each.chunks]
            vectors = self.embedder.embed(texts)
        new, start = [], 0
        for each in ready:
            end = start + len(each.chunks)
            new.append(
                NewDocument(
                    document_id=each.document_id,
                    fingerprint=each.fingerprint,
                    document=each.document,
                    chunks=each.chunks,
                    vectors=vectors[start:end],
                    content=each.content,
                    read_before=each.read_before,
                    dropped=each.dropped,
                )
            )
            start = end
        with self._timed("store"):
            self.index.put(new)
        for each in ready:
            self._count(each)

    def _count(self, stored: _Waiting) -> None:
        self.counts["updated" if stored.document_id in self.known else "added"] += 1
        self.counts["chunks"] += len(stored.chunks)
        self.counts["characters"] += len(stored.document.text)
        self.entities.update(stored.document.entities)
        self.document_ids.append(stored.document_id)

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        begun = perf_counter()
        try:
            yield
        finally:
            self.stages[stage] += perf_counter() - begun


def _tokens(document: RedactedDocument) -> frozenset[str]:
    """The pseudonyms of a document."""
    texts = (document.name, document.title, document.text)
    return frozenset(token for text in texts for token in tokens_in(text.value))


def load_source(source: Source) -> Document:
    """Load a file; whatever a parser dies of on a malformed one is that file's failure, and no other's."""
    try:
        return load(source.path, source.name)
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        MemoryError,
        NotImplementedError,
        OSError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise LoadError(
            f"{source.name} can't be read: its parser failed ({type(error).__name__}).",
            remedy="Open it in the program that made it, save it again, and try that file.",
        ) from error
