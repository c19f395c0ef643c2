"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.05, 0.67, 1.36, 0.76)
INTERCEPT = -2.84
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.51
"""Score below which a claim is not supported."""
