"""Tests of `assistant.reports`."""
