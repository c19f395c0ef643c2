"""Puts passages in a better order by reading them; what was read goes along, so that answering reads nothing again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant import reader_weights
from assistant.answer import Passage
from assistant.lexemes import tokens
from assistant.readings import Reading
from assistant.seams import PassageReader
from policies.text import RedactedText

FEATURES = ("prior", "relevance")
"""The retrieval score as a share of the best, and the reading's logit. Its `answerable` and best span add nothing."""


class ReadingReranker:
    """Orders by retrieval score and reading together; those that share a pseudonym with the question stay in front."""

    def __init__(self, reader: PassageReader, *, depth: int) -> None:
        """Read the first `depth` passages; those behind them stay behind, in their order."""
        self._reader = reader
        self._depth = depth

    def rerank(self, question: RedactedText, passages: Sequence[Passage]) -> list[Passage]:
        """The same passages, best first; the first ones carry their reading.

        Scores are at most 1, plus 1 for each pseudonym shared with the question: they order, and say nothing of fit.
        """
        if not passages:
            return []
        head, tail = passages[: self._depth], passages[self._depth :]
        readings = self._reader.read(question, head)
        named = tokens(question.value)
        reread = [
            replace(passage, reading=reading, score=len(named & tokens(passage.text.value)) + score)
            for passage, reading, score in zip(head, readings, _scores(readings), strict=True)
        ]
        reread.sort(key=lambda passage: -passage.score)
        lowest, best = reread[-1].score, max((passage.score for passage in tail), default=0.0)
        return reread + [replace(passage, score=lowest * passage.score / best if best else 0.0) for passage in tail]


def rerank_features(readings: Sequence[Reading]) -> npt.NDArray[np.float64]:
    """A row of `FEATURES` for each reading."""
    rows = [(reading.prior, reading.relevance) for reading in readings]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


def _scores(readings: Sequence[Reading]) -> list[float]:
    logits = reader_weights.RERANK_INTERCEPT + rerank_features(readings) @ np.array(reader_weights.RERANK)
    return [float(score) for score in 1 / (1 + np.exp(-logits))]
