from __future__ import annotations

import numpy as np

from assistant.readings import LONGEST_ANSWER, Reading


def reading(starts: list[float], ends: list[float]) -> Reading:
    """Pieces of two characters with a space between them."""
    offsets = np.array([(3 * n, 3 * n + 2) for n in range(len(starts))], dtype=np.int64).reshape(-1, 2)
    return Reading(1.0, 0.0, 0.0, offsets, np.array(starts, np.float32), np.array(ends, np.float32), 0.0)


def test_the_best_answer_starts_and_ends_where_the_sum_is_highest() -> None:
    span = reading([0, 5, 0, 1], [0, 0, 4, 1]).best()
    assert span is not None
    assert (span.start, span.end, span.logit) == (3, 8, 9.0)


def test_an_answer_never_ends_before_it_starts() -> None:
    span = reading([0, 0, 5], [5, 0, 0]).best()
    assert span is not None
    assert span.start < span.end


def test_an_answer_is_sought_within_the_characters_that_are_given() -> None:
    span = reading([9, 0, 1, 0], [9, 0, 0, 1]).best(3, 11)
    assert span is not None
    assert (span.start, span.end) == (6, 11)


def test_an_answer_has_at_most_so_many_pieces() -> None:
    size = LONGEST_ANSWER + 5
    span = reading([9.0] + [0.0] * (size - 1), [0.0] * (size - 1) + [9.0]).best()
    assert span is not None
    assert span.end - span.start <= 3 * LONGEST_ANSWER


def test_where_nothing_was_read_there_is_no_answer() -> None:
    assert reading([1, 2], [1, 2]).best(100, 200) is None
    assert reading([], []).best() is None
