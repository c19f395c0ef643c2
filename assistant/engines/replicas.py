"""Servers of the same model: the least busy one that is well is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from assistant.engines.watched_http import ServerTrouble
from assistant.remote_engines import Endpoint

FIRST_PAUSE_SECONDS: Final = 0.25
LONGEST_PAUSE_SECONDS: Final = 30.0


@dataclass(slots=True)
class Replica:
    """One server. `asked` counts its requests under way, `failures` those that failed since the last good one.

    `trouble` is what the first of these was. `takes_json_schema` tells how it is asked for a schema, until it refuses.
    """

    endpoint: Endpoint
    asked: int = 0
    failures: int = 0
    trouble: ServerTrouble | None = None
    again_at: float = 0.0
    taken_at: float = 0.0
    takes_json_schema: bool = True

    @property
    def suspect(self) -> bool:
        """Whether it failed last time: look at its health before a question is sent."""
        return self.failures > 0


class NoneFree(Exception):
    """No server may be asked for `seconds` from now; `trouble` is why, None where one is only busy."""

    def __init__(self, seconds: float, trouble: ServerTrouble | None) -> None:
        super().__init__(f"none for {seconds:.1f} s")
        self.seconds = seconds
        self.trouble = trouble


class Replicas:
    """Chooses among servers. Safe between threads.

    One that failed is left out, twice as long with each further failure, up to half a minute; one that asked for a
    pause (Retry-After) for as long as it said.
    """

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._all = [Replica(endpoint) for endpoint in endpoints]
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._all)

    @contextmanager
    def taken(self) -> Iterator[Replica]:
        """The least busy server; of equally busy ones the one that was asked longest ago.

        Raises:
            NoneFree: all are left out now.
        """
        replica = self._take()
        try:
            yield replica
        finally:
            with self._lock:
                replica.asked -= 1

    def failed(self, replica: Replica, trouble: ServerTrouble) -> None:
        """It did not answer."""
        with self._lock:
            pause = min(FIRST_PAUSE_SECONDS * 2**replica.failures, LONGEST_PAUSE_SECONDS)
            replica.failures += 1
            replica.trouble = replica.trouble or trouble
            replica.again_at = time.monotonic() + pause

    def paused(self, replica: Replica, seconds: float) -> None:
        """It asked to be left alone for a while."""
        with self._lock:
            replica.trouble = None
            replica.again_at = max(replica.again_at, time.monotonic() + max(seconds, FIRST_PAUSE_SECONDS))

    def answered(self, replica: Replica) -> None:
        """It is well."""
        with self._lock:
            replica.failures, replica.trouble, replica.again_at = 0, None, 0.0

    def _take(self) -> Replica:
        with self._lock:
            now = time.monotonic()
            free = [each for each in self._all if each.again_at <= now]
            if not free:
                troubles = [each.trouble for each in self._all]
                trouble = None if None in troubles else troubles[0]
                raise NoneFree(min(each.again_at for each in self._all) - now, trouble)
            chosen = min(free, key=lambda each: (each.asked, each.failures, each.taken_at))
            chosen.asked += 1
            chosen.taken_at = now
            return chosen
