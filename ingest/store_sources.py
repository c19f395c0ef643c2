"""Keyed hashes of the sources of documents, by which a source is told again: whatever it is read by next time."""

from __future__ import annotations

import json
from collections.abc import Iterable

import apsw

from ingest.store_duties import Rows

SOURCES = """
CREATE TABLE IF NOT EXISTS sources (
    document_id TEXT PRIMARY KEY,
    content     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


class StoreSources:
    """The sources in `store.db`."""

    def __init__(self, connection: apsw.Connection, rows: Rows) -> None:
        self._connection = connection
        self._rows = rows

    def of(self, document_ids: Iterable[str]) -> list[str]:
        """The hashes of the sources of documents; documents of before they were noted have none."""
        query = "SELECT content FROM sources WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id"
        return [row[0] for row in self._rows(query, (json.dumps(list(document_ids)),))]

    def note(self, document_id: str, content: str) -> None:
        """Note the source of a document; within the caller's transaction."""
        self._connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?)", (document_id, content))

    def drop(self, document_ids: Iterable[str]) -> None:
        """Forget the sources of documents that are deleted; within the caller's transaction."""
        self._connection.executemany("DELETE FROM sources WHERE document_id = ?", [(key,) for key in document_ids])
