"""How much faster answers come with proposals looked up in the prompt: those in its words, and those that are not.

The quickest of some rounds counts: time of the processor would count threads that spin while they wait for one another.
"""

from __future__ import annotations

import collections
import itertools
import math
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from assistant.engines.llama_cpp.completing import Completer, Prompt
from assistant.engines.llama_cpp.context import Context
from assistant.engines.llama_cpp.lookup import MATCH
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.settings import available_cores
from benchmarks.engine_sample import Asked, Sample

ANSWER_TOKENS = 48
Pair = tuple[Sequence[int], Sequence[int]]
"""Tokens of a prompt, and of the answer that the model is made to write."""


def copied(documents: Sample, path: Path, rounds: int) -> dict[str, float]:
    """Times as fast with proposals.

    In `half` every other run of words is the source's; what misleads begins as the source does, again and again, and
    always goes on otherwise.
    """
    model = Model(path, "benchmark")
    asked = documents.asked()[:2]
    prompts = [model.prompt(each.chat()) for each in asked]
    same = [model.tokens(_repeated(each))[:ANSWER_TOKENS] for each in asked]
    others = [each[::-1] for each in same]
    half = [_woven(one, other, 12) for one, other in zip(same, others, strict=True)]
    misleading = [_misleading(prompt) for prompt in prompts]
    kinds = {"repeat": same, "repeat_half": half, "do_not": others, "mislead": misleading}
    completers = [
        Completer(model, LlamaOptions(threads=available_cores(), look_up=look_up)) for look_up in (True, False)
    ]
    found = {
        f"answers_that_{name}": _times_as_fast(completers, list(zip(prompts, answers, strict=True)), rounds)
        for name, answers in kinds.items()
    }
    model.close()
    return found


def _times_as_fast(completers: Sequence[Completer], pairs: Sequence[Pair], rounds: int) -> float:
    """Times as fast with the first, by the quickest of `rounds`: what else runs only makes an answer take longer."""
    quickest = [[math.inf] * len(pairs) for _ in completers]
    for _, (place, (tokens, answer)), which in itertools.product(range(rounds), enumerate(pairs), (0, 1)):
        choose, stamps = _scripted(answer)
        gone = partial(_written, stamps, len(answer))
        # What was read of a prompt is kept: it is no part of what is measured.
        prompt = Prompt(tokens=tokens, conversation=str(place))
        collections.deque(completers[which].complete_with(prompt, gone, choose), maxlen=0)
        quickest[which][place] = min(quickest[which][place], stamps[-1] - stamps[0])
    proposed, plain = map(sum, quickest)
    return round(plain / proposed, 2)


def _written(stamps: Sequence[float], count: int) -> bool:
    return len(stamps) > count


def _scripted(answer: Sequence[int]) -> tuple[Callable[[Context, int], int], list[float]]:
    """A choice that writes `answer`, whatever the model would say, and when each token was chosen."""
    stamps: list[float] = []

    def choose(context: Context, row: int) -> int:
        stamps.append(perf_counter())
        return answer[min(len(stamps), len(answer)) - 1]

    return choose, stamps


def _repeated(asked: Asked) -> str:
    """An answer in the words of its sources."""
    return " ".join(f"{source.text.value} [{source.number}]" for source in asked.sources)


def _woven(one: Sequence[int], other: Sequence[int], run: int) -> list[int]:
    """Runs of one and of the other in turn."""
    pairs = zip(range(0, len(one), run), itertools.cycle((one, other)), strict=False)
    return [token for place, taken in pairs for token in taken[place : place + run]]


def _misleading(prompt: Sequence[int]) -> list[int]:
    """The beginning of each run of words of the prompt, each with a token behind it that stands elsewhere."""
    places = range(0, len(prompt) - 2 * MATCH, 2 * MATCH)
    answer = [token for place in places for token in (*prompt[place : place + MATCH], prompt[place])]
    return answer[:ANSWER_TOKENS]
