"""The embedded engine: quotes the sentences that best answer, or refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer import Draft, DraftSentence, Passage
from assistant.evidence import Candidate, candidates, features
from assistant.units import points_back, units
from ingest.embedder import Embedder
from policies.text import RedactedText

NAME = "reader"


@dataclass(frozen=True, slots=True, repr=False)
class Selection:
    """Candidates that may answer, best first, and how sure (0..1, calibrated) that the best of them do."""

    candidates: tuple[Candidate, ...]
    confidence: float


class Reader:
    """Extractive: every sentence of its answer stands verbatim in a passage.

    Below `threshold` it gives no sentence.
    """

    def __init__(self, embedder: Embedder, *, threshold: float | None = None, most_sentences: int = 3) -> None:
        self._embedder = embedder
        self._threshold = 0.3 if threshold is None else threshold
        self._most = most_sentences

    @property
    def name(self) -> str:
        """`reader`."""
        return NAME

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        """At most `most` candidates, best first."""
        found = candidates(passages)
        if not found:
            return Selection((), 0.0)
        matrix = features(question, found, self._embedder)
        scores = (
            matrix[:, 0]
            + 0.3 * matrix[:, 1]
            + 0.4 * matrix[:, 2]
            + 0.2 * matrix[:, 3]
            + 0.1 * matrix[:, 6]
            - matrix[:, 8]
        )
        order = np.argsort(-scores, kind="stable")[:most]
        confidence = 1 / (1 + np.exp(-10 * (float(matrix[order[0], 0]) - 0.45)))
        return Selection(tuple(found[row] for row in order), float(confidence))

    def answer(self, question: RedactedText, passages: Sequence[Passage]) -> Draft:
        """The best one to three units, each quoted whole; none below the threshold."""
        selection = self.select(question, passages, self._most)
        if selection.confidence < self._threshold:
            return Draft((), selection.confidence, NAME)
        sentences = [
            DraftSentence(quote(candidate), (candidate.passage.chunk_id,), selection.confidence)
            for candidate in selection.candidates
        ]
        return Draft(tuple(sentences), selection.confidence, NAME)

    def stream(self, question: RedactedText, passages: Sequence[Passage]) -> Iterator[DraftSentence]:
        """The sentences of `answer`; all are known before the first one comes."""
        yield from self.answer(question, passages).sentences


def quote(candidate: Candidate) -> str:
    """The unit verbatim, with the sentence before it where it points back, and what follows a heading."""
    text = candidate.passage.text.value
    around = units(text)
    start, end = candidate.unit.start, candidate.unit.end
    if candidate.unit.kind == "sentence" and candidate.position and points_back(text[start:end]):
        before = around[candidate.position - 1]
        if before.kind == "sentence":
            start = before.start
    if candidate.unit.kind == "heading" and candidate.position + 1 < len(around):
        end = around[candidate.position + 1].end
    return text[start:end]
