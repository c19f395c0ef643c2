"""Carelessly typed questions differ from the others in a letter or two of a long word, and in nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from training.reader.examples import Example
from training.reader.misspelt import asked_carelessly, misspelt

QUESTION = "Which physicist corrected Aristotle's description of moving bodies in 1687?"


def test_a_word_or_two_are_misspelt_and_the_rest_stays() -> None:
    pick = random.Random(1)
    changed = 0
    for _ in range(300):
        made = misspelt(QUESTION, pick)
        assert "1687" in made
        before, after = QUESTION.rstrip("?").split(), made.rstrip("?").split()
        assert len(before) == len(after)
        different = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert len(different) <= 2
        assert all(a[0] == b[0] and SequenceMatcher(None, a, b).ratio() > 0.5 for a, b in different)
        changed += bool(different)
    assert changed > 290


@pytest.mark.parametrize("question", ["", "?", "Who is it", "12:30 or 1?"])
def test_a_question_without_long_words_stays(question: str) -> None:
    assert misspelt(question, random.Random(1)).rstrip("?") == question.rstrip("?")


def test_all_passages_of_a_group_are_asked_the_same() -> None:
    right = Example(QUESTION, "Physics", "Newton did.", ((0, 6),), 1.0, 1.0)
    wrong = replace(right, passage="Nobody did.", spans=(), answerable=0.0)
    made = asked_carelessly((right, wrong), random.Random(2))
    assert made[0].first == made[1].first != QUESTION
    assert [replace(each, first=QUESTION) for each in made] == [right, wrong]
