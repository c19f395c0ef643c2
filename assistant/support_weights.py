"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.79, 0.38, 1.99, 0.68)
INTERCEPT = -3.13
"""Logistic regression over `assistant.support.FEATURES`."""

THRESHOLD = 0.5
"""Score below which a claim is not supported."""
