"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (1.01, 0.69, 1.28, 0.67)
INTERCEPT = -2.57
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.51
"""Score below which a claim is not supported."""
