"""Exact match and F1 on cases that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.readings import Reading
from training.reader.examples import Example
from training.reader.scores import answerable_auc, span_figures

PASSAGE = "The vault was built by Mara Lindqvist in 1952"
WORDS = [(0, 3), (4, 9), (10, 13), (14, 19), (20, 22), (23, 27), (28, 37), (38, 40), (41, 45)]


def example(*answers: str) -> Example:
    spans = tuple((PASSAGE.index(answer), PASSAGE.index(answer) + len(answer)) for answer in answers)
    return Example("Who built it?", "", PASSAGE, spans)


def reading(first: int, last: int, answerable: float = 0.0) -> Reading:
    """A reader that chooses the words `first` to `last`."""
    starts, ends = np.zeros(len(WORDS), np.float32), np.zeros(len(WORDS), np.float32)
    starts[first] = ends[last] = 5.0
    return Reading(1.0, answerable, 0.0, np.array(WORDS), starts, ends, 0.0)


@pytest.mark.parametrize(
    ("answers", "first", "last", "exact", "f1"),
    [
        (["Mara Lindqvist"], 5, 6, 1.0, 1.0),
        (["Mara Lindqvist"], 4, 6, 0.0, 0.8),
        (["Mara Lindqvist"], 8, 8, 0.0, 0.0),
        (["1952", "Mara Lindqvist"], 5, 6, 1.0, 1.0),
        (["The vault"], 1, 1, 1.0, 1.0),
    ],
    ids=["right", "a word too many", "wrong", "one of two answers", "without the article"],
)
def test_a_span_counts_as_in_squad(answers: list[str], first: int, last: int, exact: float, f1: float) -> None:
    figures = span_figures([example(*answers)], [reading(first, last)])
    assert figures == {"questions": 1, "exact": exact, "f1": f1}


def test_examples_without_an_answer_do_not_count() -> None:
    figures = span_figures([example("1952"), example()], [reading(8, 8), reading(0, 0)])
    assert figures == {"questions": 1, "exact": 1.0, "f1": 1.0}


def test_the_area_is_the_share_of_pairs_in_the_right_order() -> None:
    right = [reading(0, 0, answerable) for answerable in (3.0, 1.0)]
    wrong = [reading(0, 0, answerable) for answerable in (2.0, 0.0)]
    assert answerable_auc(right, wrong) == 0.75
