"""Written by `training/calibrate_reader.py`; not edited by hand."""

SENTENCE = (0.1041, 0.0623, -0.0959, 0.215, 0.7856, 0.5846, 0.828, 1.975, 0.37, 4.6684)
"""Weights of `assistant.evidence.FEATURES`."""

RERANK = (9.3693, 0.3884)
RERANK_INTERCEPT = -10.511
"""Logistic regression over `assistant.reranking.FEATURES`."""

CONFIDENCE = (0.4902, 0.1015, -0.0862, 0.6355, 0.3847)
INTERCEPT = -6.206
"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""

THRESHOLD = 0.43
"""Confidence below which the reader refuses."""
