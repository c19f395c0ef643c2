"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.2351, 0.1354, 0.1739, 0.2626, 0.3349, 3.0828, 0.0853, 1.3373, 0.0902, 5.4673)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (7.1321, 0.4195)
RERANK_INTERCEPT = -7.563
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.2368, 0.1128, 0.3474, 0.0802, -0.0266)
INTERCEPT = -2.434
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.72
"""Confidence below which the reader refuses."""
