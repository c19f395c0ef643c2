"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.0, 5.0, 0.5, 1.5, 2.0, 0.5, 0.35, 4.0)
"""Weights of `assistant.evidence.FEATURES`."""

CONFIDENCE = (6.0, 3.0, 2.0, 3.0, 1.0)
INTERCEPT = -8.0
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.45
"""Confidence below which the reader refuses."""
