"""Which sentence is tested: the one with the answer, or the one that shares most of the question's words."""

from __future__ import annotations

from benchmarks.opposites import measure
from training.reader.examples import Example

TEXT = "Ada Osk wrote of it. The monks flooded the marsh in 1874. The mill is dry."


def asked(question: str, answer: str = "") -> Example:
    start = TEXT.index(answer)
    return Example(question, "", TEXT, ((start, start + len(answer)),) if answer else ())


def test_the_share_of_sentences_that_are_held_is_told_apart() -> None:
    answered = [asked("When was the marsh flooded?", "1874"), asked("Who drained the marsh?", "The monks")]
    not_answered = [asked("When was the marsh drained?"), asked("Who owns the mill?"), asked("Who sold the mill?")]
    assert measure([*answered, *not_answered]) == {
        "answered": 2,
        "not_answered": 3,
        "held_of_answered": 0.5,
        "held_of_not_answered": round(1 / 3, 4),
    }
