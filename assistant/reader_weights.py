"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.2307, 0.1857, 0.2428, 0.2365, -0.063, 2.415, -0.0167, 1.7728, 0.1066, 7.0235)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (7.22, 0.3976)
RERANK_INTERCEPT = -7.504
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.2474, 0.1346, 0.4457, -0.0663, 0.1377)
INTERCEPT = -2.551
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.70
"""Confidence below which the reader refuses."""
