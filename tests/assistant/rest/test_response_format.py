"""Answers as JSON of a client's own form: what a model wrote, as far as passages support it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Draft, DraftSentence, Passage
from assistant.engines.json_strings import with_value
from assistant.routing import Forced
from assistant.turn import ALONE, Turn
from assistant.wiring.engines import Engines
from policies.text import RedactedText
from tests.assistant.rest.conftest import Served
from tests.gguf_factory import write_model

LOAN = "For how many days may a book be borrowed?"
LENT = "A book may be borrowed for twenty-one days."
FINE = "An overdue book costs fifty cents a day."
TEXT = {"type": "string"}
LENDING = {
    "properties": {
        "rule": TEXT,
        "cents": {"type": "integer"},
        "days": {"type": "integer"},
        "remarks": {"type": "array", "items": TEXT},
    },
    "required": ["rule"],
}


class Scribe:
    """Writes one JSON value, whatever is asked."""

    name = "scribe"

    def __init__(self, value: Any, *sentences: str) -> None:
        self._value, self._sentences = value, sentences

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        draft = Draft(tuple(DraftSentence(each) for each in self._sentences), 1.0, self.name)
        return with_value(draft, self._value, turn.schema or {})

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        yield from self.answer(question, passages, turn).sentences


@pytest.fixture
def client(server: Served) -> TestClient:
    return server.as_role("reader")


def asked(client: TestClient, schema: Any, question: str = LOAN, **more: Any) -> Any:
    form = {"type": "json_schema", "json_schema": {"name": "lending", "schema": schema}}
    body = {"messages": [{"role": "user", "content": question}], "response_format": form, **more}
    return client.post("/v1/chat/completions", json=body)


def written_by(scribe: Scribe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engines, "router", lambda *_: Forced(scribe))


def test_a_value_of_the_clients_own_form_leaves_without_what_no_passage_supports(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up = "The mayor reads every book twice."
    value = {"rule": LENT, "cents": 50, "days": 99, "remarks": [made_up, FINE], "4f1c": 7}
    written_by(Scribe(value, LENT, made_up, FINE), monkeypatch)
    message = asked(client, LENDING).json()["choices"][0]["message"]
    assert json.loads(message["content"]) == {"rule": LENT, "cents": 50, "remarks": [FINE]}
    assert message["citations"][0]["document"] == "loans.txt" and message["refusal"] is None


def test_a_value_whose_required_field_no_passage_supports_is_a_bad_request_that_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(Scribe({"rule": "The mayor decides.", "remarks": [LENT]}, "The mayor decides.", LENT), monkeypatch)
    refused = asked(client, LENDING)
    assert refused.status_code == 400 and refused.json()["error"]["param"] == "response_format"
    assert "where a passage supports it" in refused.json()["error"]["message"]


def test_a_refusal_stands_where_openais_clients_look_for_it_also_on_a_stream(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by(Scribe({"rule": "The mayor decides."}, "The mayor decides."), monkeypatch)
    message = asked(client, LENDING).json()["choices"][0]["message"]
    assert message["content"] is None and "no passage" in message["refusal"] and not message["answered"]
    streamed = asked(client, LENDING, stream=True).text.splitlines()
    delta = json.loads(streamed[0].removeprefix("data: "))["choices"][0]["delta"]
    assert delta["content"] is None and delta["refusal"] == message["refusal"]


def test_the_reader_says_that_it_quotes_and_who_could_write(client: TestClient) -> None:
    for schema in (LENDING, {"properties": {"rule": TEXT}}):
        refused = asked(client, schema, model="reader")
        assert refused.status_code == 400
        error = refused.json()["error"]
        assert "the engine quotes documents" in error["message"] and "a model that writes" in error["remedy"]


def test_what_no_grammar_can_say_is_told_when_a_local_model_is_asked(
    server: Served, client: TestClient, tmp_path: Path
) -> None:
    pytest.importorskip("llama_cpp")
    server.wiring.engines.models.add(write_model(tmp_path / "tiny.gguf"))
    schema = {"properties": {"rule": TEXT, "quay": {"type": "string", "pattern": "(?!x)y"}}}
    refused = asked(client, schema, model="tiny")
    assert refused.status_code == 400 and refused.json()["error"]["param"] == "response_format"
    assert "`pattern` in field 2 of `properties`" in refused.json()["error"]["message"]
    assert "quay" not in refused.text
