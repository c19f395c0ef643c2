"""Output that fits a JSON schema, and what of it the gate can judge.

llama.cpp lets through only tokens that its grammar of the schema allows. What a model writes under a schema is still a
draft: the text in its strings is read as sentences, with their marks of sources, and goes through the gate as any
other; the JSON around it, and numbers and truth values, which name no source, go no further.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.engines.llama_cpp.library import library
from policies.errors import ConfigError, ModelError

MOST_CHARACTERS = 65_536
"""Of a grammar. A longer one is no form of an answer but an attack on the library's stack."""


def grammar_of(schema: Mapping[str, Any]) -> str:
    """The grammar (GBNF) of a JSON schema. References beyond the schema are not followed.

    Raises:
        ConfigError: the schema is none, or says more than a grammar can.
    """
    library()
    from llama_cpp.llama_grammar import json_schema_to_gbnf

    try:
        grammar = str(json_schema_to_gbnf(json.dumps(schema)))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, RecursionError) as error:
        raise unusable() from error
    except NotImplementedError as error:
        raise unusable() from error
    if len(grammar) > MOST_CHARACTERS:
        raise unusable()
    return grammar


def unusable() -> ConfigError:
    """The error of a schema that can't be used. It doesn't repeat the schema."""
    return ConfigError(
        "The JSON schema can't be turned into a grammar.",
        remedy="Use objects, arrays, strings, numbers and enums, without references beyond the schema.",
    )


def strings_of(written: Iterator[str], answer_tokens: int) -> Iterator[str]:
    """The text of each string of the written JSON value, in order, in paragraphs of their own.

    Raises:
        ModelError: the value was cut off.
    """
    try:
        value = json.loads("".join(written), strict=False)  # the grammar lets control characters through
    except ValueError as error:
        raise ModelError(
            f"The answer does not fit its JSON schema within {answer_tokens} tokens.",
            remedy="Set answer_tokens higher, or use a smaller schema.",
        ) from error
    for text in _leaves(value):
        yield f"{text}\n\n"


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
