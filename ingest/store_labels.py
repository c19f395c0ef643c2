"""To whom documents are restricted: labels of documents, compared with those that somebody bears.

Kept apart from the documents' rows, as duties are: a new version of a document is restricted as the one before was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

import apsw

from ingest.store_duties import Rows

LABELS = """
CREATE TABLE IF NOT EXISTS labels (
    document_id TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (document_id, label)
) STRICT, WITHOUT ROWID;
"""


class StoreLabels:
    """The labels in `store.db`. A document without one is open to whoever sees the workspace."""

    def __init__(
        self, connection: apsw.Connection, rows: Rows, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._writing = writing

    def restrict(self, document_ids: Iterable[str], labels: Sequence[str]) -> None:
        """Restrict documents to the bearers of any of the labels; no label: open them again.

        The documents need not be there yet: a restriction that comes first leaves no moment without it.
        """
        with self._writing():
            for document_id in document_ids:
                self._connection.execute("DELETE FROM labels WHERE document_id = ?", (document_id,))
                self._connection.executemany(
                    "INSERT INTO labels VALUES (?, ?)", [(document_id, each) for each in labels]
                )

    def restrictions(self) -> dict[str, tuple[str, ...]]:
        """The labels of each document that has some."""
        found: dict[str, tuple[str, ...]] = {}
        for document_id, label in self._rows("SELECT document_id, label FROM labels ORDER BY document_id, label", ()):
            found[document_id] = (*found.get(document_id, ()), label)
        return found

    def hidden_from(self, labels: Iterable[str]) -> frozenset[str]:
        """The documents that somebody with these labels doesn't see."""
        rows = self._rows(
            """SELECT document_id FROM labels GROUP BY document_id
               HAVING NOT max(label IN (SELECT value FROM json_each(?)))""",
            (json.dumps(sorted(labels)),),
        )
        return frozenset(row[0] for row in rows)

    def drop(self, document_ids: Iterable[str]) -> None:
        """Forget the labels of documents that are deleted; within the caller's transaction."""
        self._connection.executemany("DELETE FROM labels WHERE document_id = ?", [(key,) for key in document_ids])
