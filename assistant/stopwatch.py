"""How long the stages of an answer took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar

Item = TypeVar("Item")
STAGES = ("redact", "retrieve", "rerank", "answer", "check")
"""Those that every answer has; others count from when they come."""


class Stopwatch:
    """Adds up wall time by stage."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._seconds = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside towards a stage; a stage may come several times."""
        began = perf_counter()
        try:
            yield
        finally:
            self._seconds[name] = self._seconds.get(name, 0.0) + perf_counter() - began

    def each(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """The items; the waiting for each counts towards a stage."""
        waiting = iter(items)
        while True:
            with self.stage(name):
                try:
                    item = next(waiting)
                except StopIteration:
                    return
            yield item

    def milliseconds(self) -> dict[str, float]:
        """Each stage and `total`, which holds what lies between stages too."""
        total = perf_counter() - self._began
        return {name: 1000 * seconds for name, seconds in {**self._seconds, "total": total}.items()}
