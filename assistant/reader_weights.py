"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.418, 4.124, 1.487, 0.337, 0.774, 0.887, 0.49, 3.265)
"""Weights of `assistant.evidence.FEATURES`."""

CONFIDENCE = (11.533, -2.26, 2.346, -1.407, 2.951)
INTERCEPT = -6.328
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.36
"""Confidence below which the reader refuses."""
