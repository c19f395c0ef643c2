"""What the law asks of single documents: how long each is kept, which are under legal hold, and what must be forgotten.

Kept apart from the documents' rows, because these are replaced when a source changes and duties are not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import apsw

from policies.errors import HoldError

DUTIES = """
CREATE TABLE IF NOT EXISTS duties (
    document_id TEXT PRIMARY KEY,
    retain      TEXT,
    hold        TEXT,
    held_since  TEXT
) STRICT, WITHOUT ROWID;

-- Pseudonyms of texts that were replaced or deleted: whoever no stored text names any more leaves the vault, too.
CREATE TABLE IF NOT EXISTS abandoned (token TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""

Rows = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: `reason` as the officer gave it, `since` ISO 8601 in UTC."""

    reason: str
    since: str


class StoreDuties:
    """The duties in `store.db`."""

    def __init__(
        self, connection: apsw.Connection, rows: Rows, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._writing = writing

    def holds(self) -> dict[str, Hold]:
        """Documents under legal hold."""
        rows = self._rows("SELECT document_id, hold, held_since FROM duties WHERE hold IS NOT NULL", ())
        return {row[0]: Hold(row[1], row[2]) for row in rows}

    def periods(self) -> dict[str, str]:
        """Periods of retention of documents that have their own."""
        return dict(self._rows("SELECT document_id, retain FROM duties WHERE retain IS NOT NULL", ()))

    def hold(self, document_id: str, reason: str) -> None:
        """Put a document under legal hold; a new reason replaces the old one."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing():
            self._connection.execute(
                """INSERT INTO duties (document_id, hold, held_since) VALUES (?, ?, ?)
                   ON CONFLICT DO UPDATE SET hold = excluded.hold, held_since = excluded.held_since""",
                (document_id, reason, now),
            )

    def release(self, document_id: str) -> None:
        """End a legal hold."""
        with self._writing():
            self._connection.execute(
                "UPDATE duties SET hold = NULL, held_since = NULL WHERE document_id = ?", (document_id,)
            )

    def retain(self, document_id: str, period: str | None) -> None:
        """Keep a document for a period of its own; None: for the workspace's."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO duties (document_id, retain) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET retain = excluded.retain",
                (document_id, period),
            )

    def refuse_held(self, document_ids: Iterable[str]) -> None:
        """Pass when none of the documents is under legal hold.

        Whoever runs into a hold need not know of the case: its reason is told to officers, by the list of documents.

        Raises:
            HoldError: one is; it is neither erased nor replaced.
        """
        holds = self.holds()
        held = [key for key in document_ids if key in holds]
        if held:
            named = "; ".join(f"{key} since {holds[key].since[:10]}" for key in held[:5])
            more = f" and {len(held) - 5} more" if len(held) > 5 else ""
            raise HoldError(
                f"Under legal hold, so neither erased nor replaced: {named}{more}.",
                remedy="`assistant documents list` tells officers why; it ends by `assistant documents release`.",
            )

    def drop(self, document_ids: Iterable[str]) -> None:
        """Forget the duties of documents that are deleted; within the caller's transaction."""
        self._connection.executemany("DELETE FROM duties WHERE document_id = ?", [(key,) for key in document_ids])

    # ---- documents that are to be read again

    def read_again(self, document_ids: Iterable[str]) -> None:
        """Take documents for changed: the next ingestion of their sources reads them again."""
        with self._writing():
            self._connection.executemany(
                "UPDATE documents SET fingerprint = '' WHERE document_id = ?", [(key,) for key in document_ids]
            )

    def to_be_read(self) -> list[str]:
        """Documents that were taken for changed, and not read since."""
        return [row[0] for row in self._rows("SELECT document_id FROM documents WHERE fingerprint = ''", ())]

    # ---- pseudonyms of texts that are gone

    def abandon(self, tokens: Iterable[str]) -> None:
        """Note pseudonyms of a text that goes; within the caller's transaction."""
        self._connection.executemany("INSERT OR IGNORE INTO abandoned VALUES (?)", [(token,) for token in tokens])

    def rename_abandoned(self, successors: Mapping[str, str]) -> None:
        """Note what abandoned pseudonyms became when all of them were exchanged."""
        former = [token for token in self.abandoned() if token in successors]
        if former:
            with self._writing():
                self.abandon(successors[token] for token in former)
                self._connection.executemany("DELETE FROM abandoned WHERE token = ?", [(token,) for token in former])

    def abandoned(self) -> list[str]:
        """Pseudonyms of texts that are gone; other texts may still have them."""
        return [row[0] for row in self._rows("SELECT token FROM abandoned", ())]

    def finished(self, tokens: Sequence[str]) -> None:
        """The vault has forgotten these, or still needs them."""
        with self._writing():
            self._connection.execute(
                "DELETE FROM abandoned WHERE token IN (SELECT value FROM json_each(?))", (json.dumps(list(tokens)),)
            )
