"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.0905, 0.0898, 0.0466, 0.1409, 0.321, 0.9028, 0.6117, 2.5868, 0.3108, 5.5027)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (8.0827, 0.5271)
RERANK_INTERCEPT = -10.169
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.0, 0.0775, 0.1079, 0.7124, 1.6015)
INTERCEPT = -3.741
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.64
"""Confidence below which the reader refuses."""
