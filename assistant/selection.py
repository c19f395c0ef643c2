"""Chooses the sentences, items and rows that best answer a question, and says how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant import reader_weights
from assistant.answer import Passage
from assistant.evidence import CONTEXT_OVERLAP, COSINE, Candidate, Matrix, weigh
from ingest.embedder import Embedder
from policies.text import RedactedText

CONFIDENCE_FEATURES = ("cosine", "cosine_mean", "cosine_spread", "context_overlap", "chosen_overlap")
"""What the confidence is computed from: the best cosine, the mean of the best three, the best less the median, the
best overlap with context, and that of the three best candidates."""


@dataclass(frozen=True, slots=True, repr=False)
class Selection:
    """Candidates that may answer, best first, and how sure (0..1, calibrated) that the best three do.

    `ratios` are their odds as a share of the first one's.
    """

    pieces: tuple[Candidate, ...]
    ratios: tuple[float, ...]
    confidence: float


class Selector(Protocol):
    """Chooses what of the passages answers."""

    @property
    def threshold(self) -> float:
        """Confidence below which the passages hold no answer."""
        ...

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        """At most `most` pieces, best first."""
        ...


class SentenceSelector:
    """Weighs meaning, words, and what is expected. The weights are fitted by `training/calibrate_reader.py`."""

    def __init__(self, embedder: Embedder, *, threshold: float | None = None) -> None:
        self._embedder = embedder
        self._threshold = reader_weights.THRESHOLD if threshold is None else threshold

    @property
    def threshold(self) -> float:
        """Confidence below which the passages hold no answer."""
        return self._threshold

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        """At most `most` candidates of the passages, best first."""
        found, matrix = weigh(question, passages, self._embedder)
        if not found:
            return Selection((), (), 0.0)
        scores = matrix @ np.array(reader_weights.SENTENCE)
        order = np.argsort(-scores, kind="stable")
        chosen = order[:most].tolist()
        ratios = np.exp(scores[chosen] - scores[order[0]])
        return Selection(tuple(found[row] for row in chosen), tuple(ratios.tolist()), confidence(matrix, order))


def confidence(matrix: Matrix, order: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.intp]]) -> float:
    """How likely it is, 0..1, that the three best candidates hold the answer. `order` sorts them, best first."""
    logit = reader_weights.INTERCEPT + float(confidence_features(matrix, order) @ np.array(reader_weights.CONFIDENCE))
    return float(1 / (1 + np.exp(-logit)))


def confidence_features(matrix: Matrix, order: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.intp]]) -> Matrix:
    """The values of `CONFIDENCE_FEATURES`."""
    cosine, around = matrix[:, COSINE], matrix[:, CONTEXT_OVERLAP]
    highest = np.sort(cosine)[::-1]
    return np.array(
        [
            highest[0],
            highest[:3].mean(),
            highest[0] - np.median(cosine),
            around.max(),
            around[np.asarray(order)[:3]].max(),
        ]
    )
