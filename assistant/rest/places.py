"""How many answers are written at once: who comes later waits in turn, and when too many wait is told when to return.

An answer takes all the processor it can get, so more of them at once only make each slower. Whoever waits holds no
thread: searches, lists and `/health` pass by.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import Request

from assistant.rest.access import Who
from assistant.rest.errors import HttpError

FIRST_GUESS_SECONDS = 2.0
"""How long an answer takes, before one was measured."""

_LOOK_SECONDS = 0.5
_WEIGHT = 0.2  # of the newest duration in the moving average


class Places:
    """At most `at_once` answers in progress and `waiting` more that wait. For one event loop.

    The next place goes to whoever has the fewest answers in progress, among those alike in turn; and nobody may fill
    more than half of the places to wait, so that one client that asks without end shuts nobody out.
    """

    def __init__(self, at_once: int, waiting: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once = at_once
        self._most_waiting = waiting
        self._clock = clock
        self._seconds = FIRST_GUESS_SECONDS
        self._closed = False
        self._running: Counter[str] = Counter()
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}

    @property
    def in_progress(self) -> int:
        """Answers that are being written."""
        return self._running.total()

    @property
    def waiting(self) -> int:
        """Requests that wait for their place."""
        return sum(map(len, self._queues.values()))

    def close(self) -> None:
        """Turn away whoever waits or comes: the server is about to stop, and finishes what it has begun."""
        self._closed = True
        for queue in self._queues.values():
            for turn in queue:
                if not turn.done():
                    turn.set_exception(stopping())
        self._queues.clear()

    async def take(self, name: str, gone: Callable[[], Awaitable[bool]]) -> float:
        """Wait for a place; gives the moment when it was had, for `give_back`.

        Raises:
            HttpError: 429, too many wait; 503, the server stops, or the client went away while it waited.
        """
        if self._closed:
            raise stopping()
        if self.in_progress < self._at_once and not self._queues:
            self._running[name] += 1
            return self._clock()
        own = self._queues.get(name, ())
        if self.waiting >= self._most_waiting or len(own) >= max(1, self._most_waiting // 2):
            raise self._full()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(name, deque()).append(turn)
        try:
            while not turn.done():
                await asyncio.wait([turn], timeout=_LOOK_SECONDS)
                if not turn.done() and await gone():
                    raise HttpError(503, "The client went away.", remedy="Ask again.", code="gone")
            turn.result()
        except BaseException:
            self._leave(name, turn)
            raise
        return self._clock()

    def give_back(self, name: str, since: float) -> None:
        """End an answer, and let the next one begin."""
        self._seconds += _WEIGHT * (self._clock() - since - self._seconds)
        self._end(name)

    def _end(self, name: str) -> None:
        self._running[name] -= 1
        if not self._running[name]:
            del self._running[name]
        self._call_next()

    def _leave(self, name: str, turn: asyncio.Future[None]) -> None:
        """Forget a request that stops waiting; a place that it was just given goes to the next one."""
        queue = self._queues.get(name)
        if queue is not None and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[name]
        elif turn.done() and not turn.cancelled() and turn.exception() is None:
            self._end(name)
        turn.cancel()

    def _call_next(self) -> None:
        while self._queues and self.in_progress < self._at_once:
            # Of those with the fewest in progress the first in the dict; who was called goes to its end.
            name = min(self._queues, key=lambda each: self._running[each])
            queue = self._queues.pop(name)
            turn = queue.popleft()
            if queue:
                self._queues[name] = queue
            self._running[name] += 1
            turn.set_result(None)

    def _full(self) -> HttpError:
        seconds = self._seconds * (self.in_progress + self.waiting) / self._at_once
        return HttpError(
            429,
            "Too many questions wait for their answer.",
            remedy="Ask again in a while; an administrator can raise `answers_waiting`.",
            code="busy",
            retry_seconds=min(600, max(1, math.ceil(seconds))),
        )


def stopping() -> HttpError:
    """Return what is told to whom the server has no time left for."""
    return HttpError(503, "The server is about to stop.", remedy="Ask again in a minute.", code="stopping")


async def place(request: Request, who: Who) -> AsyncIterator[None]:
    """Hold a place from before an answer is begun until the last of it was sent."""
    places: Places = request.app.state.places
    since = await places.take(who.name, request.is_disconnected)
    try:
        yield
    finally:
        places.give_back(who.name, since)
