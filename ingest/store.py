"""Documents, chunks and the full-text index in one encrypted SQLite file.

Everything in it was redacted before it came here, so reading gives `RedactedText` back.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from ingest.store_care import StoreCare
from ingest.store_duties import DUTIES, StoreDuties
from ingest.store_labels import LABELS, StoreLabels
from ingest.store_rows import insert_document
from ingest.store_schema import SCHEMA_VERSION, TABLES
from ingest.store_sources import SOURCES, NotedSource, StoreSources
from ingest.store_words import StoreWords
from ingest.stored import NewDocument, StoredChunk, StoredDocument
from policies.database import forget_deleted, open_database, storage_errors, transaction
from policies.errors import StorageError
from policies.restoring import tokens_in
from policies.text import RedactedText, reopen

Intent = Literal["add", "erase"]

_CHUNK = """
SELECT c.chunk_id, c.document_id, d.name, c.title, c.section, c.header, c.page, c.start, c."end", c.text, c.ordinal
FROM chunks c JOIN documents d USING (document_id)
"""
_DOCUMENT = """
SELECT d.document_id, d.name, d.title, d.media_type, d.pages,
       (SELECT count(*) FROM chunks c WHERE c.document_id = d.document_id),
       d.characters, d.entities, d.policy, d.ingested_at, d.warnings
FROM documents d
"""


class Store:
    """`store.db` of a workspace. Safe to call from several threads."""

    def __init__(self, path: Path, key: bytes, *, writable: bool) -> None:
        """Open the file; a writer makes it on first use.

        Raises:
            KeyFileError: it was written with another key.
            StorageError: it is missing, damaged, or of another schema.
        """
        self._name = path.name
        self._lock = threading.RLock()
        self._connection = open_database(path, key, readonly=not writable)
        self.duties = StoreDuties(self._connection, self._rows, self._writing)
        self.labels = StoreLabels(self._connection, self._rows, self._writing)
        self.sources = StoreSources(self._connection, self._rows)
        self.words = StoreWords(self._connection, self._rows)
        self.care = StoreCare(self._connection, self._rows, self._writing if writable else None)
        try:
            if writable:
                with transaction(self._connection):
                    if not self.is_made():
                        self._connection.execute(TABLES)
                    if not self._has_table("duties"):  # a store of before there were duties
                        self._connection.execute(DUTIES)
                    if not self._has_table("labels"):  # ... and of before documents could be restricted
                        self._connection.execute(LABELS)
                    if not self._has_table("noted_sources"):  # ... and of before sources were told by their content
                        self._connection.execute(SOURCES)
            self._check_schema()
        except BaseException:
            self._connection.close()
            raise

    def is_current(self) -> bool:
        """Whether each table is there; a reader of an older file lacks some until a writer has opened it."""
        return all(map(self._has_table, ("meta", "duties", "labels", "noted_sources")))

    def is_made(self) -> bool:
        """Whether the file has its tables: not yet, while another opens it for the first time."""
        return self._has_table("meta")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    # ---- identity and change

    def meta(self) -> dict[str, str]:
        """What is recorded about the index as a whole."""
        return dict(self._rows("SELECT name, value FROM meta"))

    def record(self, values: Mapping[str, str]) -> None:
        """Record facts about the index as a whole."""
        with self._writing():
            self._write_meta(values)

    def revision(self) -> int:
        """A number that grows with each change of what can be found."""
        return int(self._value("SELECT value FROM meta WHERE name = 'revision'"))

    # ---- documents and chunks

    def fingerprints(self) -> dict[str, str]:
        """Fingerprint of each document by its id."""
        return dict(self._rows("SELECT document_id, fingerprint FROM documents"))

    def next_version(self, document_id: str) -> int:
        """The version that the document's next text will have; never one that was used before."""
        rows = self._rows("SELECT version FROM documents WHERE document_id = ?", (document_id,))
        return int(rows[0][0]) + 1 if rows else self.revision()

    def documents(self) -> list[StoredDocument]:
        """All documents, by name."""
        return [_stored_document(row) for row in self._rows(_DOCUMENT + "ORDER BY d.name, d.document_id")]

    def document(self, document_id: str) -> StoredDocument | None:
        """One document."""
        rows = self._rows(_DOCUMENT + "WHERE d.document_id = ?", (document_id,))
        return _stored_document(rows[0]) if rows else None

    def text(self, document_id: str) -> RedactedText | None:
        """The whole redacted text of a document."""
        rows = self._rows("SELECT text FROM documents WHERE document_id = ?", (document_id,))
        return reopen(rows[0][0]) if rows else None

    def tokens(self, document_ids: Iterable[str] | None = None) -> set[str]:
        """Pseudonyms in names, titles and texts of some documents, or of all."""
        found: set[str] = set()
        for document_id in self.fingerprints() if document_ids is None else document_ids:
            for row in self._rows("SELECT name, title, text FROM documents WHERE document_id = ?", (document_id,)):
                found.update(token for text in row for token in tokens_in(text))
        return found

    def chunks(self, chunk_ids: Sequence[str]) -> list[StoredChunk]:
        """Chunks in the order asked for; ids that are not there are passed over."""
        rows = self._rows(
            _CHUNK + "WHERE c.chunk_id IN (SELECT value FROM json_each(?))",  # noqa: S608 - constants alone
            (json.dumps(list(chunk_ids)),),
        )
        found = {row[0]: _stored_chunk(row) for row in rows}
        return [found[key] for key in chunk_ids if key in found]

    def neighbours(self, chunk_id: str, before: int, after: int) -> list[StoredChunk]:
        """The chunk with up to `before` chunks in front of it and `after` behind it, in the document's order."""
        rows = self._rows(
            _CHUNK
            + """JOIN chunks hit ON hit.chunk_id = ? AND hit.document_id = c.document_id
                 WHERE c.ordinal BETWEEN hit.ordinal - ? AND hit.ordinal + ? ORDER BY c.ordinal""",
            (chunk_id, before, after),
        )
        return [_stored_chunk(row) for row in rows]

    def chunk_ids(self, document_ids: Iterable[str] | None = None) -> list[str]:
        """Ids of the chunks of some documents, or of all."""
        if document_ids is None:
            return [row[0] for row in self._rows("SELECT chunk_id FROM chunks")]
        listed = json.dumps(list(document_ids))
        wanted = "SELECT chunk_id FROM chunks WHERE document_id IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self._rows(wanted, (listed,))]

    def known(self, chunk_ids: Sequence[str]) -> set[str]:
        """Which of the ids are chunks."""
        rows = self._rows(
            "SELECT chunk_id FROM chunks WHERE chunk_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(chunk_ids)),),
        )
        return {row[0] for row in rows}

    # ---- writing

    def intend(self, chunk_ids: Iterable[str], intent: Intent) -> None:
        """Write down, before it is done, which vectors will be added or erased."""
        with self._writing():
            self._intend(chunk_ids, intent)

    def intended(self, intent: Intent) -> list[str]:
        """Ids of vectors whose adding or erasing is not known to be finished."""
        return [row[0] for row in self._rows("SELECT chunk_id FROM journal WHERE intent = ?", (intent,))]

    def finished(self, intent: Intent) -> None:
        """Clear the journal of an intent."""
        with self._writing():
            self._connection.execute("DELETE FROM journal WHERE intent = ?", (intent,))
            self._count_revision()

    def replace(
        self, documents: Sequence[tuple[NewDocument, int, Sequence[str]]], *, exchanged: bool = False
    ) -> list[str]:
        """Put documents (each with its version and the ids of its chunks) in the place of what they replace.

        All or nothing. Gives the ids of the chunks that are gone, whose vectors are now in the journal to be erased;
        the new chunks' additions are done, and leave the journal. `exchanged`: see `Index.put`.

        Raises:
            HoldError: what is to be replaced is under legal hold.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing():
            gone = self._remove([new.document_id for new, _, _ in documents], exchanged=exchanged)
            for new, version, chunk_ids in documents:
                insert_document(self._connection, new, version, chunk_ids, now)
                if new.content:
                    self.sources.note(new.document_id, NotedSource(new.content, new.read_before))
                self.duties.abandon(new.dropped)
                self._connection.executemany("DELETE FROM journal WHERE chunk_id = ?", [(key,) for key in chunk_ids])
            self._count_revision()
        return gone

    def remove(self, document_ids: Sequence[str], *, to_read_again: bool = False) -> list[str]:
        """Remove documents; gives the ids of the chunks that are gone, whose vectors are now to be erased.

        What is known of their sources stays where the documents are about `to_read_again`.

        Raises:
            HoldError: one is under legal hold.
        """
        with self._writing():
            gone = self._remove(document_ids)
            self.duties.drop(document_ids)
            self.labels.drop(document_ids)
            if not to_read_again:
                self.sources.drop(document_ids)
            self._count_revision()
        return gone

    def forget(self) -> None:
        """Leave no byte of removed rows in the file or beside it."""
        with self._lock:
            forget_deleted(self._connection)

    # ---- inside

    def _remove(self, document_ids: Sequence[str], *, exchanged: bool = False) -> list[str]:
        if not exchanged:
            self.duties.refuse_held(document_ids)
            self.duties.abandon(self.tokens(document_ids))
        gone = self.chunk_ids(document_ids)
        self._intend(gone, "erase")
        for document_id in document_ids:
            self._connection.execute("DELETE FROM chunks WHERE document_id = ?", (document_id,))
            self._connection.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))
        return gone

    def _intend(self, chunk_ids: Iterable[str], intent: Intent) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO journal VALUES (?, ?)", [(key, intent) for key in chunk_ids]
        )

    def _count_revision(self) -> None:
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'revision'")

    def _write_meta(self, values: Mapping[str, str]) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))

    def _has_table(self, name: str) -> bool:
        return bool(self._rows("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)))

    def _check_schema(self) -> None:
        if not self.is_made():  # another thread or process is making the file just now: see `is_current`
            return
        found = self._value("SELECT value FROM meta WHERE name = 'schema'")
        if found != SCHEMA_VERSION:
            raise StorageError(
                f"{self._name} has schema {found}; this version reads {SCHEMA_VERSION}.",
                remedy="Use the version that wrote it, or delete the workspace's folder and ingest again.",
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, transaction(self._connection):
            yield

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock, storage_errors(self._name):
            return self._connection.execute(sql, values).fetchall()

    def _value(self, sql: str) -> Any:
        rows = self._rows(sql)
        return rows[0][0] if rows else ""


def stored_counts(path: Path, key: bytes) -> tuple[int, int]:
    """Documents and chunks of a store; none where there is no file yet."""
    if not path.exists():
        return 0, 0
    store = Store(path, key, writable=False)
    try:
        if not store.is_made():
            return 0, 0
        return int(store._value("SELECT count(*) FROM documents")), int(store._value("SELECT count(*) FROM chunks"))
    finally:
        store.close()


def _stored_document(row: tuple[Any, ...]) -> StoredDocument:
    return StoredDocument(
        document_id=row[0],
        name=reopen(row[1]),
        title=reopen(row[2]),
        media_type=row[3],
        pages=row[4],
        chunks=row[5],
        characters=row[6],
        entities=json.loads(row[7]),
        policy=row[8],
        ingested_at=row[9],
        warnings=tuple(json.loads(row[10])),
    )


def _stored_chunk(row: tuple[Any, ...]) -> StoredChunk:
    return StoredChunk(
        chunk_id=row[0],
        document_id=row[1],
        document=reopen(row[2]),
        title=reopen(row[3]),
        section=reopen(row[4]),
        header=reopen(row[5]),
        page=row[6],
        start=row[7],
        end=row[8],
        text=reopen(row[9]),
        ordinal=row[10],
    )
