"""What else of llama-cpp-python's ways costs memory or time, each beside ours.

    context   room for the model's whole context, beside no more than a prompt needs
    draft     proposals through a draft model, which wants a row of logits for each token of the prompt
    prefix    a system's part that changes with each question, beside one of the same bytes

The variants of the first two run in fresh processes and take turns, as in `benchmarks/engine_settings.py`. Seconds are
of the processor, all cores together: what else runs on the machine is left out.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import statistics
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from assistant.engines.llama_cpp.completing import Completer, Prompt
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.prompting import OPENING, SYSTEM
from assistant.settings import available_cores, child_environment
from assistant.turn import never
from benchmarks.engine_sample import Sample
from benchmarks.engine_settings import Figures, Timed

PROMPT_TOKENS, ANSWER_TOKENS = 550, 16
OURS = "ours"
CONTEXT: Mapping[str, dict[str, Any]] = {
    "512, the default": {},
    "the model's": {"n_ctx": 0},
    "4096": {"n_ctx": 4096},
}
DRAFT: Mapping[str, dict[str, Any]] = {
    "no proposals": {"n_ctx": 1024},
    # Without logits_all 0.3.36 fails on prompts of more than n_batch tokens.
    "a draft model": {"n_ctx": 1024, "draft": True, "logits_all": True},
}


def main() -> None:
    """Measure one variant, in this process: what `traps` starts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("variant")
    options = parser.parse_args()
    variants = {**CONTEXT, **DRAFT}
    measure = _ours(options.model) if options.variant == OURS else _bare(options.model, **variants[options.variant])
    print(json.dumps(measure))


def traps(documents: Sample, path: Path, rounds: int) -> dict[str, Any]:
    """Of each variant the medians over `rounds`; megabytes are of memory that is no file's contents."""
    runs: dict[str, list[Figures]] = {name: [] for name in (*CONTEXT, *DRAFT, OURS)}
    for _, name in itertools.product(range(rounds), runs):
        runs[name].append(_measured_apart(path, name))
    found = {name: _medians(figures) for name, figures in runs.items()}
    return {
        **{f"context: {name}": found[name] for name in CONTEXT},
        "context: ours": found[OURS],
        **{f"proposals: {name}": found[name] for name in DRAFT},
        "proposals: ours": found[OURS],
        **_prefix(documents, path),
    }


def _prefix(documents: Sample, path: Path) -> dict[str, Figures]:
    """Seconds to the first token of questions that nobody asked before, after a first one that is not counted."""
    model = Model(path, "benchmark")
    options = LlamaOptions(threads=available_cores(), answer_tokens=1)
    times: dict[str, list[Figures]] = {"prefix: changes": [], "prefix: the same bytes": []}
    completers = {name: Completer(model, options, *model.shared(SYSTEM, OPENING)) for name in times}
    for number, asked in enumerate(documents.asked()[:5]):
        for name, completer in completers.items():
            system, *rest = asked.chat()
            said = f"Question {number}. {SYSTEM}" if name == "prefix: changes" else SYSTEM
            tokens = model.prompt([{**system, "content": said}, *rest])
            read = completer.tokens_read
            with closing(Timed(model, options)) as timed:
                began = process_time()
                collections.deque(completer.complete_with(Prompt(tokens=tokens), never, timed), maxlen=0)
                first = process_time() - began
            times[name].append({"tokens_read": completer.tokens_read - read, "first_token_cpu_s": first})
    model.close()
    return {name: _medians(found[1:]) for name, found in times.items()}


def _medians(runs: list[Figures]) -> Figures:
    return {figure: round(statistics.median(run[figure] for run in runs), 3) for figure in runs[0]}


def _measured_apart(path: Path, variant: str) -> Figures:
    command = [sys.executable, "-m", "benchmarks.engine_traps", str(path), variant]
    environment = child_environment(GOMP_SPINCOUNT="1000")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _tokens() -> list[int]:
    return [int(each) for each in np.random.default_rng(0).integers(10, 2000, PROMPT_TOKENS)]


def _bare(path: Path, *, draft: bool = False, **settings: Any) -> Figures:
    from llama_cpp import Llama
    from llama_cpp.llama_speculative import LlamaPromptLookupDecoding

    cores = available_cores()
    settings |= {"n_threads": cores, "n_threads_batch": cores, "flash_attn": True, "verbose": False}
    if draft:
        settings["draft_model"] = LlamaPromptLookupDecoding(max_ngram_size=3, num_pred_tokens=4)
    began = process_time()
    llama = Llama(str(path), **settings)
    loaded = process_time() - began
    if llama.n_ctx() < PROMPT_TOKENS:
        return {"context_tokens": llama.n_ctx(), "prompts_too_long": 1}
    began = process_time()
    written = llama.generate(_tokens(), temp=0.0)
    next(written)
    first = process_time() - began
    collections.deque(itertools.islice(written, ANSWER_TOKENS - 1), maxlen=0)
    return {
        "context_tokens": llama.n_ctx(),
        "load_cpu_s": loaded,
        "first_token_cpu_s": first,
        "memory_mb": _memory_mb(),
    }


def _ours(path: Path) -> Figures:
    began = process_time()
    options = LlamaOptions(threads=available_cores(), answer_tokens=ANSWER_TOKENS, session_bytes=0)
    model = Model(path, "benchmark")
    completer = Completer(model, options)
    loaded = process_time() - began
    with closing(Timed(model, options)) as timed:
        began = process_time()  # memory is set aside with the first question
        written = completer.complete_with(Prompt(tokens=_tokens()), never, timed)
        next(written)
        first = process_time() - began
        collections.deque(written, maxlen=0)
    return _figures(completer.context_size, loaded, first)


def _figures(context: int, loaded: float, first: float) -> Figures:
    return {"context_tokens": context, "load_cpu_s": loaded, "first_token_cpu_s": first, "memory_mb": _memory_mb()}


def _memory_mb() -> float:
    """What this process keeps that is no file's contents (Linux)."""
    status = Path("/proc/self/status").read_text("utf-8")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("RssAnon"))
    return int(kilobytes) / 1000


if __name__ == "__main__":
    main()
