"""Questions that a document asks and answers itself: lists of frequent questions, interviews, headings that ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.expectations import asks
from assistant.units import Unit
from ingest.salutations import SALUTATION

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
