"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.2512, 0.1349, 0.2497, 0.3009, 0.5983, 2.1104, 0.1666, 2.8013, 0.4114, 7.973)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (8.0076, 0.4936)
RERANK_INTERCEPT = -9.050
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.2226, 0.2596, 0.255, 0.1127, 0.6434)
INTERCEPT = -3.900
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.68
"""Confidence below which the reader refuses."""
