"""Questions that a document asks and answers itself: lists of frequent questions, interviews, headings that ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.expectations import asks
from assistant.lexemes import content_stems
from assistant.units import Unit
from ingest.salutations import SALUTATION

_ASKING = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how(?: (?:many|much|long|often|far|old))?|not|no|never|without)\b"
    r"|n't\b",
    re.IGNORECASE,
)
"""Small words that make another question of the same words."""

_LABEL = re.compile(r"\W*(?:A|Ans|Answer|Antwort|Respuesta)\W", re.IGNORECASE)
"""What an answer begins with that isn't simply the rest of its line."""


def question_before(text: str, found: Sequence[Unit], number: int) -> int | None:
    """The number of the question that a unit answers: the line above asks it, or its own line begins with it.

    An answer goes on to the end of its line.
    """
    if asks(_said(text, found[number])):
        return None
    while number > 0:
        before, unit = found[number - 1], found[number]
        between = text[before.end : unit.start]
        if asks(_said(text, before)):
            return number - 1 if _belongs(text, before, unit, between) else None
        if "\n" in between or before.kind not in {"sentence", "item"}:
            return None
        number -= 1
    return None


def is_same_question(one: str, other: str) -> bool:
    """Whether two questions ask the same in the same words, small ones aside."""
    stems = set(content_stems(one))
    return len(stems) > 1 and stems == set(content_stems(other)) and _asking(one) == _asking(other)


def _asking(question: str) -> frozenset[str]:
    return frozenset(found.casefold() for found in _ASKING.findall(question))


def _belongs(text: str, question: Unit, answer: Unit, between: str) -> bool:
    if "\n" not in between:
        return True
    if question.kind == "heading":
        return SALUTATION.match(text, question.start) is None and answer.kind != "header"
    if answer.kind == "item" or "\n\n" in between:
        return _LABEL.match(text, answer.start, answer.end) is not None
    return answer.kind == "sentence"


def _said(text: str, unit: Unit) -> str:
    return text[unit.start : unit.end]
