"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.1479, 0.0249, -0.1151, 0.2345, -0.5643, 1.2693, 1.2544, 3.1157, 0.5114, 4.1205)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (7.7898, 0.5577)
RERANK_INTERCEPT = -9.569
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.252, 0.1384, -0.3841, 1.0278, 0.8093)
INTERCEPT = -5.647
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.37
"""Confidence below which the reader refuses."""
