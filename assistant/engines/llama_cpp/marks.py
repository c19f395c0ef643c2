"""The marks of a vocabulary that a chat template is made of, and texts without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

Message = dict[str, str]
_ROUNDS = 4


def breaker(marks: Iterable[str]) -> Callable[[str], str]:
    """What puts a space into every mark that stands in a text, so that it is tokenised like any other word."""
    # Longest first: "<|im_start|>" before "<|". One character has no inside; llama.cpp's own of that kind are spaces.
    known = sorted({mark for mark in marks if len(mark) > 1 and not mark.isspace()}, key=len, reverse=True)
    if not known:
        return lambda text: text
    pattern = re.compile("|".join(map(re.escape, known)))

    def broken(text: str) -> str:
        # Again, for what a break leaves may be a mark itself ("<<s>" holds "<s>"); what won't be broken goes.
        for _ in range(_ROUNDS):
            text = pattern.sub(lambda found: f"{found.group()[0]} {found.group()[1:]}", text)
        while pattern.search(text):
            text = pattern.sub(" ", text)
        return text

    return broken


def without_marks(chat: Sequence[Message], broken: Callable[[str], str]) -> list[Message]:
    """A chat whose contents hold no mark; its roles, which the template turns into marks, stay."""
    return [{**message, "content": broken(message["content"])} for message in chat]
