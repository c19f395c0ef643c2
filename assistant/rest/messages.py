"""Messages of a conversation as OpenAI's clients send them: the last user message is the question."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import secrets
from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from assistant.conversation import Exchange
from assistant.notes import without_notes
from assistant.rest.errors import HttpError

# Names of conversations tell nothing of what was said, and none outlives the process, as no engine's state does.
_NAMING_KEY: Final = secrets.token_bytes(32)


class Lenient(BaseModel):
    """A body of OpenAI's: what we don't know is passed over, so that any client works."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class Part(Lenient):
    """A part of a message that is given as a list; only text can be read."""

    type: str = "text"
    text: str | None = None


class Message(Lenient):
    """One message of a conversation."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """What can be read of it."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text" and part.text)
        return self.content or ""


def question_of(messages: Sequence[Message]) -> tuple[str, list[Exchange]]:
    """The last user message, and the exchanges before it, oldest first; what systems and tools say is not read.

    Raises:
        HttpError: 422, nobody asks anything.
    """
    asked = [place for place, message in enumerate(messages) if message.role == "user"]
    if not asked:
        raise HttpError(
            422,
            "No message has the role 'user'.",
            remedy="Send the question as a user message.",
            code="invalid",
            param="messages",
        )
    exchanges = []
    for place, following in itertools.pairwise(asked):
        said = [message.text for message in messages[place + 1 : following] if message.role == "assistant"]
        if messages[place].text.strip():
            exchanges.append(Exchange(messages[place].text, without_notes("\n".join(said)).strip()))
    return messages[asked[-1]].text, exchanges


def conversation_of(messages: Sequence[Message], *whose: str) -> str:
    """An opaque name for a conversation: `whose` it is and how it began, which stays as it goes on."""
    began = next((place for place, message in enumerate(messages) if message.role == "user"), 0)
    parts = [*whose, *(part for message in messages[: began + 1] for part in (message.role, message.text))]
    digest = hmac.new(_NAMING_KEY, digestmod=hashlib.sha256)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
