"""Written by `training/calibrate_router.py`; not edited by hand."""

SURE = 0.83
"""Confidence from which the reader's own answer is taken."""

LEAST = 0.29
"""Confidence below which the passages hold too little for any engine to write from."""
