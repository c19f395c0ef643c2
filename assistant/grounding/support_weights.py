"""Written by `training/calibrate_support.py`; not edited by hand."""

WEIGHTS = (0.93, 0.48, 1.21, 0.74)
INTERCEPT = -2.18
"""Logistic regression over `assistant.grounding.support.FEATURES`."""

THRESHOLD = 0.55
"""Score below which a claim is not supported."""
