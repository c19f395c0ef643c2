"""A JSON value that a model wrote, as far as its sources support it.

A string stays when the gate let each of its sentences pass, a number when a quote that they stand on has it. Truth
values name no source and go; null says nothing and stays. What goes is taken out of its object or list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from assistant.grounding.facts import numbers

_GONE: Final = object()


def grounded(value: object, sentences: Sequence[str | None], quotes: Sequence[str]) -> object:
    """What stays of a draft's value; None when nothing does.

    `sentences` are those of the draft as they passed the gate, None for one that did not; `quotes` what they stand on.
    """
    held = frozenset().union(*(numbers(quote) for quote in quotes))
    left = _left(value, sentences, held)
    return None if left is _GONE else left


def _left(value: object, sentences: Sequence[str | None], held: frozenset[str]) -> object:
    if isinstance(value, tuple):
        said = [sentences[place] if place >= 0 else None for place in value]
        return _GONE if None in said else " ".join(each for each in said if each is not None)
    if isinstance(value, Mapping):
        fields = {name: _left(each, sentences, held) for name, each in value.items()}
        return {name: each for name, each in fields.items() if each is not _GONE}
    if isinstance(value, list):
        return [each for one in value if (each := _left(one, sentences, held)) is not _GONE]
    if isinstance(value, bool):
        return _GONE
    if isinstance(value, int | float):
        return value if numbers(str(value)) <= held else _GONE
    return value
