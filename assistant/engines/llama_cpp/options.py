"""How a language model is run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LlamaOptions:
    """Options of `LlamaCpp`.

    `threads` to compute with, at least 1. `kv_cache_type` is what keys and values are kept in: `f16`, `q8_0` in half
    the memory, `q4_0` in a quarter, at some loss. `context_tokens` is the most that prompt and answer have together;
    no more is set aside than a prompt needs. An answer ends after `answer_tokens`, or after `answer_seconds` from its
    question's turn on.

    With `temperature` 0 the likeliest token is taken; above, one is drawn, from `seed` on for each question: the same
    question gets the same answer either way.

    `session_bytes` is for the kept states of all conversations together, 0: none is kept. `waiting` questions may
    queue. `niceness`, 0..19, is how readily the threads that compute step back for the rest of the program (Linux).
    `look_up` proposes what the prompt says next, so that an answer in the prompt's words takes fewer steps.
    """

    threads: int = 1
    kv_cache_type: str = "f16"
    context_tokens: int = 4096
    answer_tokens: int = 256
    answer_seconds: int = 300
    temperature: float = 0.0
    seed: int = 1
    session_bytes: int = 512 * 2**20
    waiting: int = 32
    niceness: int = 10
    look_up: bool = True
