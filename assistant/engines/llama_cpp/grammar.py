"""Output that fits a JSON schema: llama.cpp lets through only tokens that its grammar of the schema allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.schemas import convertible, unsayable
from policies.errors import SchemaError

MOST_CHARACTERS = 65_536
"""Of a grammar. A longer one is no form of an answer but an attack on the library's stack."""


def grammar_of(schema: Mapping[str, Any]) -> str:
    """The grammar (GBNF) of a JSON schema. References beyond the schema are not followed.

    A value that the grammar allows may still not fit what only narrows it; see `assistant.engines.llama_cpp.schemas`.

    Raises:
        SchemaError: the schema is none, or says more than a grammar can; told are keyword and place.
    """
    library()
    from llama_cpp.llama_grammar import json_schema_to_gbnf

    try:
        grammar = str(json_schema_to_gbnf(json.dumps(convertible(schema))))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, NotImplementedError) as error:
        raise unusable() from error
    except RecursionError as error:
        raise unsayable("more levels or fields than can be followed") from error
    if len(grammar) > MOST_CHARACTERS:
        raise unsayable("more fields, alternatives or repetitions than a grammar may have")
    return grammar


def unusable() -> SchemaError:
    """The error of a schema that the library can't use. It doesn't repeat the schema."""
    return unsayable("a reference to nothing, or a keyword with an unfit value")
