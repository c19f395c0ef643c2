"""API keys: who may come in over REST, under which role.

A key is 256 random bits, so nothing can be gained by guessing and a slow password hash would protect nothing:
the file keeps an HMAC-SHA256 under a key derived for it, one microsecond a request. The first part of a key
finds its row; the rest is compared in constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from policies.database import open_database, storage_errors, transaction
from policies.errors import AccessError, ConfigError
from policies.keys import Keyring, derive
from policies.members import Principal
from policies.roles import PERMISSIONS, Permission, Role, may, require, role_named

__all__ = [
    "PERMISSIONS",
    "ApiKey",
    "ApiKeys",
    "Permission",
    "Principal",
    "Role",
    "may",
    "require",
    "role_named",
]

_SECRET: Final = re.compile(r"oa_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NAME: Final = re.compile(r"[\w.@+-][\w .@+-]{0,63}")
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS api_keys (
    prefix TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, digest BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT"""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What may be shown of a key. `created_at` is UTC, ISO 8601."""

    prefix: str
    name: str
    role: Role
    created_at: str


class ApiKeys:
    """The keys of an installation, in a file that every call reads: a revoked key fails at once."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._digest_key = derive(key, "api-key digest")
        self._lock = threading.Lock()
        self._connection = open_database(path, key)
        with transaction(self._connection):
            self._connection.execute(_SCHEMA)

    @classmethod
    def open(cls, path: Path, *, keyring: Keyring) -> Self:
        """The keys at `path`, made when they are not there."""
        return cls(path, keyring.key("access"))

    def create(self, name: str, role: Role | str) -> str:
        """A new key, returned once and never again.

        Raises:
            ConfigError: the name is taken or unfit, or there is no such role.
        """
        chosen = role_named(role)
        if not _NAME.fullmatch(name):
            raise ConfigError(
                "A key's name has 1 to 64 letters, digits, spaces and . _ @ + -.",
                remedy="Choose another name.",
            )
        prefix = secrets.token_hex(6)
        secret = f"oa_{prefix}_{secrets.token_urlsafe(32)}"
        row = (
            prefix,
            name,
            chosen.value,
            self._digest(secret),
            datetime.now(UTC).isoformat(timespec="seconds"),
        )
        with self._lock, transaction(self._connection):
            if self._connection.execute("SELECT 1 FROM api_keys WHERE name = ?", (name,)).fetchall():
                raise ConfigError(
                    f"There is a key named {name} already.", remedy="Revoke it first, or choose another name."
                )
            self._connection.execute("INSERT INTO api_keys VALUES (?, ?, ?, ?, ?)", row)
        return secret

    def verify(self, secret: str) -> Principal:
        """Whose key this is.

        Raises:
            AccessError: malformed, unknown or revoked; all alike.
        """
        shape = _SECRET.fullmatch(secret)
        prefix = shape.group(1) if shape else ""
        with self._lock, storage_errors("access.db"):
            rows: list[tuple[Any, ...]] = self._connection.execute(
                "SELECT name, role, digest FROM api_keys WHERE prefix = ?", (prefix,)
            ).fetchall()
        name, role, expected = rows[0] if rows else ("", Role.READER, bytes(32))
        if not hmac.compare_digest(self._digest(secret), expected) or not rows:
            raise AccessError("This API key is not valid.", remedy="Ask an administrator for a key.")
        return Principal(name, Role(role))

    def list(self) -> tuple[ApiKey, ...]:
        """All keys in order of making, without their secrets."""
        with self._lock, storage_errors("access.db"):
            rows: list[tuple[Any, ...]] = self._connection.execute(
                "SELECT prefix, name, role, created_at FROM api_keys ORDER BY rowid"
            ).fetchall()
        return tuple(ApiKey(prefix, name, Role(role), created) for prefix, name, role, created in rows)

    def revoke(self, name: str) -> None:
        """Make a key invalid at once, in every process.

        Raises:
            AccessError: there is no key of that name.
        """
        with self._lock, transaction(self._connection):
            gone = self._connection.execute("DELETE FROM api_keys WHERE name = ? RETURNING prefix", (name,)).fetchall()
        if not gone:
            raise AccessError("There is no API key of that name.", remedy="See `assistant keys list`.")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _digest(self, secret: str) -> bytes:
        return hmac.digest(self._digest_key, secret.encode(), hashlib.sha256().name)
