"""Strikes out what is erased from texts that are stored: placeholders in its place, and no way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policies.pseudonyms import TOKEN
from policies.subject_mentions import Span
from policies.text import Entity, RedactedText, Redaction

MENTION: str = "PERSON"
"""The type that stands in the place of a mention in clear, whose type nobody determined."""


def strike(text: RedactedText, is_erased: Callable[[str], bool], clear: Iterable[Span] = ()) -> Redaction:
    """The text with `[TYPE]` for each token that `is_erased` and `[PERSON]` for each span in clear.

    The same way as the action `replace` writes it, so that nothing downstream meets a new form. Spans within a token
    are passed over.
    """
    tokens = [(match.start(), match.end(), match.group(1), match.group()) for match in TOKEN.finditer(text.value)]
    found = [_struck(start, end, kind, "token") for start, end, kind, token in tokens if is_erased(token)]
    found += [
        _struck(span.start, span.end, MENTION, "clear")
        for span in clear
        if not any(start < span.end and span.start < end for start, end, _, _ in tokens)
    ]
    found.sort(key=lambda entity: entity.start)
    parts: list[str] = []
    done = 0
    for entity in found:
        parts += (text.value[done : entity.start], entity.replacement)
        done = entity.end
    parts.append(text.value[done:])
    return Redaction(RedactedText("".join(parts)), tuple(found), "erasure")


def _struck(start: int, end: int, kind: str, recognizer: str) -> Entity:
    return Entity(kind, start, end, 1.0, "replace", f"[{kind}]", recognizer)
