"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.2298, 0.1478, 0.0936, 0.3695, -0.1329, 2.4155, -0.0353, 2.0849, 0.103, 6.9464)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (7.1106, 0.3913)
RERANK_INTERCEPT = -7.376
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.1615, 0.1585, 0.4063, 0.0548, 0.3325)
INTERCEPT = -2.216
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.68
"""Confidence below which the reader refuses."""
