"""A question and a passage are turned, each by a word: what is answered and what is not follows from both."""

from __future__ import annotations

import random

import pytest

from assistant.opposites import Word
from training.reader.examples import Example, Group
from training.reader.opposites import by_names, by_opposite, turned

WORDS = {
    "drained": Word(frozenset({"flooded"}), frozenset({"emptied"})),
    "emptied": Word(frozenset({"flooded"}), frozenset({"drained"})),
    "largest": Word(frozenset({"smallest"}), frozenset()),
}
TEXT = "Osk was a miller. In 1874 the monks drained the marsh by the weir. It is dry now."


def example(question: str, text: str, answer: str) -> Example:
    start = text.index(answer)
    return Example(question, "Mill", text, ((start, start + len(answer)),), 1.0, 1.0, prior=2.0)


def both(made: list[Group | None]) -> list[Group]:
    """Each group once: which of the two it is, is drawn."""
    return list({group[0].first: group for group in made if group}.values())


def test_neither_the_question_nor_the_passage_alone_tells_which_is_answered() -> None:
    asked = example("When was the marsh drained?", TEXT, "1874")
    found = both([by_opposite(asked, WORDS, random.Random(seed)) for seed in range(12)])
    flooded = TEXT.replace("drained", "flooded")
    assert sorted((group[0].first, group[0].passage, group[1].passage) for group in found) == [
        ("When was the marsh drained?", TEXT, flooded),
        ("When was the marsh flooded?", flooded, TEXT),
    ]
    for right, wrong in found:
        assert [right.passage[a:b] for a, b in right.spans] == ["1874"]
        assert (right.answerable, wrong.answerable, wrong.spans, wrong.relevance) == (1.0, 0.0, (), None)
        assert right.first == wrong.first
        assert right.prior == wrong.prior == 0.0


def test_an_answer_behind_the_word_stays_where_it_is_in_the_text() -> None:
    asked = example("What did the monks drain, or rather emptied?", TEXT, "the marsh by the weir")
    found = both([by_opposite(asked, WORDS, random.Random(seed)) for seed in range(12)])
    assert len(found) == 2
    for right, _ in found:
        assert [right.passage[a:b] for a, b in right.spans] == ["the marsh by the weir"]


def test_both_are_turned_by_the_same_opposite() -> None:
    words = {**WORDS, "drained": Word(frozenset({"flooded", "watered"}), frozenset({"emptied"}))}
    for asked in ("When was the marsh drained?", "When was the marsh emptied?"):
        for seed in range(12):
            group = by_opposite(example(asked, TEXT, "1874"), words, random.Random(seed))
            assert group is not None
            right = group[0]
            assert [word in right.first for word in ("flooded", "watered")] == [
                word in right.passage for word in ("flooded", "watered")
            ]


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Who was the miller?", TEXT, "Osk"),
        ("When was the marsh drained?", TEXT + " It was flooded in 1880.", "1874"),
        ("When was the marsh drained?", TEXT + " The pond was drained too.", "1874"),
        ("What was done to the marsh that was drained?", TEXT, "drained"),
    ],
    ids=["no such word", "the opposite is told too", "the word stands twice", "the word is the answer"],
)
def test_what_cannot_be_turned_for_certain_is_left(question: str, text: str, answer: str) -> None:
    assert by_opposite(example(question, text, answer), WORDS, random.Random(0)) is None


TAUGHT = "They met in Ghent. Robert Boyle taught the young Hooke in 1655. Later both moved."


@pytest.mark.parametrize(
    ("text", "question", "answer", "turned_text", "turned_question", "turned_answer"),
    [
        (TAUGHT, "Who taught Hooke?", "Robert Boyle",
         TAUGHT.replace("Robert Boyle taught the young Hooke", "Hooke taught the young Robert Boyle"),
         "Who taught Robert Boyle?", "Hooke"),
        (TAUGHT, "Whom did Robert Boyle teach?", "Hooke",
         TAUGHT.replace("Robert Boyle taught the young Hooke", "Hooke taught the young Robert Boyle"),
         "Whom did Hooke teach?", "Robert Boyle"),
    ],
    ids=["the answer stands before the other name", "and behind it"],
)  # fmt: skip
def test_who_did_it_and_to_whom_it_was_done_change_places(
    text: str, question: str, answer: str, turned_text: str, turned_question: str, turned_answer: str
) -> None:
    found = both([by_names(example(question, text, answer), random.Random(seed)) for seed in range(12)])
    told = {group[0].first: (group[0].passage, group[1].passage) for group in found}
    assert told == {question: (text, turned_text), turned_question: (turned_text, text)}
    for right, _ in found:
        shown = answer if right.first == question else turned_answer
        assert [right.passage[a:b] for a, b in right.spans] == [shown]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who sailed with Hooke?", "Boyle and Hooke sailed in 1655."),
        ("Who married Hooke?", "Boyle then married Hooke."),
        ("When did Boyle teach Hooke?", TAUGHT),
    ],
    ids=["two of one kind", "both did it", "not asked by whom"],
)
def test_names_stay_where_nothing_follows_from_their_order(question: str, text: str) -> None:
    assert by_names(example(question, text, "Boyle"), random.Random(0)) is None


def test_as_many_as_wanted_are_made_the_same_ones_each_time() -> None:
    every = [example("When was the marsh drained?", TEXT + f" {number}.", "1874") for number in range(20)]
    made = list(turned(every, WORDS, 5, random.Random(1)))
    assert len(made) == 5
    assert made == list(turned(every, WORDS, 5, random.Random(1)))
    assert list(turned(every, {}, 5, random.Random(1))) == []
