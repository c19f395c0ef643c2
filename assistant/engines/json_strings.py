"""What of a JSON value that a model wrote the gate can judge.

What a model writes under a schema is still a draft: the text in its strings is read as sentences, with their marks of
sources, and goes through the gate as any other. The JSON around them travels with the draft: each string as the places
of its sentences, and only under names that the schema has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from assistant.answer import Draft
from assistant.prompting import parse_marks, sentences_of
from policies.errors import ModelError

NOWHERE = -1
"""The place of a sentence that is not in the draft."""


def unheard(value: object) -> None:
    """Nobody wants the value as a whole."""


def strings_of(written: Iterator[str], answer_tokens: int, whole: Callable[[object], None] = unheard) -> Iterator[str]:
    """The text of each string of the written JSON value, in order, in paragraphs of their own; `whole` is told all.

    Raises:
        ModelError: the value was cut off.
    """
    try:
        value = json.loads("".join(written), strict=False)  # grammars let control characters through
    except ValueError as error:
        raise ModelError(
            f"The answer does not fit its JSON schema within {answer_tokens} tokens.",
            remedy="Set answer_tokens higher, or use a smaller schema.",
        ) from error
    whole(value)
    for text in _leaves(value):
        yield f"{text}\n\n"


def with_value(draft: Draft, value: object, schema: Mapping[str, object]) -> Draft:
    """The draft with the JSON value that its sentences were read from; see `Draft.value`."""
    places = {sentence.text: place for place, sentence in enumerate(draft.sentences)}
    return replace(draft, value=_placed(value, places, _names(schema)))


def _placed(value: object, places: Mapping[str, int], names: frozenset[str]) -> object:
    if isinstance(value, str):
        return tuple(places.get(parse_marks(sentence)[0], NOWHERE) for sentence in sentences_of([value]))
    if isinstance(value, Mapping):
        # A name that the schema doesn't have is the model's own words, which no source could support.
        return {name: _placed(each, places, names) for name, each in value.items() if name in names}
    if isinstance(value, list):
        return [_placed(each, places, names) for each in value]
    return value


def _names(schema: object) -> frozenset[str]:
    """The names of fields that a schema has, at any depth."""
    if isinstance(schema, list):
        return frozenset().union(*(_names(each) for each in schema))
    if not isinstance(schema, Mapping):
        return frozenset()
    fields = schema.get("properties")
    own = frozenset(fields) if isinstance(fields, Mapping) else frozenset()
    return own.union(*(_names(each) for each in schema.values()))


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
