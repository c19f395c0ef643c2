"""Tokens of a redacted text put in the place of others, while pseudonyms are exchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from policies.pseudonyms import TOKEN
from policies.text import Entity, RedactedText, Redaction


def renamed(text: RedactedText, successors: Mapping[str, str]) -> Redaction:
    """The text with its former tokens' successors; `entities` are those that were exchanged."""
    parts: list[str] = []
    entities: list[Entity] = []
    done = 0
    for match in TOKEN.finditer(text.value):
        successor = successors.get(match.group())
        if successor is not None:
            parts += (text.value[done : match.start()], successor)
            done = match.end()
            kind = match.group(1)
            entities.append(Entity(kind, *match.span(), 1.0, "pseudonymize", successor, "exchange of pseudonyms"))
    parts.append(text.value[done:])
    return Redaction(RedactedText("".join(parts)), tuple(entities), "exchange")


def with_aliases(text: RedactedText, aliases: Callable[[str], Sequence[str]]) -> RedactedText:
    """A question with all tokens of whom it names, so that it matches texts under the old key and under the new one."""
    return RedactedText(TOKEN.sub(lambda match: " ".join(aliases(match.group())), text.value))
