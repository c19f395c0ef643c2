"""The OpenAPI document against what the server does, over every endpoint."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from assistant import installation
from assistant.rest import openapi
from assistant.rest.app import create_app
from assistant.settings import load_settings
from assistant.wiring import Wiring
from policies.restoring import tokens_in

EXAMPLES = 3
"""An endpoint, of bodies that fit and of bodies that do not."""


@dataclass(frozen=True, slots=True)
class Api:
    """An app that may be broken by any request, and clients of it by role."""

    app: FastAPI
    schema: Any
    wiring: Wiring
    headers: dict[str, dict[str, str]]

    def client(self, role: str) -> TestClient:
        return TestClient(self.app, headers=self.headers[role])


def schema_of(app: FastAPI) -> Any:
    """What is sent bears a key, so nothing is told of keys: `test_access.py` sends none and wrong ones."""
    document = copy.deepcopy(app.openapi())
    for methods in document["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    return schema


@pytest.fixture(scope="module")
def api(_ingested: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The library; loaded once, so what may break it comes last."""
    folder = tmp_path_factory.mktemp("described")
    shutil.copytree(_ingested, folder, dirs_exist_ok=True)
    chosen, _ = load_settings(
        {
            "ASSISTANT_HOME": str(folder / "data"),
            "ASSISTANT_KEYS": str(folder / "keys"),
            "ASSISTANT_REQUESTS_PER_MINUTE": "0",
        }
    )
    with Wiring(chosen) as wiring:
        headers = {
            role: {"Authorization": f"Bearer {installation.create_api_key(wiring, role, role, actor='test')}"}
            for role in ("editor", "officer", "admin")
        }
        app = create_app(wiring, chosen)
        yield Api(app, schema_of(app), wiring, headers)


# What gives each endpoint something to say; "{...}" stand for ids of the library.
REQUESTS: dict[str, tuple[str, dict[str, Any]]] = {
    "GET /health": ("editor", {}),
    "GET /ready": ("editor", {}),
    "GET /metrics": ("admin", {}),
    "GET /v1/me": ("editor", {}),
    "POST /v1/ask": ("editor", {"json": {"question": "For how many days may a book be borrowed?"}}),
    "POST /v1/search": ("editor", {"json": {"query": "bicycles"}}),
    "POST /v1/documents": ("editor", {"files": [("files", ("a.txt", b"Tea is free.")), ("files", ("b.exe", b"MZ"))]}),
    "GET /v1/documents": ("editor", {}),
    "GET /v1/documents/{document_id}": ("editor", {}),
    "PUT /v1/documents/{document_id}/restriction": ("admin", {"json": {"to": []}}),
    "GET /v1/passages/{chunk_id}": ("editor", {}),
    "POST /v1/summaries": ("editor", {"json": {"sentences": 2}}),
    "POST /v1/redact": ("editor", {"json": {"text": "Ottilie Brandauer called."}}),
    "POST /v1/restore": ("officer", {"json": {"text": "Nobody called.", "reason": "case 17"}}),
    "GET /v1/workspaces": ("editor", {}),
    "PUT /v1/workspaces/{name}/members/{member}": ("admin", {"json": {"role": "officer"}}),
    "GET /v1/workspaces/{name}/members": ("admin", {}),
    "DELETE /v1/workspaces/{name}/members/{member}": ("admin", {}),
    "GET /v1/audit": ("admin", {}),
    "GET /v1/audit/verification": ("admin", {}),
    "POST /v1/chat/completions": ("editor", {"json": {"messages": [{"role": "user", "content": "When?"}]}}),
    "POST /v1/embeddings": ("editor", {"json": {"input": ["a", "b"]}}),
    "GET /v1/models": ("editor", {}),
    "GET /v1/models/{name}": ("editor", {}),
    "POST /v1/subjects/namesakes": ("officer", {"json": {}}),
    "POST /v1/subjects/keep-apart": ("officer", {"json": {}}),
    "POST /v1/subjects/merge": ("officer", {"json": {}}),
    "POST /v1/subjects/split": ("officer", {"json": {}}),
    "POST /v1/subjects/find": ("officer", {"json": {"who": ["Ottilie Brandauer"]}}),
    "POST /v1/subjects/export": ("officer", {"json": {"who": ["Ottilie Brandauer"]}}),
    "POST /v1/subjects/erase": ("officer", {"json": {"who": ["Ottilie Brandauer"]}}),
    "DELETE /v1/documents/{document_id}": ("editor", {}),
}
NOT_OFFERED = {"POST /v1/completions"}
AFTER_A_RESTORED_COPY = {"POST /v1/audit/acknowledgement"}
"""Answers on such a trail alone: see `test_audit`."""


def test_every_endpoint_is_described(api: Api) -> None:
    paths = api.app.openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert routes == set(openapi.ANSWERS) == set(REQUESTS) | NOT_OFFERED | AFTER_A_RESTORED_COPY


def two_people(api: Api, text: str = "Emil Lundqvist met Ruth Achterberg.") -> dict[str, str]:
    """Two persons of the workspace, as an officer names them."""
    text = api.wiring.workspace().redactor.redact(text).text.value
    token, other = tokens_in(text)
    return {"token": token, "other": other}


@pytest.mark.parametrize("route", REQUESTS)
def test_an_endpoint_answers_what_the_document_says(api: Api, route: str) -> None:
    role, request = REQUESTS[route]
    method, path = route.split()
    citation = api.wiring.workspace().search("garage", 1, actor="test")[1][0]
    # A workspace with a member is closed to others: not the default one.
    name = "reader" if "models" in path else api.wiring.workspace_to_fill("annex").name
    path = path.format(document_id=citation.document_id, chunk_id=citation.chunk_id, name=name, member="ada")
    if path.endswith(("keep-apart", "merge")):
        request = {"json": two_people(api)}
    if path.endswith("split"):
        two = two_people(api, "Joost Hemmelrijk met Amara Okonkwo.")
        assert api.client(role).post("/v1/subjects/merge", json=two).status_code == 200
        request = {"json": {"token": two["other"]}}
    response = api.client(role).request(method, path, **request)
    assert response.status_code == 200
    model = openapi.ANSWERS[route]
    if model is not None:
        model.model_validate_json(response.text, strict=True)


@pytest.mark.parametrize("route", openapi.ANSWERS)
def test_whatever_is_sent_is_answered_as_the_document_says(api: Api, route: str) -> None:
    """Neither an undocumented status nor another shape, nor a 500; what does not fit is refused, and so is no key."""
    method, path = route.split()
    operation = api.schema[path][method]
    fitting = operation.as_strategy()
    varied = method != "GET" or "{" in path or route == "GET /v1/documents"
    cases = st.one_of(fitting, operation.as_strategy(GenerationMode.NEGATIVE)) if varied else fitting

    excluded = [positive_data_acceptance]
    # Each value of a form is text, whatever it was meant to be; and OpenAI's clients send what parameters they like.
    if route in ("POST /v1/documents", "GET /v1/models", "GET /v1/models/{name}"):
        excluded.append(negative_data_rejection)

    # What fits the schema may still be refused for what it says: an empty question, an engine that is not there.
    @settings(
        max_examples=EXAMPLES if varied else 1,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def holds(case: Any) -> None:
        role = "officer" if "subjects" in route or "restore" in route else "admin"
        case.call_and_validate(headers=api.headers[role], timeout=120, excluded_checks=excluded)

    holds()
