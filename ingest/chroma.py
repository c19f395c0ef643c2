"""Vectors in Chroma: one collection a workspace, opaque ids, no text, no metadata, nothing sent anywhere.

Chroma's own HNSW index is approximate; `EF_SEARCH` is set for recall (`benchmarks/vector_recall.py`). Chroma
forgets nothing that was deleted (its issues 5259, 7659, 7662): erasure rebuilds, see `ingest.vector_folder`.

The space is `ip`, which for unit vectors is the cosine. Chroma's own `cosine` would scale each vector again as it is
stored: of many the last bits change, of some again at each rebuilding, while `embeddings_queue` keeps what was given.
The scan after an erasure tells by the bytes which vectors are in use. Collections that were made with `cosine` are read
as they are, and become `ip` at the next erasure.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ingest import vector_folder
from ingest.chroma_import import import_chroma
from ingest.embedder import Vectors
from ingest.unused_slots import blank_unused_slots
from ingest.writer_lock import WriterLock
from policies.errors import StorageError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

T = TypeVar("T")

COLLECTION = "passages"
SPACE = "ip"
EF_SEARCH = 800
EF_CONSTRUCTION = 100
NEIGHBOURS = 32
PAGE = 1_000
"""Vectors a call: far under Chroma's own limit (5,461), and little memory."""

# Chroma keeps one system a path in this process and makes it without a lock.
_opening = threading.Lock()


class ChromaVectors:
    """A `VectorStore` in a folder.

    Readers see what this process wrote at once; what another process wrote they see after `refresh()`.
    """

    def __init__(self, folder: Path, *, writable: bool = True, lock: Path | None = None) -> None:
        """Open the folder, made on first use by a writer, who also finishes an erasure that was killed.

        Whoever opens for writing holds the workspace's lock. A reader is told which file that is (`lock`), for a
        reader's loading makes Chroma write the small index anew, stray memory included, which is then blanked unless
        somebody writes at that moment: whoever writes does it too.

        Raises:
            StorageError: the folder can't be opened.
        """
        self._folder = folder
        self._writable = writable
        self._writers_lock = lock
        self._blanked = False
        self._lock = threading.RLock()
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None
        with _translated():
            if writable:
                if vector_folder.current(folder) is None:
                    self._rebuild(iter(()))
                vector_folder.destroy_unused(folder)
            self._open()

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace.

        Raises:
            StorageError: Chroma could not write.
        """
        with self._lock, _translated():
            collection = self._writing()
            for start in range(0, len(ids), PAGE):
                part = slice(start, start + PAGE)
                collection.upsert(ids=list(ids[part]), embeddings=vectors[part])

    def delete(self, ids: Sequence[str]) -> None:
        """Remove from all answers; bytes stay until `erase`. Ids that are not there are passed over."""
        with self._lock, _translated():
            collection = self._writing()
            for start in range(0, len(ids), PAGE):
                collection.delete(ids=list(ids[start : start + PAGE]))

    def query(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The nearest of a vector of shape (dimension,): (id, cosine similarity -1..1), best first."""

        def ask(collection: Collection) -> list[tuple[str, float]]:
            wanted = min(limit, collection.count())
            if wanted < 1:
                return []
            found = collection.query(vector[None, :], n_results=wanted, include=["distances"])
            ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
            return [(key, 1.0 - distance) for key, distance in zip(ids, distances, strict=True)]

        return self._read(ask, [])

    def get(self, ids: Sequence[str]) -> Vectors:
        """Vectors by their ids: shape (found, dimension), in no order; ids that are not there are passed over."""

        def ask(collection: Collection) -> list[Any]:
            found: list[Any] = []
            for start in range(0, len(ids), PAGE):
                page = collection.get(ids=list(ids[start : start + PAGE]), include=["embeddings"])
                found.extend(page["embeddings"] if page["embeddings"] is not None else ())
            return found

        rows: list[Any] = self._read(ask, [])
        return np.asarray(rows, dtype=np.float32).reshape(len(rows), -1 if rows else 0)

    def ids(self) -> set[str]:
        """All ids."""
        return self._read(lambda collection: set(collection.get(include=[])["ids"]), set())

    def count(self) -> int:
        """How many vectors there are."""
        return self._read(lambda collection: int(collection.count()), 0)

    def erase(self, ids: Sequence[str]) -> None:
        """Remove and leave no byte: survivors go to a fresh folder, the old one is overwritten and removed.

        A kill leaves either the old or the new generation in use; opening for writing destroys the other one.
        """
        with self._lock, _translated():
            collection = self._writing()
            self._rebuild(_survivors(collection, frozenset(ids)))
            self._close()
            vector_folder.destroy_unused(self._folder)
            self._open()

    def refresh(self) -> None:
        """See what another process has written: Chroma keeps its index in memory and looks only once."""
        with self._lock, _translated():
            self._close()
            self._open()

    def close(self) -> None:
        """Let go of files."""
        with self._lock:
            self._close()

    def _read(self, ask: Callable[[Collection], T], nothing: T) -> T:
        """Ask the collection; once more when another process swapped the folder away underneath."""
        with self._lock:
            try:
                with _translated():
                    found = nothing if self._collection is None else ask(self._collection)
            except StorageError:
                self.refresh()
                with _translated():
                    found = nothing if self._collection is None else ask(self._collection)
            self._blank_once()
            return found

    def _blank_once(self) -> None:
        """Blank what Chroma wrote when it loaded the index; nothing while another process writes."""
        generation = vector_folder.current(self._folder)
        if self._blanked or generation is None:
            return
        if not self._writable:
            if self._writers_lock is None:
                return
            try:
                lock = WriterLock(self._writers_lock)
            except StorageError:  # busy, or the disk is for reading only
                return
            try:
                blank_unused_slots(generation)
            finally:
                lock.release()
        else:
            blank_unused_slots(generation)
        self._blanked = True

    def _writing(self) -> Collection:
        if not self._writable or self._collection is None:
            raise StorageError("The vector store is open for reading only.", remedy="Open the workspace for writing.")
        self._blanked = False  # what is written next may bring stray memory with it
        return self._collection

    def _open(self) -> None:
        generation = vector_folder.current(self._folder)
        self._blanked = False
        if generation is not None:
            if self._writable:
                blank_unused_slots(generation)  # a kill may have left some
            self._client, self._collection = _collection(generation)

    def _close(self) -> None:
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            _release(client)
            generation = vector_folder.current(self._folder)
            if self._writable and generation is not None:
                blank_unused_slots(generation)

    def _rebuild(self, survivors: Iterator[tuple[list[str], Vectors]]) -> None:
        generation = vector_folder.fresh(self._folder)
        client, collection = _collection(generation)
        try:
            for ids, vectors in survivors:
                collection.add(ids=ids, embeddings=vectors)
        finally:
            _release(client)
        blank_unused_slots(generation)
        vector_folder.switch(self._folder, generation)


def _collection(path: Path) -> tuple[ClientAPI, Collection]:
    import_chroma()
    import chromadb
    from chromadb.config import Settings

    with _opening:
        try:
            client = chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
        except BaseException:
            _forget_failed(str(path))
            raise
    configuration: Any = {
        "hnsw": {
            "space": SPACE,
            "ef_search": EF_SEARCH,
            "ef_construction": EF_CONSTRUCTION,
            "max_neighbors": NEIGHBOURS,
        }
    }
    try:
        return client, client.get_or_create_collection(COLLECTION, embedding_function=None, configuration=configuration)
    except BaseException:
        _release(client)
        raise


def _forget_failed(path: str) -> None:
    """Drop the system that could not start: Chroma keeps it, without what it needs, for the next client of the path."""
    from chromadb.api.shared_system_client import SharedSystemClient

    if path not in SharedSystemClient._identifier_to_refcount:
        SharedSystemClient._identifier_to_system.pop(path, None)


def _release(client: ClientAPI) -> None:
    with _opening:
        client.close()  # type: ignore[attr-defined]


def _survivors(collection: Collection, erased: frozenset[str]) -> Iterator[tuple[list[str], Vectors]]:
    for offset in range(0, collection.count(), PAGE):
        page = collection.get(limit=PAGE, offset=offset, include=["embeddings"])
        kept = [row for row, key in enumerate(page["ids"]) if key not in erased]
        if kept:
            vectors = np.asarray(page["embeddings"], dtype=np.float32)
            yield [page["ids"][row] for row in kept], vectors[kept]


@contextmanager
def _translated() -> Iterator[None]:
    """Translate what Chroma raises; its Rust core also raises plain RuntimeError and ValueError."""
    import_chroma()
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, sqlite3.Error, OSError, RuntimeError, ValueError) as error:
        raise StorageError(
            f"The vector store could not be read or written ({type(error).__name__}).",
            remedy="Check the free space on the disk, then run `assistant doctor`.",
        ) from error
