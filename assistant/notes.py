"""Citations as words, where nothing but text is shown: a place, and numbered notes at the end of an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from assistant.inert import inert_words

if TYPE_CHECKING:
    from assistant.answer import Citation, Passage

_NOTES: Final = re.compile(r"\n\n\[1\] [^\n]+(?:\n\[[0-9]+\] [^\n]+)*\s*\Z")


def place_of(source: Citation | Passage) -> str:
    """Where something stands, as "Leave.pdf, p. 3, Parents"."""
    parts = [source.document.value]
    if source.page is not None:
        parts.append(f"p. {source.page}")
    if source.section:
        parts.append(source.section.value)
    return ", ".join(parts)


def notes_of(citations: Sequence[Citation]) -> str:
    """Numbered notes, one a line, each place once, in the order of the answer; to be put after its text."""
    places = dict.fromkeys(inert_words(" ".join(place_of(citation).split())) for citation in citations)
    if not places:
        return ""
    return "\n\n" + "\n".join(f"[{number}] {place}" for number, place in enumerate(places, start=1))


def without_notes(text: str) -> str:
    """A text that somebody sends back, without the notes at its end."""
    return _NOTES.sub("", text)
