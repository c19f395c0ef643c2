"""The embedded engine: quotes the sentences, lists and rows that best answer, or refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Draft, DraftSentence, Passage
from assistant.quotes import Quote, with_whole_lists
from assistant.seams import PassageReader
from assistant.selection import ReadingSelector, Selection
from assistant.turn import ALONE, Turn
from policies.text import RedactedText

NAME = "reader"
MOST_QUOTES = 3
LEAST_RATIO = 0.25
"""A further quote is added while its odds are at least this share of the best one's."""


class Reader:
    """Extractive: all of its answer stands verbatim in passages. Below the threshold it gives none."""

    def __init__(self, reader: PassageReader, *, threshold: float | None = None) -> None:
        self._selector = ReadingSelector(reader, threshold=threshold)

    @property
    def name(self) -> str:
        """`reader`."""
        return NAME

    @property
    def threshold(self) -> float:
        """Confidence below which the reader refuses."""
        return self._selector.threshold

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        """What the reader would quote, at most `most` pieces: other engines read these instead of passages."""
        return self._selector.select(question, passages, most)

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        """One to three quotes, the best first."""
        selection = self._selector.select(question, passages, MOST_QUOTES)
        if selection.confidence < self._selector.threshold:
            return Draft((), selection.confidence, NAME)
        chosen = [q for q, ratio in zip(selection.quotes, selection.ratios, strict=True) if ratio >= LEAST_RATIO]
        shown = with_whole_lists(chosen)
        befores: list[Quote | None] = [None, *shown[:-1]]
        sentences = [_said(q, before, selection.confidence) for q, before in zip(shown, befores, strict=True)]
        return Draft(tuple(sentences), selection.confidence, NAME)

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        """The quotes of `answer`; all are known before the first one comes."""
        yield from self.answer(question, passages).sentences


def _said(quote: Quote, before: Quote | None, confidence: float) -> DraftSentence:
    """A quote as a sentence of the draft. A row that follows one of its own table is shown without the header."""
    same_table = before is not None and _place(before) == _place(quote)
    emphasis = quote.emphasis
    return DraftSentence(
        quote.text.value,
        (quote.passage.chunk_id,),
        confidence,
        None if emphasis is None else (emphasis[0] - quote.start, emphasis[1] - quote.start),
        "" if same_table else quote.header.value,
    )


def _place(quote: Quote) -> tuple[str, str, str]:
    """The table that a row is of; its rows may stand in several passages."""
    return quote.passage.document_id, quote.passage.section.value, quote.header.value
