"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.1437, 0.0386, -0.3132, 0.2049, -1.5079, 1.6901, 2.2718, 3.7546, 0.6873, 5.5966)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (10.5255, 0.6478, -0.4051, 0.1132)
RERANK_INTERCEPT = -12.810
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.4947, 0.2903, -0.4434, 1.2627, 1.4221)
INTERCEPT = -8.985
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.53
"""Confidence below which the reader refuses."""
