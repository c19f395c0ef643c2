"""Recognisers of personal data beyond Presidio's own, one idea a file."""
