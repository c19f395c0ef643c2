"""Workspaces: one policy and one index each: asking and reading, what changes them, what their folders settle."""
