from __future__ import annotations

from training.calibrate_support import best_threshold


def test_the_threshold_counts_what_the_rules_rejected() -> None:
    scores, labels = [0.0, 0.3, 0.45, 0.6, 0.9], [False, False, True, True, True]
    assert 0.3 < best_threshold(scores, labels) <= 0.45
    assert best_threshold([0.0, 0.0, 0.62, 0.7], [True, False, False, True]) > 0.62
