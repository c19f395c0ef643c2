"""A queue in which nobody's burst makes the others wait: the lanes take turns."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from typing import Generic, TypeVar

from policies.errors import OverloadError

Item = TypeVar("Item")

MOST_RETRY_SECONDS = 300


class FairQueue(Generic[Item]):
    """At most `most` items in lanes, taken one of each lane in turn. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lanes: OrderedDict[str, deque[Item]] = OrderedDict()
        self._count = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self._count

    def put(self, lane: str, item: Item, *, seconds_each: float) -> None:
        """Queue an item; `seconds_each` is what an item takes, for telling when there is room.

        Raises:
            OverloadError: as many wait as may.
        """
        with self._lock:
            if self._count >= self._most:
                seconds = min(max(1, round(self._count * seconds_each)), MOST_RETRY_SECONDS)
                raise OverloadError(
                    "Too many questions wait for the language model.",
                    remedy=f"Ask again in {seconds} seconds, or use --engine reader.",
                    retry_seconds=seconds,
                )
            self._lanes.setdefault(lane, deque()).append(item)
            self._count += 1

    def take(self) -> Item | None:
        """The next item; None: nothing waits. Its lane goes behind the others."""
        with self._lock:
            if not self._lanes:
                return None
            lane, items = self._lanes.popitem(last=False)
            item = items.popleft()
            self._count -= 1
            if items:
                self._lanes[lane] = items
            return item

    def discard(self, lane: str, item: Item) -> None:
        """Take an item out of turn, if it still waits."""
        with self._lock:
            items = self._lanes.get(lane, deque())
            if item in items:
                items.remove(item)
                self._count -= 1
            if not items:
                self._lanes.pop(lane, None)
