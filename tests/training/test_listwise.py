from __future__ import annotations

import numpy as np
import pytest

from training.listwise import listwise


def test_a_feature_that_tells_the_right_one_of_a_list_counts_though_lists_differ_more() -> None:
    random = np.random.default_rng(0)
    lists, right = [], []  # the second column is the same within a list, the third one noise
    for _ in range(60):
        telling = random.normal(0, 1, 8)
        shared = np.full(8, random.normal(0, 3))
        lists.append(np.column_stack([telling + shared, shared, random.normal(0, 1, 8)]))
        right.append(telling == telling.max())
    weights = listwise(lists, right)
    chosen = [int((matrix @ weights).argmax()) == int(mask.argmax()) for matrix, mask in zip(lists, right, strict=True)]
    assert np.mean(chosen) > 0.9
    assert weights[0] > 5 * abs(weights[2])


def test_what_is_the_same_within_each_list_has_no_weight() -> None:
    lists = [np.array([[float(number), 1.0], [float(number), 0.0]]) for number in range(20)]
    weights = listwise(lists, [np.array([True, False])] * 20)
    assert weights[0] == pytest.approx(0.0, abs=1e-6)
    assert weights[1] > 1


def test_several_right_ones_share_what_is_right_and_lists_without_one_teach_nothing() -> None:
    two_right = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.5]])
    mask = np.array([True, True, False])
    weights = listwise([two_right] * 20, [mask] * 20)
    assert abs(weights[1]) < 0.05 * weights[0]
    with_others = listwise([*[two_right] * 20, -two_right], [*[mask] * 20, np.zeros(3, dtype=bool)])
    assert np.sign(with_others).tolist() == np.sign(weights).tolist()
