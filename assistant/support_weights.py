"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (3.26, 0.74, 5.3)
INTERCEPT = -6.74
"""Logistic regression over `assistant.support.FEATURES`."""

THRESHOLD = 0.61
"""Score below which a claim is not supported."""
