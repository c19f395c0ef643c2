"""Keyed hashes of the sources of documents, by which a source is told again: whatever it is read by next time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import apsw

from ingest.store_duties import Rows

SOURCES = """
CREATE TABLE noted_sources (
    document_id TEXT PRIMARY KEY,
    content     TEXT NOT NULL,
    read_before TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Documents of before sources were noted: the log can't name their sources, so the time when they were read is noted.
INSERT INTO noted_sources SELECT document_id, '', ingested_at FROM documents;
"""


@dataclass(frozen=True, slots=True)
class NotedSource:
    """What is noted of a document's source. `content` is its hash, empty where it isn't known.

    `read_before` (ISO 8601 in UTC) is set where the document was first read before sources were noted: what was erased
    of it from then on, the erasure log may know by no source.
    """

    content: str
    read_before: str = ""

    def read_before_as(self, content: str) -> str:
        """`read_before`, if a source with that hash may be the one that was read then; else empty."""
        return self.read_before if self.content in ("", content) else ""


class StoreSources:
    """The sources in `store.db`."""

    def __init__(self, connection: apsw.Connection, rows: Rows) -> None:
        self._connection = connection
        self._rows = rows

    def of(self, document_ids: Iterable[str]) -> dict[str, NotedSource]:
        """What is noted of the sources of documents, by document."""
        query = "SELECT * FROM noted_sources WHERE document_id IN (SELECT value FROM json_each(?))"
        rows = self._rows(query, (json.dumps(list(document_ids)),))
        return {key: NotedSource(*noted) for key, *noted in rows}

    def note(self, document_id: str, source: NotedSource) -> None:
        """Note the source of a document; within the caller's transaction."""
        noted = (document_id, source.content, source.read_before)
        self._connection.execute("INSERT OR REPLACE INTO noted_sources VALUES (?, ?, ?)", noted)

    def drop(self, document_ids: Iterable[str]) -> None:
        """Forget the sources of documents that are deleted; within the caller's transaction."""
        self._connection.executemany(
            "DELETE FROM noted_sources WHERE document_id = ?", [(key,) for key in document_ids]
        )
