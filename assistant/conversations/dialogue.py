"""A conversation in messages, as other software keeps it: which is the question, and what was said before."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from assistant.conversations.conversation import Exchange
from assistant.notes import without_notes
from policies.errors import ConfigError

USER = "user"
ASSISTANT = "assistant"


def question_of(messages: Sequence[tuple[str, str]]) -> tuple[str, list[Exchange]]:
    """The last user message, and the exchanges before it, oldest first; what systems and tools say is not read.

    Args:
        messages: role and text of each, oldest first.

    Raises:
        ConfigError: nobody asks anything.
    """
    asked = [place for place, (role, _) in enumerate(messages) if role == USER]
    if not asked:
        raise ConfigError("No message has the role 'user'.", remedy="Send the question as a user message.")
    exchanges = []
    for place, following in itertools.pairwise(asked):
        said = [text for role, text in messages[place + 1 : following] if role == ASSISTANT]
        if messages[place][1].strip():
            exchanges.append(Exchange(messages[place][1], without_notes("\n".join(said)).strip()))
    return messages[asked[-1]][1], exchanges
