"""A question's place: the conversation that it belongs to, its parts, and what its asker wants of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import DraftSentence, Passage
    from policies.text import RedactedText


def never() -> bool:
    """Nobody has gone away."""
    return False


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One of the things that a question asks: as it was asked, as a question that stands alone, and its passages."""

    asked: RedactedText
    question: RedactedText
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What an engine may know of a question beside the question and its passages; only `parts` have sources.

    `conversation` is an opaque id, unique to asker and conversation, under which an engine may keep its state of the
    prompt; empty: none. `cancelled` tells whether the asker has gone away: an engine that writes asks it between
    tokens, and stops. `schema` is a JSON schema that generated output must fit; `wants_writing`: and
    that an engine which only quotes can not fill. `adapter` names a LoRA adapter of the
    model; empty: none. `parts` are what a question that asks several things asks, each with its own passages.
    """

    conversation: str = ""
    cancelled: Callable[[], bool] = field(default=never, repr=False)
    schema: Mapping[str, Any] | None = field(default=None, repr=False)
    adapter: str = ""
    wants_writing: bool = False
    parts: tuple[Part, ...] = field(default=(), repr=False)

    def unanswered(self, sentences: Iterable[DraftSentence]) -> tuple[RedactedText, ...]:
        """The parts that none of the sentences answers; none where they answer the question as a whole."""
        answered = {number for sentence in sentences for number in sentence.parts}
        missing = [part.asked for number, part in enumerate(self.parts) if number not in answered]
        return tuple(missing) if answered else ()


ALONE = Turn()
"""A question that stands alone."""
