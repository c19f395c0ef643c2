from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

import pytest

from assistant.answer import Passage
from assistant.engines.drafting import Drafting
from assistant.prompting import Source
from assistant.quotes import Quote
from assistant.selection import Selection
from policies.text import RedactedText
from tests.assistant.fakes import passage, redacted


def rules(place: str, count: int) -> list[Passage]:
    """Passages of one document."""
    made = [passage(f"The {place} has rule number {number}.", f"{place}{number}") for number in range(count)]
    return [replace(each, document_id=place) for each in made]


PIER, YARD = rules("pier", 10), rules("yard", 2)


class EveryPassage:
    """Selects whole passages in their order, as sure as it was told."""

    threshold = 0.5

    def __init__(self, confidence: float) -> None:
        self._confidence = confidence

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        quotes = tuple(Quote(each, 0, len(each.text.value)) for each in passages[:most])
        return Selection(quotes, (1.0,) * len(quotes), self._confidence)


def shown(question: str, confidence: float, passages: Sequence[Passage] = (*PIER, *YARD)) -> list[str]:
    """The chunks whose sentences a model is shown; empty when it is not asked."""
    seen: list[str] = []

    def write(sources: list[Source]) -> Generator[str, None, None]:
        seen.extend(source.chunk_id for source in sources)
        yield "The pier has rules [1]."

    Drafting(EveryPassage(confidence), "tiny", least=0.2).draft(redacted(question), passages, write)
    return seen


def test_a_model_is_asked_also_where_the_reader_would_refuse() -> None:
    assert shown("Which rules has the pier?", 0.3)


def test_a_model_is_not_asked_when_the_passages_hold_too_little() -> None:
    assert shown("Which rules has the pier?", 0.1) == []


@pytest.mark.parametrize("question", ["Summarize the rules.", "Compare pier and yard.", "Explain the rules."])
def test_a_synthesis_is_written_whatever_the_confidence(question: str) -> None:
    assert shown(question, 0.0)


@pytest.mark.parametrize(("question", "confidence"), [("Summarize the rules.", 1.0), ("Which rules are there?", 0.3)])
def test_how_sure_a_synthesis_is_is_left_to_the_gate(question: str, confidence: float) -> None:
    def write(sources: list[Source]) -> Generator[str, None, None]:
        yield "The pier has rules [1]."

    draft = Drafting(EveryPassage(0.3), "tiny", least=0.2).draft(redacted(question), PIER, write)
    assert (draft.confidence, draft.sentences[0].confidence) == (confidence, confidence)


def test_a_synthesis_of_which_nothing_was_written_is_as_unsure_as_the_selection() -> None:
    def write(sources: list[Source]) -> Generator[str, None, None]:
        yield "NOT FOUND"

    draft = Drafting(EveryPassage(0.3), "tiny").draft(redacted("Summarize the rules."), PIER, write)
    assert (draft.sentences, draft.confidence) == ((), 0.3)


def test_a_comparison_is_shown_all_documents() -> None:
    assert shown("Compare the rules of pier and yard.", 0.9)[:4] == ["pier0", "yard0", "pier1", "yard1"]


def test_a_question_of_fact_is_shown_the_best_sentences_wherever_they_stand() -> None:
    assert shown("Which rules has the pier?", 0.9) == [f"pier{number}" for number in range(8)]


def test_without_passages_nothing_is_written() -> None:
    assert shown("Compare pier and yard.", 0.9, ()) == []


def test_a_mark_without_a_source_names_no_passage() -> None:
    def write(sources: list[Source]) -> Generator[str, None, None]:
        yield "The pier has rules [1]. The moon has none [9]."

    draft = Drafting(EveryPassage(0.9), "tiny").draft(redacted("Which rules?"), PIER, write)
    known = {each.chunk_id for each in PIER}
    assert [set(sentence.chunk_ids) <= known for sentence in draft.sentences] == [True, False]


def test_writing_ends_when_nobody_takes_the_next_sentence() -> None:
    ended: list[bool] = []

    def write(sources: list[Source]) -> Generator[str, None, None]:
        try:
            yield "One [1]. "
            yield "Two [1]. "
            yield "Three [1]. "
        finally:
            ended.append(True)

    sentences = Drafting(EveryPassage(0.9), "tiny").sentences(redacted("Which rules?"), PIER, write)
    next(sentences)
    sentences.close()
    assert ended == [True]
