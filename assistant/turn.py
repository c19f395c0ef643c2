"""A question's place: the conversation that it belongs to, and what its asker wants of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def never() -> bool:
    """Nobody has gone away."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What an engine may know of a question beside the question and its passages; nothing here is a source.

    `conversation` is an opaque id, unique to asker and conversation, under which an engine may keep its state of the
    prompt; empty: none. `cancelled` tells whether the asker has gone away: an engine that writes asks it between
    tokens, and stops. `schema` is a JSON schema that generated output must fit; `wants_writing`: and
    that an engine which only quotes can not fill. `adapter` names a LoRA adapter of the
    model; empty: none.
    """

    conversation: str = ""
    cancelled: Callable[[], bool] = field(default=never, repr=False)
    schema: Mapping[str, Any] | None = field(default=None, repr=False)
    adapter: str = ""
    wants_writing: bool = False


ALONE = Turn()
"""A question that stands alone."""
