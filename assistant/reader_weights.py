"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.0998, 0.0652, -0.0927, 0.214, 0.7964, 0.5555, 0.85, 1.9617, 0.3826, 4.6973)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (9.3693, 0.3884)
RERANK_INTERCEPT = -10.511
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.5144, 0.0884, -0.073, 0.6231, 0.3448)
INTERCEPT = -6.293
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.33
"""Confidence below which the reader refuses."""
