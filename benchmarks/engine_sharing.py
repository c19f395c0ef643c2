"""What a search takes while a language model writes: in the same process, as readily as search, less so, and apart."""

from __future__ import annotations

import argparse
import itertools
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep

from assistant.engines.llama_cpp.completing import Completer, Prompt
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.engines.llama_cpp.worker import Worker
from assistant.settings import available_cores, child_environment
from benchmarks.engine_sample import QUESTIONS, Sample

NICENESS = LlamaOptions().niceness
SEARCHES = 24
Figures = dict[str, float]


def main() -> None:
    """Write without end, in this process: what `sharing` starts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("niceness", type=int)
    options = parser.parse_args()
    with _writing(options.model, options.niceness):
        sys.stdin.read()


def sharing(sample: Sample, path: Path) -> dict[str, Figures]:
    """Milliseconds of embedding and retrieving, median and 95th percentile, idle and while an answer is written."""
    retriever, asked = sample.retriever(), sample.asked()

    def searched() -> Figures:
        times = []
        for each in itertools.islice(itertools.cycle(asked), SEARCHES):
            began = perf_counter()
            retriever.retrieve(each.question, 10)
            times.append(1000 * (perf_counter() - began))
            sleep(0.02)
        times.sort()
        return {"median_ms": round(statistics.median(times), 1), "p95_ms": round(times[int(0.95 * len(times))], 1)}

    searched()
    found = {"idle": searched()}
    for name, niceness in (("same niceness", 0), (f"niceness {NICENESS}", NICENESS)):
        with _writing(path, niceness) as written:
            found[name] = _with_speed(searched, written)
    with _writing_apart(path, NICENESS):
        found[f"another process, niceness {NICENESS}"] = searched()
    return found


def _with_speed(searched: Callable[[], Figures], written: list[int]) -> Figures:
    before, began = written[0], perf_counter()
    figures = searched()
    return {**figures, "tokens_a_second_meanwhile": round((written[0] - before) / (perf_counter() - began), 1)}


@contextmanager
def _writing(path: Path, niceness: int) -> Iterator[list[int]]:
    """Answers are written all the time, through the product's own worker; gives how many tokens were."""
    model = Model(path, "benchmark")
    completer = Completer(model, LlamaOptions(threads=available_cores(), answer_tokens=200, session_bytes=0))
    worker = Worker("benchmark", waiting=2, niceness=niceness)
    ended, written = threading.Event(), [0]
    tokens = model.prompt([{"role": "system", "content": "Be brief."}, {"role": "user", "content": QUESTIONS[0]}])

    def write() -> None:
        while not ended.is_set():
            pieces = worker.pieces("", lambda gone: completer.complete(Prompt(tokens=tokens), gone), ended.is_set)
            for _ in pieces:
                written[0] += 1

    thread = threading.Thread(target=write)
    thread.start()
    while written[0] == 0:
        sleep(0.05)
    try:
        yield written
    finally:
        ended.set()
        thread.join()
        worker.close()
        completer.close()


@contextmanager
def _writing_apart(path: Path, niceness: int) -> Iterator[None]:
    command = [sys.executable, "-m", "benchmarks.engine_sharing", str(path), str(niceness)]
    environment = child_environment(GOMP_SPINCOUNT="1000")
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as child:
        sleep(5)  # until it is loaded
        try:
            yield
        finally:
            child.communicate()


if __name__ == "__main__":
    main()
