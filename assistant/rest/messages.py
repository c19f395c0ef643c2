"""Messages of a conversation as OpenAI's clients send them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final

from pydantic import ConfigDict

from assistant.conversations.dialogue import USER
from assistant.rest.bodies import Sent

# Names of conversations tell nothing of what was said, and none outlives the process, as no engine's state does.
_NAMING_KEY: Final = secrets.token_bytes(32)


class Lenient(Sent):
    """A body of OpenAI's: what we don't know is passed over, so that any client works."""

    model_config = ConfigDict(extra="ignore")


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


def beginning_of(messages: Sequence[Message]) -> list[str]:
    """How a conversation began, which stays as it goes on: everything up to its first question."""
    first = next((place for place, message in enumerate(messages) if message.role == USER), 0)
    return [part for message in messages[: first + 1] for part in (message.role, message.text)]


def conversation_of(whose: Sequence[str], began: Sequence[str]) -> str:
    """An opaque name for a conversation, by whose it is and how it began."""
    digest = hmac.new(_NAMING_KEY, digestmod=hashlib.sha256)
    for part in (*whose, *began):
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
