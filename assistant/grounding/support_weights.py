"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.2, 0.44, 1.5, 0.79)
INTERCEPT = -2.89
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.44
"""Score below which a claim is not supported."""
