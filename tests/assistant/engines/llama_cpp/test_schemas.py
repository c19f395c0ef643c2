"""JSON schemas that the converter alone can't read, or would read as another thing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from assistant.engines.llama_cpp.grammar import grammar_of
from assistant.engines.llama_cpp.patterns import grammatical
from policies.errors import SchemaError

pytest.importorskip("llama_cpp")

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"title": "Anything", "description": "of any kind"},
        {"properties": {"a": True, "b": {"description": "said"}, "c": {"minimum": 3}, "d": {"maxLength": 9}}},
        {"properties": {"a": {"type": ["array", "null"], "items": TEXT}}},
        {"allOf": [{"properties": {"a": TEXT}, "required": ["a"]}, {"properties": {"b": TEXT}}]},
        {"properties": {"c": TEXT}, "anyOf": [{"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}]},
        {
            "$defs": {"P": {"properties": {"x": TEXT}}},
            "properties": {"p": {"allOf": [{"$ref": "#/$defs/P"}], "title": "P"}, "q": {"$ref": "#/$defs/P"}},
        },
        {"type": "array", "prefixItems": [TEXT, {"type": "number"}], "items": False},
        {"type": "string", "pattern": r"[A-Z]{2}-\d+", "maxLength": 100_000},
    ],
)
def test_what_pydantic_and_people_write_has_a_grammar(schema: dict[str, Any]) -> None:
    assert "root ::=" in grammar_of(schema)


def test_choices_beside_fields_have_both() -> None:
    fields = {"properties": {"berth": TEXT}, "anyOf": [{"properties": {"mast": TEXT}}, {"properties": {"keel": TEXT}}]}
    grammar = grammar_of(fields)
    assert all(grammar.count(name) >= 1 for name in ("mast", "keel")) and grammar.count("berth-kv ::=") == 2


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"properties": {"x": TEXT, "quay": {"type": "harbour"}}}, "an unknown `type` in field 2 of `properties`"),
        ({"items": {"$ref": "https://quay.example/s.json"}}, "a reference beyond itself in `items`"),
        ({"properties": {"quay": {"$ref": "#"}}}, "a reference to the whole of itself in field 1 of `properties`"),
        ({"properties": {"quay": False}}, "`false`"),
        ({"items": {"patternProperties": {"quay": TEXT}}}, "`patternProperties` in `items`"),
        ({"items": {"type": "string", "pattern": "(?=quay)x"}}, "a `pattern` in `items`"),
        ({"properties": {"quay": {"$ref": "#/$defs/quay"}}}, "a reference to nothing"),
    ],
)
def test_what_no_grammar_can_say_is_told_by_keyword_and_place_without_a_name(schema: dict[str, Any], told: str) -> None:
    with pytest.raises(SchemaError) as refused:
        grammar_of(schema)
    assert told in refused.value.problem
    assert "quay" not in str(refused.value) and "harbour" not in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (r"^[A-Z]{2}\d+$", "AB12", "xAB12"),
        (r"\d\d", "room 12 b", "room 1"),
        ("^a|b$", "b", "c"),
        (r"^\w+(?:-\w+)*?$", "quay-side", "quay side"),
        (r"^a\.b.$", "a.bc", "axbc"),
    ],
)
def test_a_pattern_means_what_it_meant(pattern: str, fits: str, fails: str) -> None:
    written = grammatical(pattern)
    assert written.startswith("^") and written.endswith("$")
    assert bool(re.search(pattern, fits)) and re.fullmatch(written, fits)
    assert not re.search(pattern, fails) and not re.fullmatch(written, fails)


def test_a_dot_never_ends_the_string_that_it_stands_in() -> None:
    assert re.fullmatch(grammatical("^.*$"), 'a"b') is None
    assert json.loads(f'"{"x" * 3}"') and re.fullmatch(grammatical("^.*$"), "xxx")
