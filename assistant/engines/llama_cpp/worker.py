"""One thread that computes for all who ask, in turn, and steps back for the rest of the program."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic

from assistant.engines.llama_cpp.queueing import FairQueue
from policies.errors import AssistantError, ModelError

POLL_SECONDS = 0.2
"""How soon one who waits notices that the asker has gone away."""

FIRST_GUESS_SECONDS = 10.0


@dataclass(slots=True, eq=False, repr=False)
class Job:
    """What is written for one question, and the way it comes to who waits for it."""

    write: Callable[[Callable[[], bool]], Iterator[str]]
    cancelled: Callable[[], bool]
    abandoned: bool = False
    pieces: queue.SimpleQueue[str | AssistantError | None] = field(default_factory=queue.SimpleQueue)

    def unwanted(self) -> bool:
        """Whether nobody waits for the rest."""
        return self.abandoned or self.cancelled()


class Worker:
    """Runs what is submitted one after the other, in a thread of its own; the lanes take turns.

    The threads that the library computes with are children of this one and inherit its niceness: search and embedding,
    which take milliseconds, are not held up by an answer that takes seconds.
    """

    def __init__(self, name: str, *, waiting: int, niceness: int) -> None:
        self._queue: FairQueue[Job] = FairQueue(waiting)
        self._executor = ThreadPoolExecutor(1, f"engine-{name}", initializer=_step_back, initargs=(niceness,))
        self._acts: deque[Callable[[], None]] = deque()
        self._seconds_each = FIRST_GUESS_SECONDS

    def pieces(
        self, lane: str, write: Callable[[Callable[[], bool]], Iterator[str]], cancelled: Callable[[], bool]
    ) -> Generator[str, None, None]:
        """What `write` gives, written in the worker's thread; it is told when nobody wants the rest.

        Raises:
            OverloadError: too many wait.
            AssistantError: what `write` raised.
        """
        job = Job(write, cancelled)
        self._queue.put(lane, job, seconds_each=self._seconds_each)
        try:
            try:
                self._executor.submit(self._run_next)
            except RuntimeError as error:
                raise _closing() from error
            while True:
                try:
                    piece = job.pieces.get(timeout=POLL_SECONDS)
                except queue.Empty:
                    if cancelled():
                        return
                    continue
                if piece is None:
                    return
                if isinstance(piece, AssistantError):
                    raise piece
                yield piece
        finally:
            job.abandoned = True
            self._queue.discard(lane, job)

    def __len__(self) -> int:
        """Questions that wait."""
        return len(self._queue)

    def soon(self, act: Callable[[], None]) -> None:
        """Run an act in the worker's thread, at the latest when the answer that is being written has ended."""
        self._acts.append(act)
        self._executor.submit(self._run_acts)

    def close(self) -> None:
        """Take nothing more, end what waits, and wait for what runs."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        while (job := self._queue.take()) is not None:
            job.pieces.put(_closing())
        self._executor.shutdown()
        self._run_acts()

    def _run_acts(self) -> None:
        while self._acts:
            self._acts.popleft()()

    def _run_next(self) -> None:
        self._run_acts()
        job = self._queue.take()
        if job is None:  # who waited for it has gone away
            return
        began = monotonic()
        end: AssistantError | None = ModelError(
            "The language model stopped without a reason.", remedy="Ask again; if it stays, restart the program."
        )
        try:
            for piece in job.write(job.unwanted):
                job.pieces.put(piece)
            end = None
        except AssistantError as error:
            end = error
        finally:
            job.pieces.put(end)
            # A moving mean over about the last four.
            self._seconds_each += (monotonic() - began - self._seconds_each) / 4


def _closing() -> ModelError:
    return ModelError("The language model is being shut down.", remedy="Ask again once the program has started anew.")


def _step_back(niceness: int) -> None:
    """Make this thread, and those that it will start, nicer. Elsewhere than on Linux that is the whole process."""
    if sys.platform == "linux" and niceness:
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, min(os.getpriority(os.PRIO_PROCESS, thread) + niceness, 19))
