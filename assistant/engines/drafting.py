"""What every engine that writes does alike: chooses the sources of its prompt, and reads sentences from its words."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.answer import Draft, DraftSentence, Passage
from assistant.prompting import Source, parse_marks, sentences_of
from assistant.selection import Selection, Selector
from policies.text import RedactedText

MOST_SOURCES = 8

Write = Callable[[list[Source]], Generator[str, None, None]]
"""Writes an answer from numbered sources, piece by piece; closed early when nobody wants the rest."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Drafts of the engine called `name`, whatever writes them.

    A prompt holds selected sentences, not chunks: on a CPU reading is what costs. When the selection is surer than not
    that the passages hold no answer, nothing is written at all.
    """

    selector: Selector
    name: str

    def draft(self, question: RedactedText, passages: Sequence[Passage], write: Write) -> Draft:
        """The written sentences; the confidence is the selection's."""
        selection = self.selector.select(question, passages, MOST_SOURCES)
        return Draft(tuple(self._written(selection, write)), selection.confidence, self.name)

    def sentences(
        self, question: RedactedText, passages: Sequence[Passage], write: Write
    ) -> Generator[DraftSentence, None, None]:
        """The sentences of `draft`, each when it is whole."""
        yield from self._written(self.selector.select(question, passages, MOST_SOURCES), write)

    def _written(self, selection: Selection, write: Write) -> Iterator[DraftSentence]:
        if not selection.quotes or selection.confidence < self.selector.threshold:
            return
        sources = sources_of(selection)
        ids = {source.number: source.chunk_id for source in sources}
        with closing(write(sources)) as pieces:
            for sentence in sentences_of(pieces):
                text, numbers = parse_marks(sentence)
                if text:
                    # A number that no source has stays an id that no passage has: the gate rejects it.
                    cited = tuple(dict.fromkeys(ids.get(number, f"source {number}") for number in numbers))
                    yield DraftSentence(text, cited, selection.confidence)


def sources_of(selection: Selection) -> list[Source]:
    """The selection's quotes as numbered sources, the first one 1."""
    return [
        Source(
            number,
            quote.passage.chunk_id,
            RedactedText.join([part for part in (quote.passage.title, quote.passage.section) if part], " > "),
            RedactedText.join([part for part in (quote.header, quote.text) if part]),
        )
        for number, quote in enumerate(selection.quotes, start=1)
    ]
