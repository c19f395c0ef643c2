"""The JSON value that a model wrote, as it travels with the draft."""

from __future__ import annotations

from assistant.answer import Draft, DraftSentence
from assistant.engines.json_strings import NOWHERE, with_value

DRAFT = Draft((DraftSentence("It opens at six."), DraftSentence("It shuts at nine.")), 1.0, "tiny")
SCHEMA = {"properties": {"hours": {"type": "array", "items": {"properties": {"text": {}}}}, "count": {}}}


def test_each_string_is_the_places_of_its_sentences() -> None:
    value = {"hours": [{"text": "It shuts at nine [2]. It opens at six [1]."}, {"text": "Made up."}], "count": 2}
    placed = {"hours": [{"text": (1, 0)}, {"text": (NOWHERE,)}], "count": 2}
    assert with_value(DRAFT, value, SCHEMA).value == placed


def test_a_name_that_the_schema_does_not_have_goes_no_further() -> None:
    assert with_value(DRAFT, {"count": 1, "the keys are 4f1c": 2}, SCHEMA).value == {"count": 1}


def test_a_draft_that_is_printed_shows_nothing_of_the_value() -> None:
    assert "hours" not in repr(with_value(DRAFT, {"hours": []}, SCHEMA))
