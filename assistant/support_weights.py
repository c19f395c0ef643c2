"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (2.01, 0.33, 2.22, 0.66)
INTERCEPT = -3.4
"""Logistic regression over `assistant.support.FEATURES`."""

THRESHOLD = 0.5
"""Score below which a claim is not supported."""
