"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.16, 0.71, 1.46, 0.71)
INTERCEPT = -2.84
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.42
"""Score below which a claim is not supported."""
