"""The index of a workspace: documents, words and vectors, kept in agreement whatever kills the process.

A document becomes visible at one moment, the commit in `store.db`:

    1. journal   the ids of the vectors to come             store.db
    2. add       the vectors                                 vectors/
    3. commit    old rows out, new rows in, journal cleared  store.db   <- visible
    4. remove    the old version's vectors                   vectors/
    5. forget    once a run: no byte of old rows or vectors  both

What finds vectors asks `store.db` which of them are chunks. A kill between 1 and 3 leaves vectors that nothing
finds, one between 3 and 5 vectors that nothing finds and that are still to be erased; the journal names both.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.chroma import ChromaVectors
from ingest.consistency import Finding, examine, mend
from ingest.embedder import Embedder, EmbedderIdentity, Vectors
from ingest.identity import Identities
from ingest.store import Store
from ingest.store_duties import StoreDuties
from ingest.store_labels import StoreLabels
from ingest.store_sources import NotedSource
from ingest.stored import NewDocument, StoredChunk, StoredDocument
from ingest.writer_lock import WriterLock
from policies.errors import PolicyError, StorageError
from policies.text import RedactedText

if TYPE_CHECKING:
    from types import TracebackType

_RETAIN = "retain"
_ERASURES = "erasures"

__all__ = ["Finding", "Index", "NewDocument", "StoredChunk", "StoredDocument"]


class Index:
    """One workspace's documents. Many read, one writes; safe to call from several threads."""

    def __init__(self, store: Store, vectors: ChromaVectors, identities: Identities, lock: WriterLock | None) -> None:
        """Put the parts together; `Index.open` is the usual way in."""
        self._store = store
        self._vectors = vectors
        self._lock = lock
        self._refreshing = threading.Lock()
        self._seen = store.revision()
        self.identities = identities
        self._whole = self
        self._hidden: frozenset[str] = frozenset()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        key: bytes,
        embedder: EmbedderIdentity,
        chunker_version: str,
        policy: str | None,
        writable: bool,
        reindex: bool = False,
    ) -> Index:
        """Open the index in a workspace's folder, made on first use.

        `policy` is the workspace's policy, None not to compare it. With `reindex` an index that another embedder,
        chunker or policy made is emptied instead of refused.

        Raises:
            BusyError: `writable`, and another process writes.
            KeyFileError: it was written with another key.
            PolicyError: it holds documents that were redacted under another policy.
            StorageError: it is damaged, or was made by another embedder or chunker.
        """
        made_by = {
            "embedder": f"{embedder.name} {embedder.sha256[:16]} {embedder.dimension}",
            "chunker": chunker_version,
        } | ({} if policy is None else {"policy": policy})
        lock = WriterLock(folder / "writer.lock") if writable else None
        with ExitStack() as opened:
            if lock is not None:
                opened.callback(lock.release)
            store = _open_store(folder / "store.db", key, writable=writable)
            opened.callback(store.close)
            vectors = ChromaVectors(folder / "vectors", writable=writable, lock=folder / "writer.lock")
            opened.callback(vectors.close)
            index = cls(store, vectors, Identities(key), lock)
            index._check_maker(made_by, reindex=reindex and writable)
            if writable:
                index._recover()
            opened.pop_all()
        return index

    def close(self) -> None:
        """Let go of files and of the writer's lock."""
        self._vectors.close()
        self._store.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- reading

    def seen_by(self, labels: frozenset[str]) -> Index:
        """This index for somebody who bears `labels`: in all of reading, what is restricted to others is not there.

        Which documents that are is found out now; closing is for this one, not for what it gives.
        """
        hidden = self._store.labels.hidden_from(labels)
        if not hidden:
            return self._whole
        seen = copy.copy(self._whole)
        seen._hidden = hidden
        return seen

    def fingerprints(self) -> dict[str, str]:
        """Fingerprint of each document by its id."""
        found = self._store.fingerprints()
        return {key: found[key] for key in found.keys() - self._hidden} if self._hidden else found

    def documents(self) -> list[StoredDocument]:
        """All documents, by name."""
        return [each for each in self._store.documents() if each.document_id not in self._hidden]

    def document(self, document_id: str) -> StoredDocument | None:
        """One document, None when there is none of that id."""
        found = self._store.document(document_id)
        return None if document_id in self._hidden else found

    def text(self, document_id: str) -> RedactedText | None:
        """The whole redacted text of a document, None when there is none of that id."""
        return None if document_id in self._hidden else self._store.text(document_id)

    def tokens(self, document_ids: Sequence[str] | None = None) -> set[str]:
        """Every pseudonym that a text, title or name of some documents has, or of all."""
        if not self._hidden:
            return self._store.tokens(document_ids)
        return self._store.tokens(self._visible(self._store.fingerprints() if document_ids is None else document_ids))

    @property
    def hides(self) -> bool:
        """Whether there are documents that are not there here; see `seen_by`."""
        return bool(self._hidden)

    def names(self, token: RedactedText) -> bool:
        """Whether a passage holds a pseudonym or a word, in its text or in the titles above it."""
        return bool(self.lexical(token, 1))

    def vectors_of(self, document_ids: Sequence[str]) -> Vectors:
        """The vectors of documents' passages: shape (passages, dimension), in no order."""
        return self._vectors.get(self._store.chunk_ids(self._visible(document_ids)))

    def passages(self, chunk_ids: Sequence[str]) -> list[StoredChunk]:
        """Chunks in the order asked for; ids that are gone are passed over."""
        return [each for each in self._store.chunks(chunk_ids) if each.document_id not in self._hidden]

    def neighbours(self, chunk_id: str, before: int, after: int) -> list[StoredChunk]:
        """The chunk with up to `before` chunks in front of it and `after` behind it, in the document's order."""
        found = self._store.neighbours(chunk_id, before, after)
        return [each for each in found if each.document_id not in self._hidden]

    def chunks_of(self, document_id: str) -> list[StoredChunk]:
        """All chunks of a document, in its order."""
        return sorted(self.passages(self._store.chunk_ids([document_id])), key=lambda chunk: chunk.ordinal)

    def lexical(self, query: RedactedText, limit: int) -> list[tuple[str, float]]:
        """Chunks that hold any of the query's words: (chunk id, BM25, higher is better), best first."""
        return self._store.words.search(query, limit, self._hidden)

    def dense(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Chunks nearest to a vector of shape (dimension,): (chunk id, cosine -1..1), best first."""
        self._whole._refresh()
        # As many more as are hidden, whatever is asked: a second look would tell by its time that some are near.
        hidden = set(self._store.chunk_ids(self._hidden)) if self._hidden else set()
        wanted = limit + len(hidden)
        while True:
            nearest = self._vectors.query(vector, wanted)
            known = self._store.known([key for key, _ in nearest]) - hidden
            alive = [(key, score) for key, score in nearest if key in known]
            if len(alive) >= limit or len(nearest) < wanted:
                return alive[:limit]
            wanted *= 2

    # ---- writing

    def put(self, documents: Sequence[NewDocument], *, exchanged: bool = False) -> None:
        """Add documents, or replace those of the same id: each whole or not at all, visible at once.

        What was replaced can't be found any more; `forget` removes its last bytes. `exchanged`: they are the same
        documents under other pseudonyms, which no legal hold forbids, and nobody's pseudonym is abandoned.

        Raises:
            HoldError: what is to be replaced is under legal hold.
            StorageError: the disk is full or a file is damaged; nothing of this call is visible then.
        """
        if not documents:
            return
        if len({new.document_id for new in documents}) != len(documents):
            raise ValueError("a document stands twice in one call")
        versions = [self._store.next_version(new.document_id) for new in documents]
        placed = [
            (
                new,
                version,
                [self.identities.chunk_id(new.document_id, version, chunk.ordinal) for chunk in new.chunks],
            )
            for new, version in zip(documents, versions, strict=True)
        ]
        self._store.intend([key for _, _, keys in placed for key in keys], "add")
        for new, _, keys in placed:
            self._vectors.add(keys, new.vectors)
        self._vectors.delete(self._store.replace(placed, exchanged=exchanged))

    def delete(self, document_ids: Sequence[str], *, to_read_again: bool = False) -> int:
        """Delete documents and leave no byte of them; gives how many there were.

        Where they are about `to_read_again`, it stays known what their sources were.

        Raises:
            HoldError: one is under legal hold; none is deleted then.
            BusyError: a reader is in the way of the last step; `forget` or the next writing finishes it.
            StorageError: the disk is full or a file is damaged.
        """
        there = [key for key in dict.fromkeys(document_ids) if self._store.document(key) is not None]
        if there:
            self._vectors.delete(self._store.remove(there, to_read_again=to_read_again))
        self.forget()
        return len(there)

    def forget(self) -> None:
        """Leave no byte of what was replaced, deleted or half added. Cheap when there is nothing.

        Rebuilds the vectors from the survivors, two to five seconds a thousand: once a run, not once a document.
        """
        gone = self._store.intended("erase")
        if not gone:
            return
        self._vectors.erase(gone)
        self._store.forget()
        self._store.finished("erase")

    # ---- duties

    @property
    def duties(self) -> StoreDuties:
        """Retention and legal holds of documents, and the pseudonyms of texts that are gone."""
        return self._store.duties

    @property
    def labels(self) -> StoreLabels:
        """To whom documents are restricted."""
        return self._store.labels

    def sources(self, document_ids: Iterable[str]) -> dict[str, NotedSource]:
        """What is noted of the sources of documents, with hashes as `Identities.content` gave them."""
        return self._store.sources.of(document_ids)

    def retention(self) -> str | None:
        """The workspace's own period of retention; None: its policy's."""
        return self._store.meta().get(_RETAIN) or None

    def set_retention(self, period: str | None) -> None:
        """Set the workspace's own period of retention; None: its policy's."""
        self._store.record({_RETAIN: period or ""})

    def last_erasure(self) -> int | None:
        """Number of the newest entry of the erasure log that was carried out here; None: none was noted yet."""
        noted = self._store.meta().get(_ERASURES)
        return None if noted is None else int(noted)

    def note_erasure(self, number: int) -> None:
        """Note that the entries of the erasure log up to `number` are carried out."""
        self._store.record({_ERASURES: str(number)})

    def traces(self) -> Iterator[str]:
        """Every text that stands anywhere in `store.db`, decrypted: for whoever looks for what was erased."""
        return self._store.care.contents()

    def unused_pages(self) -> int:
        """Pages of `store.db` that were given up and may still hold what stood there."""
        return self._store.care.unused_pages()

    # ---- care

    def check(self) -> list[Finding]:
        """What does not agree, with what to do about it; nothing when all is well."""
        return examine(self._store, self._vectors)

    def repair(self, embedder: Embedder | None = None) -> list[Finding]:
        """Bring all parts into agreement; gives what is left (passages to embed, where no `embedder` is given)."""
        mend(self._store, self._vectors, embedder)
        self.forget()
        return self.check()

    # ---- inside

    def _visible(self, document_ids: Iterable[str]) -> list[str]:
        return [key for key in document_ids if key not in self._hidden]

    def _check_maker(self, made_by: dict[str, str], *, reindex: bool) -> None:
        """Refuse an index that something else made; the first to write to an empty one makes it."""
        recorded = self._store.meta()
        different = [name for name, value in made_by.items() if recorded.get(name, value) != value]
        empty = not self._store.fingerprints()
        if different and not empty and not reindex:
            raise _refusal(different[0], recorded[different[0]], made_by[different[0]])
        if self._lock is None:
            return
        if different and not empty:
            self.delete(list(self._store.fingerprints()), to_read_again=True)
        if any(recorded.get(name) != value for name, value in made_by.items()):
            self._store.record(made_by)

    def _recover(self) -> None:
        """Take up what a killed writer left: vectors that never became chunks are to be erased."""
        unfinished = self._store.intended("add")
        if unfinished:
            self._vectors.delete(unfinished)
            self._store.intend(unfinished, "erase")

    def _refresh(self) -> None:
        """Look at the vectors again when another process has changed them."""
        if self._lock is not None:
            return
        with self._refreshing:
            revision = self._store.revision()
            if revision != self._seen:
                self._vectors.refresh()
                self._seen = revision


def _open_store(path: Path, key: bytes, *, writable: bool) -> Store:
    """Open the file; a reader of a workspace without one, or with an older one, has it made or completed first."""
    if not writable and not path.exists():
        Store(path, key, writable=True).close()
    store = Store(path, key, writable=writable)
    if store.is_current():
        return store
    store.close()
    Store(path, key, writable=True).close()
    return Store(path, key, writable=writable)


def _refusal(what: str, recorded: str, given: str) -> PolicyError | StorageError:
    remedy = "Index the documents again with `assistant ingest --reindex PATH...`, or use another workspace."
    if what == "policy":
        return PolicyError(f"The workspace holds documents under the policy {recorded}, not {given}.", remedy=remedy)
    return StorageError(
        f"The index was made by another {what} ({recorded}) than the one in use ({given}).", remedy=remedy
    )
