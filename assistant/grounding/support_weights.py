"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.14, 0.58, 1.44, 0.71)
INTERCEPT = -2.65
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.45
"""Score below which a claim is not supported."""
