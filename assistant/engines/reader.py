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
        """One to three quotes, the best first; as many for each part of a question that asks several things.

        Parts that nothing answers are left out. Where that are all of them, the question is answered as a whole.
        """
        found = [self._quotes(part.question, part.passages) for part in turn.parts]
        answers = [(quote, (number,)) for number, (quotes, _) in enumerate(found) for quote in quotes]
        if answers:
            confidence = min(sure for quotes, sure in found if quotes)
            return Draft(_sentences(answers, confidence), confidence, NAME)
        quotes, confidence = self._quotes(question, passages)
        return Draft(_sentences([(quote, ()) for quote in quotes], confidence), confidence, NAME)

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        """The quotes of `answer`; all are known before the first one comes."""
        yield from self.answer(question, passages, turn).sentences

    def _quotes(self, question: RedactedText, passages: Sequence[Passage]) -> tuple[list[Quote], float]:
        """What answers, best first, nothing below the threshold; and how sure that is."""
        selection = self._selector.select(question, passages, MOST_QUOTES)
        if selection.confidence < self._selector.threshold:
            return [], selection.confidence
        chosen = [q for q, ratio in zip(selection.quotes, selection.ratios, strict=True) if ratio >= LEAST_RATIO]
        return with_whole_lists(chosen), selection.confidence


def _sentences(answers: Sequence[tuple[Quote, tuple[int, ...]]], confidence: float) -> tuple[DraftSentence, ...]:
    """The quotes in their order with the parts that they answer; those that overlap as one."""
    shown: list[tuple[Quote, tuple[int, ...]]] = []
    for quote, parts in answers:
        near = [number for number, (other, _) in enumerate(shown) if other.touches(quote)]
        if near:
            other, before = shown[near[0]]
            shown[near[0]] = other.with_(quote), (*before, *parts)
        else:
            shown.append((quote, parts))
    befores = [None, *(quote for quote, _ in shown)]
    return tuple(
        _said(quote, parts, before, confidence) for (quote, parts), before in zip(shown, befores, strict=False)
    )


def _said(quote: Quote, parts: tuple[int, ...], before: Quote | None, confidence: float) -> DraftSentence:
    """A quote as a sentence of the draft. A row that follows one of its own table is shown without the header."""
    same_table = before is not None and _place(before) == _place(quote)
    emphasis = quote.emphasis
    return DraftSentence(
        quote.text.value,
        (quote.passage.chunk_id,),
        confidence,
        None if emphasis is None else (emphasis[0] - quote.start, emphasis[1] - quote.start),
        "" if same_table else quote.header.value,
        parts,
    )


def _place(quote: Quote) -> tuple[str, str, str]:
    """The table that a row is of; its rows may stand in several passages."""
    return quote.passage.document_id, quote.passage.section.value, quote.header.value
