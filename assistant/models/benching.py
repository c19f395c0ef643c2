"""What a model does on this machine: tokens a second, memory, and the answer time to expect."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.models.gguf_header import GgufHeader, read_header
from assistant.models.memory import resident
from assistant.models.runtime import Runtime
from assistant.prompting import SYSTEM
from policies.errors import ModelError

SENTENCE = (
    "The form is handed in at the front desk within ten working days after the visit, with the receipt of the clinic."
)
TYPICAL_PROMPT = SYSTEM + "".join(f"\n[{number}] (Handbook > Visits) {SENTENCE}" for number in range(1, 9))
"""The rules and eight selected sentences: as long as what a model is asked with."""

ANSWER_TOKENS = 60
"""Two or three short sentences with their marks."""

_GENERATED = 32
_REPEATS = 2


@dataclass(frozen=True, slots=True)
class Bench:
    """Speeds are in tokens a second, sizes in bytes, times in seconds.

    `bytes_per_token` is what a token reads of the weights, and `generation_bound` the memory's bandwidth over it: no
    program can write faster. `first_token_seconds` and `answer_seconds` are of a cold prompt of `prompt_tokens` and an
    answer of `answer_tokens`.
    """

    model: str
    threads: int
    prompt_tokens: int
    prompt_speed: float
    generation_speed: float
    resident: int | None
    bandwidth: float
    bytes_per_token: int
    generation_bound: float
    answer_tokens: int
    first_token_seconds: float
    answer_seconds: float


def bench(
    path: Path, name: str, *, threads: int, bandwidth: float, progress: Callable[[int, int], None] | None = None
) -> Bench:
    """Measure a model with a prompt as long as ours usually are.

    `bandwidth` is `memory_bandwidth`'s. `progress` is told the runs done, of how many.

    Raises:
        ModelError: it can't be loaded or run, or reads less than such a prompt.
    """
    header = read_header(path)
    context = min(2048, header.number("context_length"))
    with Runtime(path, name, threads=threads, size=context) as runtime:
        tokens = runtime.tokenize(TYPICAL_PROMPT)
        if len(tokens) + ANSWER_TOKENS > context:
            raise ModelError(
                f"'{name}' can't take a usual prompt: {len(tokens)} tokens, and its context is {context}.",
                remedy="Take a model that reads more.",
            )
        runtime.read(tokens[:8])  # brings the file's pages in
        runs = []
        for number in range(1, _REPEATS + 1):
            runs.append(_run(runtime, tokens))
            if progress:
                progress(number, _REPEATS)
        reading, writing = zip(*runs, strict=True)
        held = resident()
    prompt_speed, generation_speed = len(tokens) / min(reading), _GENERATED / min(writing)
    read = bytes_per_token(header)
    first = len(tokens) / prompt_speed + 1 / generation_speed
    return Bench(
        model=name,
        threads=threads,
        prompt_tokens=len(tokens),
        prompt_speed=prompt_speed,
        generation_speed=generation_speed,
        resident=held,
        bandwidth=bandwidth,
        bytes_per_token=read,
        generation_bound=bandwidth / read,
        answer_tokens=ANSWER_TOKENS,
        first_token_seconds=first,
        answer_seconds=first + (ANSWER_TOKENS - 1) / generation_speed,
    )


def bytes_per_token(header: GgufHeader) -> int:
    """What writing a token reads: all weights, but of the experts those in use, and of an input table one row."""
    experts, used = header.number("expert_count"), header.number("expert_used_count")
    tied = all(tensor.name != "output.weight" for tensor in header.tensors)
    total = 0
    for tensor in header.tensors:
        if tensor.name == "token_embd.weight" and not tied:
            continue
        total += tensor.size * used // experts if experts and "_exps." in tensor.name else tensor.size
    return total


def _run(runtime: Runtime, tokens: list[int]) -> tuple[float, float]:
    """Seconds of reading the prompt, and of writing `_GENERATED` tokens behind it."""
    runtime.clear()
    start = time.perf_counter()
    runtime.read(tokens)
    read = time.perf_counter()
    for _ in range(_GENERATED):
        runtime.read([runtime.likeliest()])
    return read - start, time.perf_counter() - read
