"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.2743, 0.2051, 0.25, 0.1708, -0.2821, 2.4105, -0.0742, 2.0819, 0.148, 7.5651, -0.0245)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (7.1844, 0.4029)
RERANK_INTERCEPT = -7.477
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.2161, 0.1181, 0.4301, -0.0337, 0.2709, 0.0303, -6.4616)
INTERCEPT = -2.413
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.66
"""Confidence below which the reader refuses."""
