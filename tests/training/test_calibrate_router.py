from __future__ import annotations

import numpy as np
import pytest

from assistant.reader_weights import THRESHOLD
from training.calibrate_router import least_worth, sure_from


def answers(*groups: tuple[float, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Confidences, whether right, and weights of groups (confidence, right ones, wrong ones)."""
    confidence = np.concatenate([np.full(right + wrong, at) for at, right, wrong in groups])
    right = np.concatenate([np.array([True] * right + [False] * wrong) for _, right, wrong in groups])
    return confidence, right, np.ones(len(confidence))


def test_the_reader_is_sure_from_where_four_of_five_of_its_answers_are_right() -> None:
    found = answers((THRESHOLD - 0.1, 5, 5), (THRESHOLD + 0.1, 9, 1), (THRESHOLD + 0.2, 10, 0))
    assert sure_from(*found) == pytest.approx(THRESHOLD + 0.05, abs=0.03)


def test_questions_that_count_less_move_it_less() -> None:
    confidence, right, weights = answers((THRESHOLD + 0.05, 8, 4), (0.9, 10, 0))
    assert sure_from(confidence, right, np.where(right, 1.0, 0.3)) < sure_from(confidence, right, weights)


def test_it_is_never_less_sure_than_where_it_answers_at_all() -> None:
    assert sure_from(*answers((0.1, 10, 0), (0.9, 10, 0))) == THRESHOLD


def test_a_reader_that_is_never_right_is_never_sure() -> None:
    assert sure_from(*answers((0.5, 0, 10), (0.9, 1, 9))) == 1.0


def test_at_most_one_in_twenty_questions_with_an_answer_lies_below_the_least() -> None:
    held = np.arange(1, 101) / 100
    least = least_worth(held)
    assert (held < least).mean() <= 0.05 < (held < least + 0.01).mean()


def test_without_such_questions_every_one_is_worth_asking() -> None:
    assert least_worth(np.array([])) == 0.0
