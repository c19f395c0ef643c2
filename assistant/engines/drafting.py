"""What every engine that writes does alike: chooses the sources of its prompt, and reads sentences from its words."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.answer import Draft, DraftSentence, Passage
from assistant.prompting import Source, parse_marks, sentences_of
from assistant.question_kinds import Kind, kind_of
from assistant.router_thresholds import LEAST
from assistant.selection import Selection, Selector
from policies.text import RedactedText

MOST_SOURCES = 8
SPREAD_FROM = 24
"""Quotes among which those of several documents are looked for."""

Write = Callable[[list[Source]], Generator[str, None, None]]
"""Writes an answer from numbered sources, piece by piece; closed early when nobody wants the rest."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Drafts of the engine called `name`, whatever writes them.

    A prompt holds selected sentences, not chunks: on a CPU reading is what costs. Below the confidence `least` the
    passages hold too little to write from, and nothing is written. A synthesis is written whatever the confidence,
    which says only whether one sentence answers: how sure it is, the gate's support says.
    """

    selector: Selector
    name: str
    least: float = LEAST

    def draft(self, question: RedactedText, passages: Sequence[Passage], write: Write) -> Draft:
        """The written sentences; the confidence is the selection's, or a synthesis's."""
        kind, selection = self._selected(question, passages)
        sentences = tuple(_written(kind, selection, write))
        return Draft(sentences, _confidence(kind, selection) if sentences else selection.confidence, self.name)

    def sentences(
        self, question: RedactedText, passages: Sequence[Passage], write: Write
    ) -> Generator[DraftSentence, None, None]:
        """The sentences of `draft`, each when it is whole."""
        yield from _written(*self._selected(question, passages), write)

    def _selected(self, question: RedactedText, passages: Sequence[Passage]) -> tuple[Kind, Selection]:
        kind = kind_of(question.value)
        if kind in ("compare", "list"):
            return kind, spread(self.selector.select(question, passages, SPREAD_FROM), MOST_SOURCES)
        selection = self.selector.select(question, passages, MOST_SOURCES)
        if kind == "fact" and selection.confidence < self.least:
            return kind, Selection((), (), selection.confidence)
        return kind, selection


def spread(selection: Selection, most: int) -> Selection:
    """At most `most` of the quotes, from as many documents as there are: the best of each, then the second best."""
    ranks: dict[str, int] = {}
    placed: list[tuple[int, int]] = []
    for place, quote in enumerate(selection.quotes):
        rank = ranks[quote.passage.document_id] = ranks.get(quote.passage.document_id, -1) + 1
        placed.append((rank, place))
    chosen = [place for _, place in sorted(placed)[:most]]
    quotes = tuple(selection.quotes[place] for place in chosen)
    return Selection(quotes, tuple(selection.ratios[place] for place in chosen), selection.confidence)


def _confidence(kind: Kind, selection: Selection) -> float:
    return selection.confidence if kind == "fact" else 1.0


def _written(kind: Kind, selection: Selection, write: Write) -> Iterator[DraftSentence]:
    if not selection.quotes:
        return
    sources = sources_of(selection)
    ids = {source.number: source.chunk_id for source in sources}
    with closing(write(sources)) as pieces:
        for sentence in sentences_of(pieces):
            text, numbers = parse_marks(sentence)
            if text:
                # A number that no source has stays an id that no passage has: the gate rejects it.
                cited = tuple(dict.fromkeys(ids.get(number, f"source {number}") for number in numbers))
                yield DraftSentence(text, cited, _confidence(kind, selection))


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
