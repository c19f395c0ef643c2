"""The audit trail: an encrypted, hash-chained file that many processes append to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import apsw

from policies.audit_chain import GENESIS, Anchor, from_fields, remembered_by, seal, to_fields, verify_chain
from policies.audit_events import Action, AuditEntry, AuditEvent, AuditSink, Verification
from policies.database import open_database, storage_errors, transaction
from policies.errors import AuditError, StorageError
from policies.keys import Keyring, derive

__all__ = ["Action", "AuditEntry", "AuditEvent", "AuditSink", "AuditTrail", "Verification"]

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS entries (
    seq INTEGER PRIMARY KEY, time TEXT NOT NULL, event TEXT NOT NULL, previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS head (
    one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT"""


class AuditTrail:
    """An `AuditSink` in `audit.db`. `anchor`: the file, apart from the data, that remembers its end."""

    def __init__(self, path: Path, key: bytes, *, anchor: Path | None = None) -> None:
        self._chain_key = derive(key, "audit chain")
        self._anchor = Anchor(anchor, derive(key, "audit anchor")) if anchor else None
        self._lock = threading.Lock()
        with _audit_errors():
            self._connection = open_database(path, derive(key, "audit file"))
            with transaction(self._connection):
                self._connection.execute(_SCHEMA)

    @classmethod
    def open(cls, path: Path, *, keyring: Keyring, anchor: Path | None = None) -> Self:
        """The trail at `path`, made when it is not there."""
        return cls(path, keyring.key("audit"), anchor=anchor)

    def record(self, event: AuditEvent) -> None:
        """Append one entry, synced to the disk before this returns.

        Raises:
            AuditError: it could not be written.
        """
        with self._lock, _audit_errors():
            entry = self._append(event)
            if self._anchor:
                self._anchor.remember(entry, self._hash_of)

    def acknowledge(self, actor: str, workspace: str, reason: str) -> AuditEntry:
        """Let the trail go on where its chain holds and the anchor remembers another one: an older copy was restored.

        The entry tells how many entries were found and what the anchor remembered. A kill before the anchor has it
        leaves the trail as it was, with an entry more.

        Raises:
            AuditError: the trail is as the anchor remembers it, an entry of it was altered, or it can't be written.
        """
        remembered = self._anchor.read() if self._anchor else None
        verification = self.verify()
        if self._anchor is None or verification.intact or not verification.chain_holds:
            raise AuditError(
                "There is no restored copy of the audit trail to acknowledge.",
                remedy="See `assistant audit verify`; an altered entry can't be acknowledged.",
            )
        event = AuditEvent.trail_acknowledged(
            actor, workspace, reason, found=verification.entries, anchor=remembered_by(remembered)
        )
        with self._lock, _audit_errors():
            entry = self._append(event)
            self._anchor.accept(entry)
        return entry

    def entries(self, limit: int | None = None, *, workspace: str | None = None) -> tuple[AuditEntry, ...]:
        """The newest `limit` entries (all: None), oldest first; those of one workspace, or of all (None).

        Raises:
            AuditError: the file can't be read.
        """
        with self._lock, _audit_errors(), storage_errors("audit.db"):
            rows: list[tuple[Any, ...]] = self._connection.execute(
                "SELECT seq, time, event, previous, hash FROM entries"
                " WHERE ?1 IS NULL OR json_extract(event, '$.workspace') = ?1 ORDER BY seq DESC LIMIT ?2",
                (workspace, -1 if limit is None else limit),
            ).fetchall()
            return tuple(_entry(row) for row in reversed(rows))

    def entries_of(self, *actions: Action) -> tuple[AuditEntry, ...]:
        """All entries of some actions, oldest first.

        Raises:
            AuditError: the file can't be read.
        """
        query = (
            "SELECT seq, time, event, previous, hash FROM entries"
            " WHERE json_extract(event, '$.action') IN (SELECT value FROM json_each(?)) ORDER BY seq"
        )
        with self._lock, _audit_errors(), storage_errors("audit.db"):
            rows: list[tuple[Any, ...]] = self._connection.execute(query, (json.dumps(actions),)).fetchall()
            return tuple(_entry(row) for row in rows)

    def verify(self) -> Verification:
        """Check every entry, the end against the head kept with the trail, and both against the anchor.

        Raises:
            AuditError: the trail is in use, or can't be opened at all.
        """
        # First the anchor, then one view of the file: what others append meanwhile is in neither, or in the file.
        remembered = self._anchor.read() if self._anchor else None
        with self._lock, _audit_errors(), storage_errors("audit.db"):
            self._connection.execute("BEGIN")
            try:
                entries, unread = self._scan()
                seq, head = (len(entries), "") if unread else self._head()
            finally:
                self._connection.execute("ROLLBACK")
        verification, last = verify_chain(self._chain_key, entries)
        if not verification.intact:
            return verification
        written = verification.entries
        if unread:
            return Verification(written, written + 1, f"entry {written + 1} can't be read: {unread}")
        if seq > written or (seq, head) != (written, last):
            lost = min(seq, written) + 1
            return Verification(written, lost, f"the trail ends before entry {lost}; {seq} were written")
        if not self._anchor:
            return verification
        return self._anchor.check(remembered, verification, {entry.seq: entry.hash for entry in entries})

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _append(self, event: AuditEvent) -> AuditEntry:
        with transaction(self._connection):
            last, previous = self._head()
            entry = seal(self._chain_key, last + 1, event, previous)
            body = json.dumps(to_fields(event), ensure_ascii=False)
            self._connection.execute(
                "INSERT INTO entries VALUES (?, ?, ?, ?, ?)",
                (entry.seq, entry.time, body, entry.previous, entry.hash),
            )
            self._connection.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?)", (entry.seq, entry.hash))
        return entry

    def _head(self) -> tuple[int, str]:
        rows: list[tuple[Any, ...]] = self._connection.execute("SELECT seq, hash FROM head").fetchall()
        return (rows[0][0], rows[0][1]) if rows else (0, GENESIS)

    def _hash_of(self, seq: int) -> str | None:
        rows: list[tuple[Any, ...]] = self._connection.execute(
            "SELECT hash FROM entries WHERE seq = ?", (seq,)
        ).fetchall()
        return str(rows[0][0]) if rows else None

    def _scan(self) -> tuple[tuple[AuditEntry, ...], str]:
        """All entries from the first up to one that can't be read, and why that can't be."""
        entries: list[AuditEntry] = []
        try:
            for row in self._connection.execute("SELECT seq, time, event, previous, hash FROM entries ORDER BY seq"):
                entries.append(_entry(row))
        except (apsw.CorruptError, apsw.NotADBError):
            return tuple(entries), "a page of the file was altered or cut off"
        except (ValueError, TypeError):
            return tuple(entries), "it is no event"
        return tuple(entries), ""


def _entry(row: tuple[Any, ...]) -> AuditEntry:
    seq, time, body, previous, digest = row
    return AuditEntry(seq, time, from_fields(json.loads(body)), previous, digest)


@contextmanager
def _audit_errors() -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        raise AuditError(f"The audit trail can't be used: {error.problem}", remedy=error.remedy) from error
    except (apsw.Error, ValueError, TypeError) as error:
        raise AuditError(
            f"The audit trail can't be read ({type(error).__name__}).",
            remedy="Restore audit.db from a backup and run `assistant audit verify`.",
        ) from error
