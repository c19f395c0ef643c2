"""Citations as words, where nothing but text is shown: a place, and numbered notes at the end of an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.inert import inert_words

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Passage

NOTHING_MORE: Final = "Nothing more was found on: "
"""Before a part of the question that nothing answers."""

_NOTES: Final = re.compile(rf"\n\n\[1\] [^\n]+(?:\n\[[0-9]+\] [^\n]+)*(?:\n{NOTHING_MORE}[^\n]+)*\s*\Z")


def place_of(source: Citation | Passage) -> str:
    """Where something stands, as "Leave.pdf, p. 3, Parents"."""
    parts = [source.document.value]
    if source.page is not None:
        parts.append(f"p. {source.page}")
    if source.section:
        parts.append(source.section.value)
    return ", ".join(parts)


def notes_of(answer: Answer) -> str:
    """Numbered notes, one a line, each place once, in the order of the answer; to be put after its text.

    Behind them stand the parts of the question that nothing answers.
    """
    places = dict.fromkeys(_line(place_of(citation)) for citation in answer.citations)
    if not places:
        return ""
    lines = [f"[{number}] {place}" for number, place in enumerate(places, start=1)]
    lines += [NOTHING_MORE + _line(part.value) for part in answer.unanswered]
    return "\n\n" + "\n".join(lines)


def _line(text: str) -> str:
    """On one line, nothing in it live."""
    return inert_words(" ".join(text.split()))


def without_notes(text: str) -> str:
    """A text that somebody sends back, without the notes at its end."""
    return _NOTES.sub("", text)
