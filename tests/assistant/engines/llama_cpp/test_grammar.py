from __future__ import annotations

from typing import Any

import pytest

from assistant.engines.json_strings import strings_of
from assistant.engines.llama_cpp.grammar import grammar_of
from policies.errors import ConfigError, ModelError

pytest.importorskip("llama_cpp")


def test_a_grammar_names_the_properties() -> None:
    grammar = grammar_of({"type": "object", "properties": {"opening": {"type": "string"}}, "required": ["opening"]})
    assert "opening" in grammar
    assert grammar.startswith("root") or "\nroot ::=" in grammar


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nonsense"},
        {"$ref": "https://example.org/schema.json"},
        {"$ref": "#/definitions/absent"},
        {"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(5000)}},
    ],
)
def test_a_schema_that_cannot_be_used_is_an_error_that_does_not_repeat_it(schema: dict[str, Any]) -> None:
    with pytest.raises(ConfigError) as caught:
        grammar_of(schema)
    assert "nonsense" not in str(caught.value)
    assert "example.org" not in str(caught.value)


def test_the_strings_are_the_sentences_in_their_order() -> None:
    pieces = ['{"a": "It opens at nine [1].", "n": 9, ', '"more": [{"b": "It closes at five [2]."}, true, null]}']
    assert "".join(strings_of(iter(pieces), 10)).split("\n\n") == [
        "It opens at nine [1].",
        "It closes at five [2].",
        "",
    ]


def test_a_value_that_was_cut_off_is_an_error_that_names_the_setting() -> None:
    with pytest.raises(ModelError) as caught:
        list(strings_of(iter(['{"a": "It op', "…"]), 10))
    assert "answer_tokens" in caught.value.remedy
