from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from assistant.engines.llama_cpp.worker import Worker
from assistant.turn import never
from policies.errors import ConfigError, ModelError, OverloadError

Unwanted = Callable[[], bool]


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker("test", waiting=3, niceness=3)
    yield made
    made.close()


def two(unwanted: Unwanted) -> Iterator[str]:
    yield "one"
    yield "two"


def test_pieces_come_in_order(worker: Worker) -> None:
    assert list(worker.pieces("ada", two, never)) == ["one", "two"]


def test_an_error_reaches_who_asked_and_the_next_is_answered(worker: Worker) -> None:
    def failing(unwanted: Unwanted) -> Iterator[str]:
        yield "one"
        raise ConfigError("Wrong.", remedy="Correct it.")

    pieces = worker.pieces("ada", failing, never)
    assert next(pieces) == "one"
    with pytest.raises(ConfigError):
        next(pieces)
    assert list(worker.pieces("ada", two, never)) == ["one", "two"]


def test_an_unforeseen_error_is_no_answer_that_ends_early(worker: Worker) -> None:
    def broken(unwanted: Unwanted) -> Iterator[str]:
        yield "one"
        raise ZeroDivisionError

    with pytest.raises(ModelError):
        list(worker.pieces("ada", broken, never))
    assert list(worker.pieces("ada", two, never)) == ["one", "two"]


def test_who_closes_early_stops_the_writing(worker: Worker) -> None:
    stopped = threading.Event()

    def endless(unwanted: Unwanted) -> Iterator[str]:
        while not unwanted():
            yield "more"
        stopped.set()

    pieces = worker.pieces("ada", endless, never)
    next(pieces)
    pieces.close()
    assert stopped.wait(10)


def test_who_goes_away_while_waiting_is_not_written_for_and_leaves_room(worker: Worker) -> None:
    begun, finish, asked = threading.Event(), threading.Event(), threading.Event()
    written: list[str] = []

    def long(unwanted: Unwanted) -> Iterator[str]:
        begun.set()
        finish.wait(10)
        yield "done"

    def unwelcome(unwanted: Unwanted) -> Iterator[str]:
        written.append("unwelcome")
        yield "never"

    def gone() -> bool:
        asked.set()
        return True

    waiting = threading.Thread(target=list, args=(worker.pieces("ada", long, never),))
    waiting.start()
    assert begun.wait(10)
    assert list(worker.pieces("bob", unwelcome, gone)) == []
    finish.set()
    waiting.join()
    assert list(worker.pieces("cy", two, never)) == ["one", "two"]
    assert written == []


def test_beyond_the_queue_nobody_waits(worker: Worker) -> None:
    begun, finish = threading.Event(), threading.Event()

    def long(unwanted: Unwanted) -> Iterator[str]:
        begun.set()
        finish.wait(10)
        yield "done"

    threads = [threading.Thread(target=list, args=(worker.pieces("ada", long, never),)) for _ in range(4)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    while len(worker) < 3:
        time.sleep(0.01)
    with pytest.raises(OverloadError):
        next(worker.pieces("bob", two, never))
    finish.set()
    for thread in threads:
        thread.join()


def test_an_act_runs_before_the_next_question(worker: Worker) -> None:
    order: list[str] = []
    worker.soon(lambda: order.append("act"))
    list(worker.pieces("ada", two, never))
    assert order == ["act"]


def test_after_closing_nothing_is_taken() -> None:
    worker = Worker("test", waiting=3, niceness=0)
    worker.close()
    with pytest.raises(ModelError, match="shut down"):
        next(worker.pieces("ada", two, never))


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no niceness of their own elsewhere")
def test_the_thread_that_computes_steps_back_and_the_others_do_not(worker: Worker) -> None:
    def nicenesses(unwanted: Unwanted) -> Iterator[str]:
        yield str(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert [int(each) for each in worker.pieces("ada", nicenesses, never)] == [min(own + 3, 19)]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == own


def test_closing_still_runs_the_acts_that_wait() -> None:
    worker, begun, finish, done = Worker("test", waiting=3, niceness=0), threading.Event(), threading.Event(), []

    def long(unwanted: Unwanted) -> Iterator[str]:
        begun.set()
        finish.wait(10)
        yield "done"

    thread = threading.Thread(target=list, args=(worker.pieces("ada", long, never),))
    thread.start()
    assert begun.wait(10)
    worker.soon(lambda: done.append("act"))
    threading.Timer(0.2, finish.set).start()
    worker.close()
    thread.join()
    assert done == ["act"]
