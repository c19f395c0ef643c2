"""Weights of features by which the right one of a list comes first: a softmax over each list (Cao et al. 2007).

Fitting right and wrong ones by themselves instead asks for something else, a score that can be compared between
questions; the best of one question's candidates is all that is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]

PENALTY = 1.0
"""Of half the squared weights, features having variance 1: next to nothing beside some hundred lists."""


def listwise(lists: Sequence[Floats], right: Sequence[npt.NDArray[np.bool_]]) -> Floats:
    """Weights, on the features as they are, that make it likely that one of the right ones is chosen.

    Args:
        lists: a matrix a list, a row a candidate, shape (candidates, features).
        right: which of the candidates are right; lists without one teach nothing.
    """
    spread = np.vstack(lists).std(axis=0) + 1e-9
    taught = [(matrix / spread, mask) for matrix, mask in zip(lists, right, strict=True) if mask.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = 0.5 * PENALTY * float(weights @ weights), PENALTY * weights
        for matrix, mask in taught:
            scores = matrix @ weights
            odds = np.exp(scores - scores.max())
            chosen = odds / odds.sum()
            share = max(float(chosen[mask].sum()), 1e-300)
            total -= float(np.log(share))
            gradient = gradient - matrix.T @ (np.where(mask, chosen / share, 0.0) - chosen)
        return total, gradient

    found = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B").x
    return np.asarray(found / spread, dtype=np.float64)
