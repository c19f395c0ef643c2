"""Tokens in a text: finding them, putting values in their place, and keeping them whole on a stream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from policies.pseudonyms import ALPHABET, LOOKALIKE, TOKEN

# The beginning of a token at the end of a piece; longer than any token it is none.
_UNFINISHED: Final = re.compile(rf"⟦(?:[A-Z][A-Z0-9_]{{0,63}}(?:_[{ALPHABET}]{{0,43}})?)?\Z")


def tokens_in(text: str) -> tuple[str, ...]:
    """The tokens of a text, each once, in order of their first place."""
    return tuple(dict.fromkeys(match.group() for match in TOKEN.finditer(text)))


def replace_tokens(text: str, values: Mapping[str, str]) -> str:
    """The text with values for tokens, in one pass: a value that looks like a token is not replaced again."""
    return TOKEN.sub(lambda match: values.get(match.group(), match.group()), text)


def disarmed(value: str) -> str:
    """A value with `[[...]]` where a document planted something like a token: restored, it must not pass for one."""
    return LOOKALIKE.sub(lambda match: f"[[{match.group()[1:-1]}]]", value)


def whole_tokens(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in pieces that never split a token; what may become a token waits for the next piece."""
    held = ""
    for piece in pieces:
        held += piece
        unfinished = _UNFINISHED.search(held)
        cut = unfinished.start() if unfinished else len(held)
        if cut:
            yield held[:cut]
        held = held[cut:]
    if held:
        yield held
