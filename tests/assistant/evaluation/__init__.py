"""Tests of `assistant.evaluation`."""
