from __future__ import annotations

import numpy as np

from training.calibrate_reader import least_threshold, logistic


def test_the_threshold_is_the_least_at_which_few_answers_are_wrong() -> None:
    sure = np.array([0.9] * 95 + [0.5] * 5 + [0.2] * 50)
    right = np.array([True] * 95 + [False] * 55)
    assert 0.2 < least_threshold(sure, right) <= 0.5


def test_where_too_many_are_wrong_however_sure_nothing_is_answered() -> None:
    assert least_threshold(np.array([0.99, 0.98]), np.array([False, False])) > 0.98


def test_weights_apply_to_features_as_they_are() -> None:
    random = np.random.default_rng(0)
    matrix = np.column_stack([random.normal(100, 20, 400), random.normal(0, 0.01, 400)])
    labels = matrix[:, 0] > 105
    weights, intercept = logistic(matrix, labels)
    assert (((matrix @ weights + intercept) > 0) == labels).mean() > 0.97
