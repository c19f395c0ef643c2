"""Follow-up questions, by rule: which ones lean on what was said before, and how they read alone."""

from __future__ import annotations

from collections.abc import Sequence


def standalone(question: str, history: Sequence[tuple[str, str]]) -> str | None:
    """The question as it stands alone after `history` (pairs of question and answer, oldest first), None: as it is."""
    return None
