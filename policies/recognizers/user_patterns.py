"""The regular expressions of a policy file."""

from __future__ import annotations

from collections.abc import Sequence

from policies.policy import UserPattern
from policies.recognizers.finder import Finder, PatternFinder


def user_patterns(patterns: Sequence[UserPattern]) -> list[Finder]:
    """One recogniser for each pattern of a policy file."""
    return [
        PatternFinder(
            f"policy pattern {number}", pattern.entity_type, [(pattern.regex, pattern.score)], context=pattern.context
        )
        for number, pattern in enumerate(patterns, start=1)
    ]
