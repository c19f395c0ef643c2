"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.16, 0.5, 1.46, 0.74)
INTERCEPT = -2.84
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.48
"""Score below which a claim is not supported."""
