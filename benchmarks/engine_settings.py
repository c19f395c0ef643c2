"""What each of llama-cpp-python's defaults costs: a prompt is read and an answer written in fresh processes.

The variants take turns, so that a busy machine is busy for all of them; each adds one setting to the one before it.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from assistant.engines.llama_cpp.completing import Completer, Prompt
from assistant.engines.llama_cpp.context import BATCH, Context
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.engines.llama_cpp.sampler import Sampler
from assistant.settings import available_cores, child_environment
from assistant.turn import never

PROMPT_TOKENS, ANSWER_TOKENS = 448, 32
ORDINARY = 1000
"""A token that ends nothing."""
SPIN = "GOMP_SPINCOUNT"
Figures = dict[str, float]

BARE: Mapping[str, dict[str, Any]] = {
    # 512 tokens of context, the default, hold no prompt at all.
    "defaults": {"n_ctx": 4096},
    "all cores": {"n_ctx": 4096, "n_threads": available_cores()},
    "flash attention": {"n_ctx": 4096, "n_threads": available_cores(), "flash_attn": True},
}
OURS: Mapping[str, dict[str, Any]] = {
    "ours, threads that spin": {},
    "ours": {},
    "ours, q8_0": {"kv_cache_type": "q8_0"},
    "ours, q4_0": {"kv_cache_type": "q4_0"},
}


def main() -> None:
    """Measure one variant, in this process: what `settings_figures` starts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("variant")
    options = parser.parse_args()
    measure = _bare if options.variant in BARE else _ours
    print(json.dumps(measure(options.model, options.variant)))


def settings_figures(path: Path, rounds: int) -> dict[str, Figures]:
    """Of each variant the median over `rounds`: seconds to the first token, tokens a second, bytes of context."""
    found: dict[str, list[Figures]] = {name: [] for name in (*BARE, *OURS)}
    for _ in range(rounds):
        for name, runs in found.items():
            runs.append(_measured_apart(path, name))
    return {
        name: {figure: round(statistics.median(run[figure] for run in runs), 3) for figure in runs[0]}
        for name, runs in found.items()
    }


def _measured_apart(path: Path, variant: str) -> Figures:
    # Our own processes let waiting threads sleep; here each variant says for itself.
    environment = child_environment(**{SPIN: "1000"})
    if variant in BARE or variant == "ours, threads that spin":
        environment[SPIN] = "300000"  # libgomp's own
    command = [sys.executable, "-m", "benchmarks.engine_settings", str(path), variant]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _tokens() -> list[int]:
    return [int(each) for each in np.random.default_rng(0).integers(10, 2000, PROMPT_TOKENS)]


def _bare(path: Path, variant: str) -> Figures:
    from llama_cpp import Llama

    began = perf_counter()
    llama = Llama(str(path), verbose=False, **BARE[variant])
    loaded = perf_counter() - began
    times: list[float] = []
    began = perf_counter()
    for _ in itertools.islice(llama.generate(_tokens(), temp=0.0), ANSWER_TOKENS):
        times.append(perf_counter())
    figures = _figures(began, times, ())
    began = perf_counter()
    state = llama.save_state()
    saving = perf_counter() - began
    kept = len(state.llama_state) + (0 if state.scores is None else state.scores.nbytes)
    return {"load_s": loaded, **figures, "state_mb": kept / 1e6, "keep_state_ms": 1000 * saving}


def _ours(path: Path, variant: str) -> Figures:
    began = perf_counter()
    options = LlamaOptions(threads=available_cores(), answer_tokens=ANSWER_TOKENS, **OURS[variant])
    model = Model(path, "benchmark")
    completer = Completer(model, options)
    loaded = perf_counter() - began
    prompt = Prompt(tokens=_tokens(), conversation="one")
    with closing(Timed(model, options)) as timed:
        figures = _figures(perf_counter(), timed.times, completer.complete_with(prompt, never, timed))
    context = Context(model, options, 512)
    for place in range(0, PROMPT_TOKENS, BATCH):
        context.read(_tokens()[place : place + BATCH])
    began = perf_counter()
    state = context.state()
    return {"load_s": loaded, **figures, "state_mb": len(state) / 1e6, "keep_state_ms": 1000 * (perf_counter() - began)}


class Timed:
    """Chooses as the product does, but never an end, and notes when."""

    def __init__(self, model: Model, options: LlamaOptions) -> None:
        self._model = model
        self._sampler = Sampler(model, options)
        self.times: list[float] = []

    def __call__(self, context: Context, row: int) -> int:
        """The token that follows."""
        token = self._sampler.choose(context, row)
        self.times.append(perf_counter())
        return ORDINARY if self._model.ends(token) else token

    def close(self) -> None:
        """Free the sampler."""
        self._sampler.close()


def _figures(began: float, times: list[float], written: Iterable[object]) -> Figures:
    collections.deque(written, maxlen=0)
    return {"first_token_s": times[0] - began, "tokens_a_second": (len(times) - 1) / (times[-1] - times[0])}


if __name__ == "__main__":
    if SPIN not in os.environ:
        raise SystemExit("Started by benchmarks.engine.")
    main()
