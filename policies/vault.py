"""The pseudonym vault of one workspace: a value's token, and the value behind a token.

A token's code is HMAC-SHA256 under the workspace's key over entity type and canonical value, four characters
of base 58, more where two values would share a token (compared without case, because people and models change
case). What is written: the HMAC to find a value by, the token, and the value sealed with AES-256-GCM bound to
its token; all of that in a file that is encrypted as a whole, under another key. So a token is stable even
when the vault is rebuilt, and deleting a row makes its token anonymous for good.
"""

from __future__ import annotations

import hmac
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from policies.audit_events import AuditEvent, AuditSink
from policies.database import forget_deleted, open_database, storage_errors, transaction
from policies.errors import AccessError, StorageError
from policies.keys import Keyring, derive
from policies.pseudonyms import ALPHABET
from policies.restoring import replace_tokens, tokens_in, whole_tokens
from policies.roles import Role, may

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS pseudonyms (
    id INTEGER PRIMARY KEY AUTOINCREMENT, lookup BLOB NOT NULL UNIQUE, token TEXT NOT NULL UNIQUE COLLATE
    NOCASE, sealed BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS deletions (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO deletions VALUES (1, 0)"""

_CODE_LENGTH: Final = 4
_NONCE_BYTES: Final = 12
_NEVER_READ: Final = -1
_FRESH_SECONDS: Final = 0.05
"""How old the memory of what other processes wrote may be."""


class Vault:
    """`Pseudonyms` in an encrypted file, for one workspace. Safe between threads and between processes."""

    def __init__(
        self, path: Path, key: bytes, pseudonym_key: bytes, audit: AuditSink, *, workspace: str = "default"
    ) -> None:
        self._workspace = workspace
        self._audit = audit
        self._hmac = hmac.new(derive(pseudonym_key, "lookup"), digestmod="sha256")
        self._code_key = derive(pseudonym_key, "code")
        self._seal = AESGCM(derive(key, "seal"))
        self._decoy = ("decoy", self._sealed("decoy", "Somebody Something"))
        self._lock = threading.RLock()
        self._tokens: dict[bytes, str] = {}
        self._last_id = 0
        self._deletions = 0
        self._version = _NEVER_READ
        self._checked_at = float("-inf")
        self._batches = 0
        self._undone = False  # An inner batch failed, and with it what the outer one had made.
        self._writing = False
        self._connection = open_database(path, derive(key, "file"))
        with transaction(self._connection):
            self._connection.execute(_SCHEMA)

    @classmethod
    def open(cls, path: Path, *, workspace: str, keyring: Keyring, audit: AuditSink) -> Self:
        """The vault at `path`, made when it is not there."""
        return cls(
            path,
            keyring.key("vault", workspace),
            keyring.key("pseudonyms", workspace),
            audit,
            workspace=workspace,
        )

    # ---- Pseudonyms

    def token(self, entity_type: str, canonical: str, value: str) -> str:
        """The value's token; made and remembered when it is new, durably unless inside `batch`.

        Raises:
            StorageError: it can't be written.
        """
        lookup = self._lookup(entity_type, canonical)
        # The lock: another thread's batch may yet be rolled back, its tokens don't count before it ends.
        with self._lock, storage_errors("vault.db"):
            if not self._writing:
                self._refresh()  # What another process erased must be written again, hence no 50 ms here.
            found = self._tokens.get(lookup)
            if found is not None:
                return found
            with self.batch():
                self._begin_writing()
                found = self._tokens.get(lookup)
                return self._insert(lookup, entity_type, canonical, value) if found is None else found

    def known(self, entity_type: str, canonical: str) -> str | None:
        """The value's token if there is one. Sees what another process wrote within 50 ms."""
        # Without waiting: while another thread's batch holds the lock, what was known before it will do.
        if not self._fresh() and self._lock.acquire(blocking=self._version == _NEVER_READ):
            try:
                with storage_errors("vault.db"):
                    self._refresh()
            finally:
                self._lock.release()
        return self._tokens.get(self._lookup(entity_type, canonical))

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Write tokens made inside together, durable when the outermost block ends, or not at all."""
        with self._lock, storage_errors("vault.db"):
            self._batches += 1
            try:
                yield
            except BaseException:
                self._batches -= 1
                self._end_writing("ROLLBACK")
                self._undone = self._batches > 0
                raise
            self._batches -= 1
            if self._batches:
                return
            if self._undone:
                self._undone = False
                raise StorageError("Pseudonyms could not be written.", remedy="Run the command again.")
            self._end_writing("COMMIT")

    # ---- restoring

    def restore(self, text: str, *, actor: str, role: Role | str, reason: str) -> str:
        """The text with the values behind its tokens. Audited before it returns.

        Tokens that the vault does not hold stay as they are, unless it holds none of them.

        Raises:
            AccessError: the role may not, the reason is empty, or no token is known: all alike, and with the
            same work. AuditError: it could not be audited; nothing is shown.
        """
        tokens = tokens_in(text)
        values = self._values(tokens)
        allowed = _may_restore(role, reason) and (bool(values) or not tokens)
        if not allowed:
            self._audit.record(AuditEvent.restore_refused(actor, self._workspace, tokens, reason, role=str(role)))
            raise _refusal()
        self._audit.record(AuditEvent.restored(actor, self._workspace, tokens, reason, role=str(role)))
        return replace_tokens(text, values)

    def restore_stream(self, pieces: Iterable[str], *, actor: str, role: Role | str, reason: str) -> Iterator[str]:
        """As `restore`, piece by piece; a token that is split across pieces is put together first.

        A role that may not is refused at once, before the first piece is asked for. Unknown tokens stay as
        they are.
        """
        if not _may_restore(role, reason):
            self._audit.record(AuditEvent.restore_refused(actor, self._workspace, (), reason, role=str(role)))
            raise _refusal()
        return self._restore_pieces(pieces, actor, role, reason)

    # ---- erasure

    def delete(self, tokens: Iterable[str]) -> int:
        """Forget the values behind tokens, without a trace in the file; returns how many there were."""
        with self._lock:
            with transaction(self._connection):
                count = 0
                for token in tokens:
                    count += len(
                        self._connection.execute(
                            "DELETE FROM pseudonyms WHERE token = ? RETURNING id", (token,)
                        ).fetchall()
                    )
                self._connection.execute("UPDATE deletions SET count = count + 1")
            forget_deleted(self._connection)
            self._version = _NEVER_READ  # It tells of other connections' commits only.
            with storage_errors("vault.db"):
                self._refresh()
        return count

    def count(self) -> int:
        """How many values the vault holds."""
        with self._lock, storage_errors("vault.db"):
            return self._number("SELECT count(*) FROM pseudonyms")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- inside

    def _lookup(self, entity_type: str, canonical: str) -> bytes:
        digest = self._hmac.copy()
        digest.update(f"{entity_type}\0{canonical}".encode())
        return digest.digest()

    def _fresh(self) -> bool:
        return self._writing or time.monotonic() - self._checked_at < _FRESH_SECONDS

    def _refresh(self) -> None:
        """Take in what other processes wrote: new rows only, or everything when one of them deleted."""
        version = self._number("PRAGMA data_version")
        if version != self._version:
            deletions = self._number("SELECT count FROM deletions")
            everything = deletions != self._deletions
            rows: list[tuple[Any, ...]] = self._connection.execute(
                "SELECT id, lookup, token FROM pseudonyms WHERE id > ? ORDER BY id",
                (0 if everything else self._last_id,),
            ).fetchall()
            new = {lookup: token for _, lookup, token in rows}
            if everything:
                self._tokens = new
            else:
                self._tokens.update(new)
            self._last_id = rows[-1][0] if rows else self._last_id
            self._version, self._deletions = version, deletions
        self._checked_at = time.monotonic()

    def _number(self, query: str) -> int:
        rows: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return int(rows[0][0])

    def _begin_writing(self) -> None:
        if not self._writing:
            self._connection.execute("BEGIN IMMEDIATE")
            self._writing = True
            self._refresh()

    def _end_writing(self, how: str) -> None:
        if not self._writing:
            return
        self._writing = False
        try:
            if self._connection.in_transaction:
                self._connection.execute(how)
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            how = "ROLLBACK"
            raise
        finally:
            if how == "ROLLBACK":
                # What this batch made is gone, in memory too; not fresh before it is empty (readers don't lock).
                self._checked_at, self._version = float("-inf"), _NEVER_READ
                self._tokens, self._last_id = {}, 0

    def _insert(self, lookup: bytes, entity_type: str, canonical: str, value: str) -> str:
        code = self._code(entity_type, canonical)
        for length in range(_CODE_LENGTH, len(code) + 1):
            token = f"⟦{entity_type}_{code[:length]}⟧"
            if not self._connection.execute("SELECT 1 FROM pseudonyms WHERE token = ?", (token,)).fetchall():
                break
        self._connection.execute(
            "INSERT INTO pseudonyms (lookup, token, sealed) VALUES (?, ?, ?)",
            (lookup, token, self._sealed(token, value)),
        )
        self._last_id = self._connection.last_insert_rowid()
        self._tokens[lookup] = token
        return token

    def _code(self, entity_type: str, canonical: str) -> str:
        number = int.from_bytes(hmac.digest(self._code_key, f"{entity_type}\0{canonical}".encode(), "sha256"), "big")
        characters = []
        for _ in range(43):
            number, digit = divmod(number, len(ALPHABET))
            characters.append(ALPHABET[digit])
        return "".join(characters)

    def _values(self, tokens: Iterable[str]) -> dict[str, str]:
        """Values by token as it is spelled in the text; unknown ones are absent."""
        values: dict[str, str] = {}
        with self._lock, storage_errors("vault.db"):
            for token in tokens:
                rows: list[tuple[Any, ...]] = self._connection.execute(
                    "SELECT token, sealed FROM pseudonyms WHERE token = ?", (token,)
                ).fetchall()
                # An unknown token costs what a known one does.
                kept, sealed = rows[0] if rows else self._decoy
                value = self._unseal(kept, sealed)
                if rows:
                    values[token] = value
        return values

    def _sealed(self, token: str, value: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._seal.encrypt(nonce, value.encode(), token.encode())

    def _unseal(self, token: str, sealed: bytes) -> str:
        try:
            return self._seal.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], token.encode()).decode()
        except InvalidTag as error:
            raise StorageError(
                "A row of the vault was altered or moved.", remedy="Restore vault.db from a backup."
            ) from error

    def _restore_pieces(self, pieces: Iterable[str], actor: str, role: Role | str, reason: str) -> Iterator[str]:
        for piece in whole_tokens(pieces):
            values = self._values(tokens_in(piece))
            if values:
                self._audit.record(AuditEvent.restored(actor, self._workspace, values, reason, role=str(role)))
            yield replace_tokens(piece, values)


def _may_restore(role: Role | str, reason: str) -> bool:
    return role in set(Role) and may(Role(role), "restore") and bool(reason.strip())


def _refusal() -> AccessError:
    return AccessError(
        "This can't be restored.",
        remedy="It needs the role officer, a reason, and a pseudonym that this workspace holds.",
    )
