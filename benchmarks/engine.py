"""The llama.cpp engine: what its settings, its prompts and the whole path cost, on models of real shapes.

    python -m benchmarks.engine [--shapes 360M 1.5B] [--rounds 3] [--answer-tokens 48] [--parts ...]

The models have random weights (`benchmarks/random_models.py`), which have the right speed; questions are asked of the
sample documents. Everything that is compared takes turns in one run, so that a busy machine is busy for both sides.

    settings   llama-cpp-python's defaults beside ours, setting by setting
    prompts    tokens in, time to the first token and to the end: chosen sentences beside four chunks of 512 tokens
    path       the whole path, redaction to audit, beside bare llama-cpp-python at equal prompt and output
    traps      the model's whole context, logits of all tokens, a system's part that changes: each beside ours
    users      two users in turn: kept states beside llama-cpp-python's one live sequence
    steps      a step of several tokens: judging proposals, several users at once
    copying    answers with proposals beside answers without
    grammar    choosing a token under a JSON schema
    sharing    a search while a prompt is read and an answer is written
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import statistics
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.engines.llama_cpp import LlamaCpp, LlamaOptions
from assistant.engines.llama_cpp.completing import Completer, Prompt
from assistant.engines.llama_cpp.model import Model
from assistant.prompting import OPENING, SYSTEM
from assistant.settings import available_cores, yield_while_waiting
from assistant.turn import never
from benchmarks.engine_copying import copied
from benchmarks.engine_grammar import grammar_figures
from benchmarks.engine_sample import Asked, Sample, sample, usual_chat
from benchmarks.engine_settings import Timed, settings_figures
from benchmarks.engine_sharing import sharing
from benchmarks.engine_steps import steps
from benchmarks.engine_traps import traps
from benchmarks.machine import RESULTS, save
from benchmarks.random_models import SHAPES, Shape, write_random_model

PARTS = ("settings", "prompts", "path", "traps", "users", "steps", "copying", "grammar", "sharing")


def main() -> None:
    """Measure, save; parts that were not measured keep their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", nargs="+", default=[shape.name for shape in SHAPES])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--answer-tokens", type=int, default=48)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    yield_while_waiting()
    before = RESULTS / "engine.json"
    found: dict[str, Any] = json.loads(before.read_text("utf-8"))["shapes"] if before.exists() else {}
    with tempfile.TemporaryDirectory() as folder, sample() as documents:
        texts = documents.texts()
        for shape in SHAPES:
            if shape.name not in options.shapes:
                continue
            path = write_random_model(Path(folder) / f"{shape.name}.gguf", shape, texts)
            measured = _measure(documents, shape, path, options.parts, options.rounds, options.answer_tokens)
            found[shape.name] = {**found.get(shape.name, {}), "bytes": path.stat().st_size, **measured}
            path.unlink()
            print(json.dumps({shape.name: measured}, indent=1))
            save("engine", {"answer_tokens": options.answer_tokens, "shapes": found})


def _measure(
    documents: Sample, shape: Shape, path: Path, parts: Sequence[str], rounds: int, count: int
) -> dict[str, Any]:
    measures: dict[str, Callable[[], Any]] = {
        "settings": lambda: settings_figures(path, rounds),
        "prompts": lambda: prompts(documents, path, rounds, count),
        "path": lambda: whole_path(documents, path, rounds, count),
        "traps": lambda: traps(documents, path, rounds),
        "users": lambda: users(documents, path),
        "steps": lambda: steps(path, 3 * rounds),
        "copying": lambda: copied(documents, path, rounds),
        "grammar": lambda: grammar_figures(shape, documents.texts(), rounds),
        "sharing": lambda: sharing(documents, path),
    }
    return {part: measures[part]() for part in parts}


def prompts(documents: Sample, path: Path, rounds: int, count: int) -> dict[str, Any]:
    """Medians over questions and rounds, of our prompt (with the reader's choosing) and of the usual one."""
    texts, selector = documents.texts(), documents.selector
    options = LlamaOptions(threads=available_cores(), answer_tokens=count)
    model = Model(path, "benchmark")
    runs: dict[str, list[dict[str, float]]] = {"sentences": [], "chunks": []}
    with closing(Completer(model, options, *model.shared(SYSTEM, OPENING))) as completer:
        for _, asked in itertools.product(range(rounds), documents.asked()[:2]):
            for name, found in runs.items():
                began = perf_counter()
                if name == "sentences":
                    selector.select(asked.question, asked.passages, 8)
                choosing = perf_counter() - began
                chat = asked.chat() if name == "sentences" else usual_chat(model, asked, texts)
                tokens = model.prompt(chat)
                with closing(Timed(model, options)) as timed:
                    began = perf_counter()
                    for _ in completer.complete_with(Prompt(tokens=tokens), never, timed):
                        pass
                    first, end = timed.times[0] - began, perf_counter() - began
                found.append({"tokens_in": len(tokens), "first_token_s": choosing + first, "answer_s": choosing + end})
    medians = {
        name: {figure: round(statistics.median(run[figure] for run in found), 3) for figure in found[0]}
        for name, found in runs.items()
    }
    ours, usual = medians["sentences"], medians["chunks"]
    return {**medians, "times_shorter": {figure: round(usual[figure] / ours[figure], 2) for figure in ours}}


def whole_path(documents: Sample, path: Path, rounds: int, count: int) -> dict[str, float]:
    """Seconds of our whole path and of bare llama-cpp-python, well set, for the same prompts and as many tokens out.

    What counts of each question is the quickest of `rounds`: what else runs only makes an answer take longer. Each
    side is first in every other round.
    """
    from llama_cpp import Llama

    cores = available_cores()
    # As readily scheduled as the other side; proposals are off, since it has none.
    options = LlamaOptions(threads=cores, answer_tokens=count, niceness=0, look_up=False)
    bare = Llama(str(path), n_ctx=2048, n_threads=cores, n_threads_batch=cores, flash_attn=True, verbose=False)
    model = Model(path, "benchmark")
    questions = documents.asked()[:4]
    seconds = {name: [math.inf] * len(questions) for name in ("ours", "ours_without_finding", "bare")}
    stages: dict[str, list[float]] = {}
    with closing(LlamaCpp(path, name="benchmark", selector=documents.selector, options=options)) as engine:
        assistant = documents.assistant(engine)

        def ours(place: int, asked: Asked) -> None:
            began = perf_counter()
            answer = assistant.ask(asked.text, actor="benchmark")
            taken = perf_counter() - began
            spent = (answer.timings_ms["retrieve"] + answer.timings_ms["rerank"]) / 1000
            _keep_quickest(seconds["ours"], place, taken)
            # Bare llama-cpp-python is given the prompt; we first have to find what goes into it.
            _keep_quickest(seconds["ours_without_finding"], place, taken - spent)
            for stage, each in answer.timings_ms.items():
                stages.setdefault(stage, []).append(each)

        def alone(place: int, asked: Asked) -> None:
            tokens = model.prompt(asked.chat())
            began = perf_counter()
            for _ in itertools.islice(bare.generate(tokens, temp=0.0), count):
                pass
            _keep_quickest(seconds["bare"], place, perf_counter() - began)

        # The first round loads and warms up, and is hardly the quickest.
        for turn, (place, asked) in itertools.product(range(rounds + 1), enumerate(questions)):
            for side in (ours, alone) if turn % 2 else (alone, ours):
                side(place, asked)
    bare.close()
    model.close()
    whole, found, plain = (statistics.fmean(seconds[name]) for name in ("ours", "ours_without_finding", "bare"))
    return {
        "ours_s": round(whole, 3),
        "bare_s": round(plain, 3),
        "overhead": round(whole / plain - 1, 4),
        "overhead_without_finding": round(found / plain - 1, 4),
        **{f"{stage}_ms": round(statistics.median(each), 1) for stage, each in stages.items()},
    }


def _keep_quickest(seconds: list[float], place: int, taken: float) -> None:
    seconds[place] = min(seconds[place], taken)


def users(documents: Sample, path: Path) -> dict[str, float]:
    """Seconds to the first token of what two users ask again in turn, each the sources that they had before."""
    from llama_cpp import Llama

    cores = available_cores()
    model = Model(path, "benchmark")
    one, other = (model.prompt(asked.chat()) for asked in documents.asked()[:2])
    options = LlamaOptions(threads=cores, answer_tokens=4, niceness=0)
    bare = Llama(str(path), n_ctx=2048, n_threads=cores, n_threads_batch=cores, flash_attn=True, verbose=False)
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    with closing(Completer(model, options, *model.shared(SYSTEM, OPENING))) as completer:
        for _ in range(4):
            for name, tokens in (("ada", one), ("bob", other)):
                with closing(Timed(model, options)) as timed:
                    began = perf_counter()
                    for _ in completer.complete_with(Prompt(tokens=tokens, conversation=name), never, timed):
                        pass
                    times["ours"].append(timed.times[0] - began)
                began = perf_counter()
                next(iter(bare.generate(tokens, temp=0.0)))
                times["bare"].append(perf_counter() - began)
        kept = completer.sessions.bytes
    bare.close()
    again = {f"{name}_first_token_s": round(statistics.median(found[2:]), 3) for name, found in times.items()}
    return {**again, "prompt_tokens": len(one), "kept_mb": round(kept / 1e6, 1)}


if __name__ == "__main__":
    main()
