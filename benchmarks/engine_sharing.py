"""What a search takes while a language model reads and writes: in the same process, as readily, less so, and apart."""

from __future__ import annotations

import argparse
import itertools
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter, sleep

from assistant.engines.llama_cpp.completing import Completer, Prompt
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.engines.llama_cpp.worker import Worker
from assistant.settings import available_cores, child_environment
from benchmarks.engine_sample import QUESTIONS, Sample
from benchmarks.engine_settings import Timed

NICENESS = LlamaOptions().niceness
SEARCHES = 300
LONG_PROMPT = 1500
Figures = dict[str, float]


def main() -> None:
    """Write without end, in this process: what `sharing` starts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("niceness", type=int)
    options = parser.parse_args()
    with _busy(options.model, options.niceness, reading=False):
        sys.stdin.read()


def sharing(sample: Sample, path: Path) -> dict[str, Figures]:
    """Milliseconds of embedding and retrieving, median and 95th percentile, idle and while an engine is busy."""
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
    for doing, reading in (("writing", False), ("reading", True)):
        for name, niceness in (("same niceness", 0), (f"niceness {NICENESS}", NICENESS)):
            with _busy(path, niceness, reading=reading) as done:
                found[f"{doing}, {name}"] = _with_speed(searched, done)
    with _busy_apart(path, NICENESS):
        found[f"writing in another process, niceness {NICENESS}"] = searched()
    return found


def _with_speed(searched: Callable[[], Figures], done: Callable[[], int]) -> Figures:
    before, began = done(), perf_counter()
    figures = searched()
    return {**figures, "tokens_a_second_meanwhile": round((done() - before) / (perf_counter() - began), 1)}


@contextmanager
def _busy(path: Path, niceness: int, *, reading: bool) -> Iterator[Callable[[], int]]:
    """An engine reads long prompts, or writes, all the time, through the product's worker; gives its tokens so far."""
    model = Model(path, "benchmark")
    options = LlamaOptions(threads=available_cores(), answer_tokens=1 if reading else 200, session_bytes=0)
    completer = Completer(model, options)
    worker = Worker("benchmark", waiting=2, niceness=niceness)
    short = model.prompt([{"role": "system", "content": "Be brief."}, {"role": "user", "content": QUESTIONS[0]}])
    prompt = Prompt(tokens=[*itertools.islice(itertools.cycle(short), LONG_PROMPT)] if reading else short)
    ended = threading.Event()
    with closing(Timed(model, options)) as timed:

        def work() -> None:
            while not ended.is_set():
                pieces = worker.pieces("", lambda gone: completer.complete_with(prompt, gone, timed), ended.is_set)
                for _ in pieces:
                    pass

        def done() -> int:
            return completer.tokens_read if reading else len(timed.times)

        thread = threading.Thread(target=work)
        thread.start()
        while done() == 0:
            sleep(0.05)
        try:
            yield done
        finally:
            ended.set()
            thread.join()
            worker.close()
            completer.close()


@contextmanager
def _busy_apart(path: Path, niceness: int) -> Iterator[None]:
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
