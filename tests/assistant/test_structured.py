"""Answers as JSON under a client's schema."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Refusal
from assistant.structured import ANY_OBJECT, Schema
from policies.errors import ConfigError
from policies.text import EMPTY
from tests.assistant.fakes import redacted

ANSWERED = Answer(
    question=redacted("When does it open?"),
    text=redacted("It opens at six."),
    confidence=0.9,
    engine="reader",
    citations=(
        Citation(
            document=redacted("hours.pdf"),
            document_id="d",
            page=3,
            section=EMPTY,
            chunk_id="c",
            quote=redacted("It opens at six."),
            start=10,
            end=26,
            score=1.0,
        ),
    ),
)
REFUSED = Answer(
    question=redacted("Why?"),
    text=EMPTY,
    confidence=0.1,
    engine="reader",
    refusal=Refusal("not_found", "Nobody knows."),
)
TEXT = {"type": "string"}


def fields(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (fields("answer", answer=TEXT), {"answer": "It opens at six."}),
        (fields("text", text=TEXT, mood=TEXT), {"text": "It opens at six."}),
        (fields("sources", sources={"type": "array", "items": TEXT}), {"sources": ["hours.pdf, p. 3"]}),
        (
            fields(citations={"type": "array", "items": {"$ref": "#/$defs/Place"}})
            | {"$defs": {"Place": fields(page={"anyOf": [{"type": "integer"}, {"type": "null"}]})}},
            {"citations": [{"page": 3}]},
        ),
        (fields(answered={"type": "boolean"}, confidence={"type": "number"}), {"answered": True, "confidence": 0.9}),
    ],
)
def test_what_is_known_is_put_under_the_schemas_names(schema: dict[str, Any], expected: object) -> None:
    made = Schema.checked(schema).fit(ANSWERED)
    assert made is not None and json.loads(made) == expected


@pytest.mark.parametrize(
    "schema",
    [
        fields("mood", mood=TEXT),
        fields("answer", answer={"type": "integer"}),
        fields("answer", answer={"type": "string", "pattern": "(x+x+)+y"}),
        fields("answer", answer={"type": "string", "pattern": r"((a|[^x])+)+\d$"}),
        {"$ref": "#"},
        {"$ref": "https://198.51.100.7/schema.json"},
        fields("answer", answer={"$ref": "#/$defs/None"}),
        TEXT,
    ],
)
def test_nothing_is_made_up_to_fit_nor_fetched_nor_waited_for(schema: dict[str, Any]) -> None:
    assert Schema.checked(schema).fit(ANSWERED) is None


def test_any_object_tells_all_that_is_known_and_a_refusal_in_words() -> None:
    told = json.loads(ANY_OBJECT.fit(ANSWERED) or "")
    assert told["citations"][0]["place"] == "hours.pdf, p. 3" and told["answered"] is True
    refused = json.loads(ANY_OBJECT.fit(REFUSED) or "")
    assert refused["answer"] == "Nobody knows." and refused["answered"] is False and refused["citations"] == []


@pytest.mark.parametrize(
    "document",
    [None, [], {"type": "Brandauer"}, {"patternProperties": {"(a+)+": TEXT}}, {"description": "x" * 60_000}],
)
def test_what_is_no_schema_is_refused_without_being_repeated(document: object) -> None:
    with pytest.raises(ConfigError) as refused:
        Schema.checked(document)
    assert "Brandauer" not in str(refused.value)
