"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.1687, 0.2249, 0.3675, 0.4294, 0.5461, 1.809, 0.1521, 3.2744, 0.4206, 8.6878)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (8.8063, 0.5094)
RERANK_INTERCEPT = -10.152
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.1871, 0.276, 0.1194, 0.1381, 1.2883)
INTERCEPT = -3.986
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.67
"""Confidence below which the reader refuses."""
