"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.07, 0.49, 1.39, 0.74)
INTERCEPT = -2.74
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.44
"""Score below which a claim is not supported."""
