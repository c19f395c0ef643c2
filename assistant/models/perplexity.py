"""Perplexity of a text under a model: how unexpected each token is, the lower the better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from assistant.models.runtime import MOST_OUTPUTS, Runtime
from policies.errors import ModelError

WINDOW = 512
_FEWEST = 32


@dataclass(frozen=True, slots=True)
class Perplexity:
    """`value` is the exponential of the mean negative log-likelihood of `tokens` tokens."""

    value: float
    tokens: int


def read_text(path: Path) -> str:
    """A text to measure with.

    Raises:
        ModelError: it can't be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path} can't be read ({error.strerror}).", remedy="Name a text file.") from error
    except UnicodeDecodeError as error:
        raise ModelError(f"{path} is no text in UTF-8.", remedy="Name a text file.") from error


def perplexity(model: Path, text: str, *, threads: int) -> Perplexity:
    """The perplexity of a text, in windows, as llama.cpp's own tool measures it.

    Only the second half of each window counts, so that each token that counts has at least half a window before it
    (llama.cpp, tools/perplexity). What is left behind the last whole window is not read.

    Raises:
        ModelError: the text is too short, or the model can't be run.
    """
    with Runtime(model, threads=threads, context=WINDOW) as runtime:
        tokens = runtime.tokenize(text)
        if len(tokens) < _FEWEST:
            raise ModelError(
                f"The text has {len(tokens)} tokens, too few to measure with.",
                remedy=f"Give one of some {WINDOW * 4:,} tokens or more: a few pages.",
            )
        window = min(WINDOW, len(tokens))
        total, count = 0.0, 0
        for start in range(0, len(tokens) - window + 1, window):
            loss, counted = _window(runtime, tokens[start : start + window])
            total += loss
            count += counted
    return Perplexity(math.exp(total / count), count)


def _window(runtime: Runtime, tokens: list[int]) -> tuple[float, int]:
    """Sum of the negative log-likelihoods of the second half, and how many they are."""
    half = len(tokens) // 2
    first = runtime.first_token
    read = tokens if first is None else [first, *tokens[1:]]
    runtime.clear()
    runtime.decode(read[:half], 0)
    loss = 0.0
    for start in range(half, len(tokens) - 1, MOST_OUTPUTS):
        end = min(start + MOST_OUTPUTS, len(tokens) - 1)
        rows = runtime.decode(read[start:end], start, outputs=end - start).astype("float64")
        rows -= rows.max(axis=1, keepdims=True)
        chosen = rows[range(end - start), tokens[start + 1 : end + 1]]
        loss += float(_log_sums(rows) - chosen.sum())
    return loss, len(tokens) - 1 - half


def _log_sums(rows: object) -> float:
    import numpy as np

    return float(np.log(np.exp(rows).sum(axis=1)).sum())  # type: ignore[call-overload]
