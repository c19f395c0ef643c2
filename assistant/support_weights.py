"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.53, 0.53, 1.85, 0.68)
INTERCEPT = -2.89
"""Logistic regression over `assistant.support.FEATURES`."""

THRESHOLD = 0.5
"""Score below which a claim is not supported."""
