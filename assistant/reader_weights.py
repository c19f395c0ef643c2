"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.1119, 0.0765, -0.0853, 0.2034, 0.0046, 1.4242, 0.8558, 2.2798, 0.2969, 3.7)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (7.9647, 0.3851)
RERANK_INTERCEPT = -9.118
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.5546, -0.0838, 0.318, 0.5228, 0.6933)
INTERCEPT = -6.183
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.59
"""Confidence below which the reader refuses."""
