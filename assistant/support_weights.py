"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (3.21, 0.74, 5.36, 0.4)
INTERCEPT = -6.76
"""Logistic regression over `assistant.support.FEATURES`."""

THRESHOLD = 0.5
"""Score below which a claim is not supported."""
