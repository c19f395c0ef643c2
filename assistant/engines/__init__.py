"""Engines behind the `Engine` seam: one file an engine."""
