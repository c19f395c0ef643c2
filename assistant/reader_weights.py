"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.3, 0.1, 0.1, 0.2, 1.5, 1.0, 0.8, 1.5, 0.5, 2.5)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (5.0, 0.3, 0.2, 0.05)
RERANK_INTERCEPT = -4.0
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.5, 0.3, 0.3, 0.2, 1.0)
INTERCEPT = -2.0
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.5
"""Confidence below which the reader refuses."""
