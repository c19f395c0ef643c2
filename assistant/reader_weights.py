"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.3146, 0.2052, 0.1073, 0.5313, -0.6075, 2.8322, -0.1811, 4.0001, 0.1796, 8.879)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (8.2617, 0.5215)
RERANK_INTERCEPT = -9.664
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.1198, 0.31, 0.168, 0.1183, 1.4108)
INTERCEPT = -3.408
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.70
"""Confidence below which the reader refuses."""
