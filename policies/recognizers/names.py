"""Names of persons behind a title or a label (first, thin version)."""

from __future__ import annotations

from policies.recognizers.finder import Finder, PatternFinder

_NAME = r"\p{Lu}[\p{Ll}\p{Lu}'-]{1,30}(?:[ ]\p{Lu}[\p{Ll}\p{Lu}'-]{1,30}){0,3}"


def person_names() -> Finder:
    """Names behind titles and labels."""
    return PatternFinder(
        "person name",
        "PERSON",
        [
            (rf"\b(?:Dr|Mr|Mrs|Ms|Prof|Herr|Frau)\.? (?P<value>{_NAME})", 0.8),
            (rf"\b(?:Patient|Name|Employee): (?P<value>{_NAME})", 0.8),
        ],
    )
