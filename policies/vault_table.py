"""The vault's table: which lookup has which token, and what is sealed behind it. Knows no value and no key of values.

One table is read by many threads and written by many processes: tokens are kept in memory, where `known` finds them
without the file, and the memory follows what other processes commit.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import apsw

from policies import token_exchange as exchange
from policies import token_merging as merging
from policies.database import forget_deleted, open_database, storage_errors, transaction
from policies.errors import StorageError

_T = TypeVar("_T")

FRESH_SECONDS: Final = 0.05
"""How old the memory of what other processes wrote may be when `known` answers from it."""

SECRET_BYTES: Final = 32

_NEVER_READ: Final = -1
_ASKED_BEFORE_READING: Final = 500
"""Lookups that are asked of the file, 10 µs each, before everything is read into memory, 3 µs a value: a command that
answers one question needs no more."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS pseudonyms (
    id INTEGER PRIMARY KEY AUTOINCREMENT, lookup BLOB NOT NULL UNIQUE,
    token TEXT NOT NULL UNIQUE COLLATE NOCASE, sealed BLOB NOT NULL
) STRICT;
-- Rows that were made for questions, and that no document asked for since.
CREATE TABLE IF NOT EXISTS asked (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS deletions (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO deletions VALUES (1, 0);
CREATE TABLE IF NOT EXISTS erasures (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT"""


class VaultTable:
    """Rows (lookup, token, sealed value) in an encrypted file. Tokens are unique without case, for good.

    `candidates` are the tokens that a value may get under the pseudonym key of a generation's secret.
    """

    def __init__(self, path: Path, key: bytes, candidates: exchange.Candidates) -> None:
        self._name = path.name
        self._candidates = candidates
        self._lock = threading.RLock()
        self._tokens: dict[bytes, str] = {}
        self._asked: dict[bytes, str] = {}
        self._last_id = 0
        self._deletions = 0
        self._version = _NEVER_READ
        self._checked_at = float("-inf")
        self._looked_up = 0
        self._batches = 0
        self._undone = False  # An inner batch failed, and with it what the outer one had made.
        self._writing = False
        self.persons = merging.MergedPersons(self._read, self._change)
        """Persons who are one, or are known to be two."""
        self._connection = open_database(path, key)
        with transaction(self._connection):
            self._connection.execute(";".join((_SCHEMA, exchange.SCHEMA, merging.SCHEMA)))
            self._connection.execute("INSERT OR IGNORE INTO generations VALUES (1, ?)", (os.urandom(SECRET_BYTES),))

    def known(self, lookup: bytes) -> str | None:
        """The token that a lookup has for documents; sees what another process wrote within `FRESH_SECONDS`."""
        tokens = self._tokens  # First: when another thread's batch fails, the memory is emptied at any moment.
        if self._version == _NEVER_READ:
            with self._lock, storage_errors(self._name):
                return self._find(lookup, asked=False)
        # Without waiting: while another thread's batch holds the lock, what was known before it will do.
        if not self._fresh() and self._lock.acquire(blocking=False):
            try:
                with storage_errors(self._name):
                    return self._find(lookup, asked=False)
            finally:
                self._lock.release()
        return tokens.get(lookup)

    def held(self, lookup: bytes) -> str | None:
        """The token of a lookup, whatever it was made for."""
        with self._lock, storage_errors(self._name):
            return self._find(lookup, asked=True)

    def token(self, lookup: bytes, entity_type: str, seal: Callable[[str], bytes], *, asked: bool) -> str:
        """The token of a lookup; when it has none, the first candidate that is free, with what `seal` gives for it.

        Made for a question (`asked`) it is marked so, until a document asks for it.

        Raises:
            StorageError: it can't be written.
        """
        # The lock: another thread's batch may yet be rolled back, its tokens don't count before it ends.
        with self._lock, storage_errors(self._name):
            found = self._find(lookup, asked=asked)
            if found is not None:
                return found
            with self.batch():
                self._begin()
                if self._find(lookup, asked=False) is None and self._find(lookup, asked=True) is not None and not asked:
                    self._place(lookup)
                found = self._find(lookup, asked=asked)
                return self._insert(lookup, entity_type, seal, asked=asked) if found is None else found

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Write tokens made inside together, durable when the outermost block ends, or not at all."""
        with self._lock, storage_errors(self._name):
            self._batches += 1
            try:
                yield
            except BaseException:
                self._batches -= 1
                self._undone = self._batches > 0
                self._roll_back()
                raise
            self._batches -= 1
            if self._batches:
                return
            if self._undone:
                self._undone = False
                self._roll_back()
                raise StorageError("Pseudonyms could not be written.", remedy="Run the command again.")
            self._commit()

    def sealed(self, tokens: Iterable[str]) -> list[tuple[str, bytes] | None]:
        """For each token, in any case, the one that its value has now and what is sealed behind it; None: unknown.

        Former tokens are looked for whether or not a token is a present one, so that each costs the same.
        """
        query = (
            "SELECT token, sealed FROM pseudonyms WHERE token = ?1 UNION ALL SELECT p.token, p.sealed"
            " FROM former f JOIN pseudonyms p ON p.token = f.successor WHERE f.token = ?1"
            " UNION ALL SELECT token, sealed FROM merged WHERE token = ?1"
        )
        with self._lock, storage_errors(self._name):
            found: list[list[tuple[Any, ...]]] = [self._connection.execute(query, (t,)).fetchall() for t in tokens]
        return [(rows[0][0], rows[0][1]) if rows else None for rows in found]

    def issued(self, token: str) -> bool:
        """Whether a token, whatever its case, was ever made here, and was not exchanged since."""
        with self._lock, storage_errors(self._name):
            return exchange.taken(self._connection, token)

    def asked(self) -> list[str]:
        """The tokens that were made for questions, and that no document asked for since."""
        with self._lock, storage_errors(self._name):
            rows: list[tuple[Any, ...]] = self._connection.execute(
                "SELECT p.token FROM asked a JOIN pseudonyms p ON p.id = a.id"
            ).fetchall()
        return [row[0] for row in rows]

    def rows(self, *, asked: bool) -> list[tuple[str, str, bytes]]:
        """Every token, the one that its value has now, and what is sealed behind that.

        Without `asked` those alone that may stand in a document.
        """
        told = "" if asked else " WHERE p.id NOT IN (SELECT id FROM asked)"
        query = (
            f"SELECT p.token, p.token, p.sealed FROM pseudonyms p{told} UNION ALL"  # noqa: S608 - constants alone
            f" SELECT f.token, p.token, p.sealed FROM former f JOIN pseudonyms p ON p.token = f.successor{told}"
            " UNION ALL SELECT token, token, sealed FROM merged"
        )
        with self._lock, storage_errors(self._name):
            found: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return [(row[0], row[1], row[2]) for row in found]

    def last_erasure(self) -> int | None:
        """Number of the newest entry of the erasure log that was carried out here; None: none was noted yet."""
        with self._lock, storage_errors(self._name):
            rows: list[tuple[Any, ...]] = self._connection.execute("SELECT last FROM erasures").fetchall()
        return int(rows[0][0]) if rows else None

    def note_erasure(self, number: int) -> None:
        """Note that the entries of the erasure log up to `number` are carried out."""
        with self._lock, transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO erasures VALUES (1, ?)", (number,))

    def delete(self, tokens: Iterable[str]) -> int:
        """Remove rows by a token that they have or had, without a trace in the file; returns how many there were.

        The tokens stay, without anything behind them: nobody else may ever get one that stands in a document.
        """
        gone = 0
        with self._lock:
            with transaction(self._connection):
                for token in tokens:
                    # An exchange may be pending: then the row has another token by now.
                    current = "token IN (?1, (SELECT successor FROM former WHERE token = ?1))"
                    removed: list[tuple[Any, ...]] = self._connection.execute(
                        f"DELETE FROM pseudonyms WHERE {current} RETURNING token, lookup, id",  # noqa: S608 - a constant
                        (token,),
                    ).fetchall()
                    self._connection.executemany("DELETE FROM asked WHERE id = ?", [(row[2],) for row in removed])
                    spent = [*(row[0] for row in removed)]
                    spent += merging.forget(self._connection, token, removed[0][1] if removed else None)
                    gone += len(spent)
                    self._connection.executemany("INSERT OR IGNORE INTO spent VALUES (?)", [(each,) for each in spent])
                self._count_deletion()
            self._forget_memory()
            forget_deleted(self._connection)
        return gone

    def forget_asked(self, used: Collection[str]) -> int:
        """Remove rows that only questions made, without a trace in the file; returns how many there were.

        Those whose token is `used` are documents' from now on. The others' tokens may be given to their values again.
        """
        with self._lock:
            with transaction(self._connection):
                rows: list[tuple[Any, ...]] = self._connection.execute(
                    "SELECT p.id, p.token FROM asked a JOIN pseudonyms p ON p.id = a.id"
                ).fetchall()
                gone = [(row[0],) for row in rows if row[1] not in used]
                self._connection.executemany("DELETE FROM pseudonyms WHERE id = ?", gone)
                self._connection.execute("DELETE FROM asked")
                if rows:
                    self._count_deletion()
            self._forget_memory()
            if gone:
                forget_deleted(self._connection)
        return len(gone)

    # ---- exchanging all tokens

    def exchange_pending(self) -> bool:
        """Whether an exchange of tokens was begun and is not at its end."""
        return self._read(exchange.is_pending)

    def begin_exchange(self, reseal: exchange.Reseal) -> None:
        """Give every value a token of a new generation, durably; does nothing while an exchange is pending."""
        with self._lock:
            with transaction(self._connection):
                if not exchange.is_pending(self._connection):
                    secrets = os.urandom(SECRET_BYTES), os.urandom(SECRET_BYTES)
                    exchange.begin(self._connection, *secrets, self._candidates, reseal)
                    self._count_deletion()
            self._forget_memory()

    def successors(self) -> Mapping[str, str]:
        """What each former token became; empty when no exchange is pending."""
        return self._read(exchange.successors)

    def aliases(self, token: str) -> list[str]:
        """The tokens of the value that a token stands for: itself alone, unless an exchange is pending."""
        with self._lock, storage_errors(self._name):
            return exchange.aliases(self._connection, token)

    def end_exchange(self) -> None:
        """Forget former tokens and the secret of the old key, without a trace in the file."""
        with self._lock:
            with transaction(self._connection):
                exchange.end(self._connection)
            forget_deleted(self._connection)
            with transaction(self._connection):
                exchange.cleared(self._connection)

    def count(self) -> int:
        """How many rows there are."""
        with self._lock, storage_errors(self._name):
            return self._number("SELECT count(*) FROM pseudonyms")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _read(self, read: Callable[[apsw.Connection], _T]) -> _T:
        with self._lock, storage_errors(self._name):
            return read(self._connection)

    def _change(self, change: Callable[[apsw.Connection], None]) -> None:
        """Change which lookup has which token, durably; every process reads its memory anew."""
        with self._lock:
            with transaction(self._connection):
                change(self._connection)
                self._count_deletion()
            self._forget_memory()

    def _find(self, lookup: bytes, *, asked: bool) -> str | None:
        """The token of a lookup as the file has it at this moment; the lock is held.

        Without `asked` none that was made for a question alone.
        """
        if self._version == _NEVER_READ:
            self._looked_up += 1
            if self._looked_up <= _ASKED_BEFORE_READING:
                rows: list[tuple[Any, ...]] = self._connection.execute(
                    "SELECT token, id IN (SELECT id FROM asked) FROM pseudonyms WHERE lookup = ?1"
                    " UNION ALL SELECT p.token, 0 FROM merged m"
                    " JOIN pseudonyms p ON p.lookup = m.into_lookup WHERE m.lookup = ?1",
                    (lookup,),
                ).fetchall()
                return str(rows[0][0]) if rows and (asked or not rows[0][1]) else None
            self._refresh()
        elif not self._writing:
            self._refresh()
        return self._tokens.get(lookup) or (self._asked.get(lookup) if asked else None)

    def _fresh(self) -> bool:
        return self._writing or time.monotonic() - self._checked_at < FRESH_SECONDS

    def _refresh(self) -> None:
        """Take in what other processes committed: new rows only, or everything when one of them deleted."""
        version = self._number("PRAGMA data_version")
        if version != self._version:
            deletions = self._number("SELECT count FROM deletions")
            everything = deletions != self._deletions
            rows: list[tuple[Any, ...]] = self._connection.execute(
                "SELECT id, lookup, token, id IN (SELECT id FROM asked) FROM pseudonyms WHERE id > ? ORDER BY id",
                (0 if everything else self._last_id,),
            ).fetchall()
            new = {lookup: token for _, lookup, token, asked in rows if not asked} | merging.lookups(self._connection)
            new_asked = {lookup: token for _, lookup, token, asked in rows if asked}
            if everything:
                self._tokens, self._asked = new, new_asked  # Not bit by bit, because `known` reads without the lock.
            else:
                self._tokens.update(new)
                self._asked.update(new_asked)
            self._last_id = rows[-1][0] if rows else self._last_id
            self._version, self._deletions = version, deletions
        self._checked_at = time.monotonic()

    def _forget_memory(self) -> None:
        # Not fresh before it is empty: `known` reads without the lock.
        self._checked_at, self._version = float("-inf"), _NEVER_READ
        self._tokens, self._asked, self._last_id = {}, {}, 0

    def _begin(self) -> None:
        if not self._writing:
            self._connection.execute("BEGIN IMMEDIATE")
            self._writing = True
            if self._version != _NEVER_READ:
                self._refresh()

    def _commit(self) -> None:
        if self._writing:
            try:
                self._connection.execute("COMMIT")
                self._writing = False
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        """Undo what the batch wrote, in memory too. A full disk makes SQLite roll back on its own."""
        if self._writing:
            self._writing = False
            self._forget_memory()
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _place(self, lookup: bytes) -> None:
        """Note that a document has what only questions had. In a transaction."""
        self._connection.execute("DELETE FROM asked WHERE id = (SELECT id FROM pseudonyms WHERE lookup = ?)", (lookup,))
        self._count_deletion()
        if lookup in self._asked:
            self._tokens[lookup] = self._asked.pop(lookup)

    def _insert(self, lookup: bytes, entity_type: str, seal: Callable[[str], bytes], *, asked: bool) -> str:
        # The secret in use is read here, inside the transaction: another process may have exchanged it.
        candidates = self._candidates(exchange.secret_in_use(self._connection), lookup, entity_type)
        token = next(each for each in candidates if not exchange.taken(self._connection, each))
        self._connection.execute(
            "INSERT INTO pseudonyms (lookup, token, sealed) VALUES (?, ?, ?)", (lookup, token, seal(token))
        )
        row_id = self._connection.last_insert_rowid()
        if asked:
            self._connection.execute("INSERT INTO asked VALUES (?)", (row_id,))
        if self._version != _NEVER_READ:
            self._last_id = row_id
            (self._asked if asked else self._tokens)[lookup] = token
        return token

    def _count_deletion(self) -> None:
        """Have every process read its memory anew."""
        self._connection.execute("UPDATE deletions SET count = count + 1")

    def _number(self, query: str) -> int:
        rows: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return int(rows[0][0])
