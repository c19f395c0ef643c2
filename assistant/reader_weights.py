"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.2645, 0.1233, 0.1865, 0.3507, 0.7126, 2.061, 0.1801, 1.8488, 0.0355, 6.7785)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (8.37, 0.4111)
RERANK_INTERCEPT = -8.823
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.3176, 0.2219, 0.3218, 0.043, 0.0004)
INTERCEPT = -3.898
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.66
"""Confidence below which the reader refuses."""
