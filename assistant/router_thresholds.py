"""Written by `training/calibrate_router.py`; not edited by hand."""

SURE = 0.89
"""Confidence from which the reader's own answer is taken."""

LEAST = 0.21
"""Confidence below which the passages hold too little for any engine to write from."""
