"""Perplexity of a text under a model: how unexpected each token is, the lower the better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.engines.llama_cpp.context import BATCH
from assistant.models.runtime import Runtime
from policies.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    with Runtime(model, model.stem, threads=threads, size=WINDOW) as runtime:
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
    runtime.read(read[:half])
    loss = 0.0
    for start in range(half, len(tokens) - 1, BATCH):
        end = min(start + BATCH, len(tokens) - 1)
        rows = runtime.judge(read[start:end]).astype("float64")
        rows -= rows.max(axis=1, keepdims=True)
        chosen = rows[range(end - start), tokens[start + 1 : end + 1]]
        loss += _log_sums(rows) - float(chosen.sum())
    return loss, len(tokens) - 1 - half


def _log_sums(rows: NDArray[np.float64]) -> float:
    import numpy as np

    return float(np.log(np.exp(rows).sum(axis=1)).sum())
