"""Questions that a document asks and answers itself: lists of frequent questions, interviews, headings that ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.expectations import asks
from assistant.lexemes import NUMBER_WORDS, content_stems, singular, words
from assistant.units import Unit
from ingest.salutations import SALUTATION

_NUMBERED = re.compile(r"\W*(?:(?:Q|Question|Frage|Pregunta)\s*\d*\s*[.:)]|\d+(?:\.\d+)*[.)]\s)", re.IGNORECASE)
"""What a list of questions puts before each."""

_LEFT_OUT = re.compile(r"\b(?i:an|the|please)\b|\ba\b(?=\s+\w)|^\W*A\b(?=\s+\w)")
"""Articles and "please". A capital within a question is no article: "vitamin A", "class A"."""

_FORMS = {
    "are": ("is",),
    "were": ("was",),
    "does": ("do",),
    "has": ("have",),
    "cannot": ("can", "not"),
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    **{f"{word}'s": (word, "is") for word in ("what", "who", "where", "when", "how", "that", "there", "it")},
}
"""Words that have another form with the same meaning."""

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
    """Whether two questions ask the same in the same words, in the same order; articles and "please" aside.

    Who takes them for the same passes over what else the documents say, so a word too few makes a wrong answer: "on"
    or "off", "before" or "after", "vitamin C" or "D", who owes whom.
    """
    return len(set(content_stems(one))) > 1 and _asked(one) == _asked(other)


def _asked(question: str) -> list[str]:
    """The words of a question, each in one form; no stems: the insurer's is the insured's."""
    label = _NUMBERED.match(question)
    found = words(_LEFT_OUT.sub(" ", question[label.end() :] if label else question))
    return [NUMBER_WORDS.get(form, singular(form)) for word in found for form in _forms(word)]


def _forms(word: str) -> Sequence[str]:
    if word in _FORMS:
        return _FORMS[word]
    return (*_forms(word.removesuffix("n't")), "not") if word.endswith("n't") else (word,)


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
