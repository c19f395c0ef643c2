"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.09, 0.67, 1.32, 0.63)
INTERCEPT = -2.83
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.52
"""Score below which a claim is not supported."""
