"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.66, 0.47, 1.92, 0.67)
INTERCEPT = -2.97
"""Logistic regression over `assistant.support.FEATURES`."""

THRESHOLD = 0.5
"""Score below which a claim is not supported."""
