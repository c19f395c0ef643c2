"""The embedded engine: quotes the sentences that best answer, or refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Draft, DraftSentence, Passage
from assistant.selection import Selection, SentenceSelector
from ingest.embedder import Embedder
from policies.text import RedactedText

NAME = "reader"
MOST_QUOTES = 3
LEAST_RATIO = 0.05
"""A further quote is added while its odds are at least this share of the best one's: .91 of SQuAD's answers are then
quoted with 2.4 quotes, .79 with the best alone."""


class Reader:
    """Extractive: all of its answer stands verbatim in passages. Below the threshold it gives none."""

    def __init__(self, embedder: Embedder, *, threshold: float | None = None) -> None:
        self._selector = SentenceSelector(embedder, threshold=threshold)

    @property
    def name(self) -> str:
        """`reader`."""
        return NAME

    @property
    def threshold(self) -> float:
        """Confidence below which the reader refuses."""
        return self._selector.threshold

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        """What the reader would quote from, at most `most` pieces: other engines read these instead of passages."""
        return self._selector.select(question, passages, most)

    def answer(self, question: RedactedText, passages: Sequence[Passage]) -> Draft:
        """One to three quotes, the best first."""
        selection = self._selector.select(question, passages, MOST_QUOTES)
        if selection.confidence < self._selector.threshold:
            return Draft((), selection.confidence, NAME)
        pieces = zip(selection.pieces, selection.ratios, strict=True)
        quoted = _without_contained([(piece.passage, *piece.quote) for piece, ratio in pieces if ratio >= LEAST_RATIO])
        sentences = tuple(
            DraftSentence(passage.text.value[start:end], (passage.chunk_id,), selection.confidence)
            for passage, start, end in quoted
        )
        return Draft(sentences, selection.confidence, NAME)

    def stream(self, question: RedactedText, passages: Sequence[Passage]) -> Iterator[DraftSentence]:
        """The quotes of `answer`; all are known before the first one comes."""
        yield from self.answer(question, passages).sentences


def _without_contained(quoted: list[tuple[Passage, int, int]]) -> list[tuple[Passage, int, int]]:
    """Quotes in order, less those that stand inside another one of them."""

    def inside(one: tuple[Passage, int, int], other: tuple[Passage, int, int]) -> bool:
        return one is not other and one[0] is other[0] and other[1] <= one[1] and one[2] <= other[2]

    return [one for one in quoted if not any(inside(one, other) for other in quoted)]
