"""Output that fits a JSON schema: llama.cpp lets through only tokens that its grammar of the schema allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.engines.llama_cpp.library import library
from policies.errors import ConfigError

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
