"""What a step costs that judges or writes several tokens at once: for proposals, and for several users together."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from assistant.engines.llama_cpp.context import BATCH, Context
from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.settings import available_cores

TOGETHER = (1, 2, 3, 5, 9)
USERS = (1, 2, 4)
READ = 256
BATCHES = (16, 32, 64, 128, 256)


def steps(path: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds of a step by its tokens: of one sequence (judged proposals), and one each of several sequences."""
    model = Model(path, "benchmark")
    context = Context(model, LlamaOptions(threads=available_cores()), 512)
    for _ in range(READ // BATCH):
        context.read(_random(BATCH))
    judged: dict[int, list[float]] = {count: [] for count in TOGETHER}
    for _ in range(rounds):
        for count, times in judged.items():
            began = perf_counter()
            context.read(_random(count), judged=True)
            times.append(perf_counter() - began)
            context.keep(READ)
    context.close()
    written = _users(model, rounds)
    prompt = _prompt(model, 2)
    model.close()
    return {
        "judged_ms": _medians(judged, 1000),
        "users_ms": _medians(written, 1000),
        "prompt_tokens_a_second_by_batch": prompt,
    }


def _users(model: Model, rounds: int) -> dict[int, list[float]]:
    """Seconds of a step that writes one token for each of several users."""
    llama = library()
    parameters = llama.llama_context_default_params()
    parameters.n_ctx, parameters.n_seq_max = 512 * max(USERS), max(USERS)
    parameters.n_batch = parameters.n_ubatch = BATCH
    parameters.n_threads = parameters.n_threads_batch = available_cores()
    parameters.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_ENABLED
    handle = llama.llama_init_from_model(model.handle, parameters)
    batch = llama.llama_batch_init(BATCH, 0, 1)
    memory = llama.llama_get_memory(handle)

    def read(places: Sequence[tuple[int, int]]) -> None:
        batch.n_tokens = len(places)
        for row, ((user, position), token) in enumerate(zip(places, _random(len(places)), strict=True)):
            batch.token[row], batch.pos[row], batch.n_seq_id[row] = token, position, 1
            batch.seq_id[row][0], batch.logits[row] = user, True
        if llama.llama_decode(handle, batch) != 0:
            raise SystemExit("The model failed.")

    for user in range(max(USERS)):
        for begin in range(0, READ, BATCH):
            read([(user, begin + offset) for offset in range(BATCH)])
    times: dict[int, list[float]] = {count: [] for count in USERS}
    for _ in range(rounds):
        for count, found in times.items():
            began = perf_counter()
            read([(user, READ) for user in range(count)])
            found.append(perf_counter() - began)
            for user in range(count):
                llama.llama_memory_seq_rm(memory, user, READ, -1)
    llama.llama_batch_free(batch)
    llama.llama_free(handle)
    return times


def _prompt(model: Model, rounds: int) -> dict[str, float]:
    """Tokens a second of reading, by the size of a batch."""
    llama = library()
    parameters = llama.llama_context_default_params()
    parameters.n_ctx, parameters.n_batch, parameters.n_ubatch = 512, max(BATCHES), max(BATCHES)
    parameters.n_threads = parameters.n_threads_batch = available_cores()
    parameters.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_ENABLED
    handle = llama.llama_init_from_model(model.handle, parameters)
    memory = llama.llama_get_memory(handle)
    times: dict[int, list[float]] = {size: [] for size in BATCHES}
    for _ in range(rounds):
        for size, found in times.items():
            llama.llama_memory_clear(memory, False)
            began = perf_counter()
            for _ in range(0, READ, size):
                tokens = (llama.llama_token * size)(*_random(size))
                llama.llama_decode(handle, llama.llama_batch_get_one(tokens, size))
            llama.llama_synchronize(handle)
            found.append((perf_counter() - began) / READ)
    llama.llama_free(handle)
    return {str(size): round(1 / statistics.median(found), 1) for size, found in times.items()}


def _random(count: int) -> list[int]:
    return [int(each) for each in np.random.default_rng(count).integers(10, 2000, count)]


def _medians(times: dict[int, list[float]], unit: float) -> dict[str, float]:
    return {str(count): round(unit * statistics.median(found), 1) for count, found in times.items()}
