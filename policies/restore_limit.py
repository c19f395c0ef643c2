"""How many values behind pseudonyms a person may be shown an hour: kept in a file, so that a restart forgets nothing.

Values are counted, not requests: one request may hold a thousand tokens. What is refused counts as well, so that
guessing at tokens is as slow as reading them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from policies.database import open_database, transaction
from policies.errors import LimitError, RateError
from policies.keys import Keyring

WINDOW_SECONDS: Final = 3600.0

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS restorations (actor TEXT NOT NULL, at REAL NOT NULL, count INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS restorations_of ON restorations (actor, at)"""


class RestoreLimit:
    """At most `per_hour` values (0: no limit) a person in any hour. Safe between threads and between processes."""

    def __init__(self, path: Path, key: bytes, per_hour: int, *, clock: Callable[[], float] = time.time) -> None:
        self._per_hour = per_hour
        self._clock = clock
        self._lock = threading.Lock()
        self._connection = open_database(path, key)
        with transaction(self._connection):
            self._connection.execute(_SCHEMA)

    @classmethod
    def open(cls, path: Path, *, keyring: Keyring, per_hour: int) -> Self:
        """The counts at `path`, the file of API keys (`access.db`), made when it is not there."""
        return cls(path, keyring.key("access"), per_hour)

    def take(self, actor: str, count: int) -> None:
        """Count `count` values (at least 1) as shown to someone, durably.

        Raises:
            LimitError: no hour has room for so many.
            RateError: this one has not; says when there will be. Nothing was counted.
            StorageError: it can't be written.
        """
        if not self._per_hour:
            return
        if count > self._per_hour:
            raise LimitError(
                f"{count:,} pseudonyms at once; {self._per_hour:,} may be restored an hour.",
                remedy="Restore the text in parts, or have `restored_values_per_hour` raised.",
            )
        with self._lock, transaction(self._connection):
            now = self._clock()
            self._connection.execute("DELETE FROM restorations WHERE at <= ?", (now - WINDOW_SECONDS,))
            rows: list[tuple[Any, ...]] = self._connection.execute(
                "SELECT at, count FROM restorations WHERE actor = ? ORDER BY at", (actor,)
            ).fetchall()
            missing = sum(row[1] for row in rows) + count - self._per_hour
            if missing <= 0:
                self._connection.execute("INSERT INTO restorations VALUES (?, ?, ?)", (actor, now, count))
                return
        retry = now
        for at, freed in rows:
            if missing > 0:
                missing -= freed
                retry = at + WINDOW_SECONDS
        raise _too_many(self._per_hour, retry, now)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _too_many(per_hour: int, retry: float, now: float) -> RateError:
    # A clock that was put back must not lock anyone out for longer than the window.
    seconds = min(max(1, round(retry - now + 0.5)), round(WINDOW_SECONDS))
    at = datetime.fromtimestamp(now + seconds, UTC).isoformat(timespec="seconds")
    return RateError(
        f"More than {per_hour:,} pseudonyms restored within an hour.",
        remedy=f"Try again at {at}, in {-(-seconds // 60)} minutes.",
        retry_seconds=seconds,
    )
