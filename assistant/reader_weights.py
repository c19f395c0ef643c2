"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.0555, 0.082, 0.0057, 0.1825, -1.0862, 1.6459, 2.0712, 2.9205, 0.9472, 4.5052)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (9.3691, 0.4471)
RERANK_INTERCEPT = -10.620
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.3357, 0.2548, -0.2352, 0.7243, 1.8317)
INTERCEPT = -6.059
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.60
"""Confidence below which the reader refuses."""
