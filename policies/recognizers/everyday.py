"""Words that are names to some and plain words to most: alone, they prove no name."""

from __future__ import annotations

from functools import cache

_WORDS = """
"""


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_WORDS.split())


def is_everyday(folded: str) -> bool:
    """Whether a word, in small letters, is an everyday word of English, German, French, Spanish or Italian."""
    return folded in _everyday()
