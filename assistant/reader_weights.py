"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.0811, 0.0719, 0.06, 0.0867, 0.957, 0.6785, 0.6501, 1.9581, 0.3799, 5.1468)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (9.7199, 0.3867)
RERANK_INTERCEPT = -11.051
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.4252, 0.0702, 0.0279, 0.6459, 0.4749)
INTERCEPT = -6.231
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.45
"""Confidence below which the reader refuses."""
