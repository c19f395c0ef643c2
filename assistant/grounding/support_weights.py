"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.14, 0.63, 1.46, 0.7)
INTERCEPT = -2.98
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.49
"""Score below which a claim is not supported."""
