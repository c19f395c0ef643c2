"""Who may do what over HTTP, how much, how often, and what an error looks like."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Route

from assistant import installation
from tests.assistant.rest.conftest import Served

OPEN = {"/health", "/ready"}


def routes(server: Served) -> Iterator[tuple[str, str]]:
    app = server.anonymous.app
    assert isinstance(app, FastAPI)
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            yield method.upper(), path.format(document_id="x", chunk_id="x", name="x", member="x")
    for route in app.routes:
        if isinstance(route, Route):
            yield from ((method, route.path) for method in route.methods or ())


@pytest.mark.parametrize("key", [None, "oa_0123456789ab_" + "x" * 43, "", "ünicode"])
def test_every_route_but_health_refuses_who_has_no_key(server: Served, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": f"Bearer {key}".encode()}
    seen = 0
    for method, path in routes(server):
        if path not in OPEN:
            seen += 1
            response = server.anonymous.request(method, path, headers=headers)
            assert response.status_code == 401, path
            assert response.headers["WWW-Authenticate"] == "Bearer"
    assert seen >= 12


def test_a_revoked_key_is_refused_at_once(server: Served) -> None:
    client = server.as_role("user")
    name = client.get("/v1/me").json()["name"]
    installation.revoke_api_key(server.wiring, name, actor="test")
    assert client.get("/v1/me").status_code == 401


def test_a_role_that_may_not_is_told_so_and_it_is_audited(server: Served) -> None:
    user = server.as_role("user")
    refused = [
        user.post("/v1/documents", files={"files": ("a.txt", b"text")}),
        user.delete("/v1/documents/some-id"),
    ]
    assert [response.status_code for response in refused] == [403, 403]
    assert [entry.event.action for entry in server.wiring.storage.audit.entries(2)] == ["access_refused"] * 2


def test_the_trail_names_the_key_that_asked(server: Served) -> None:
    client = server.as_role("user")
    client.post("/v1/search", json={"query": "garage"})
    assert server.wiring.storage.audit.entries(1)[0].event.actor == client.get("/v1/me").json()["name"]


def test_every_error_has_the_one_shape(server: Served) -> None:
    client = server.editor
    responses = [
        server.anonymous.get("/v1/me"),
        client.get("/v1/nowhere"),
        client.get("/v1/ask"),
        client.get("/v1/documents/none"),
        client.get("/v1/passages/none"),
        client.post("/v1/ask", json={"question": 5}),
        client.post("/v1/ask", content=b"{", headers={"Content-Type": "application/json"}),
        client.post("/v1/ask", json={"question": "a", "engine": "none"}),
        client.post("/v1/documents", json={}),
        client.post("/v1/chat/completions", json={"model": "none", "messages": [{"role": "user", "content": "a"}]}),
    ]
    assert [response.status_code for response in responses] == [401, 404, 405, 404, 404, 422, 422, 422, 422, 404]
    for response in responses:
        error = response.json()["error"]
        assert {"message", "remedy", "type", "param", "code"} == set(error) and error["message"] and error["remedy"]


def test_an_error_repeats_nothing_that_was_sent(server: Served) -> None:
    client = server.editor
    for body in (
        {"question": {"Ottilie": "Brandauer"}},
        {"question": "a", "Brandauer": 1},
        {"question": "a", "workspace": "Brandauer/.."},
        {"question": "a", "stream": "Brandauer"},
    ):
        response = client.post("/v1/ask", json=body)
        assert response.status_code == 422 and "Brandauer" not in response.text
    broken = client.post("/v1/ask", content=b'{"question": "Brandauer', headers={"Content-Type": "application/json"})
    assert broken.status_code == 422 and "Brandauer" not in broken.text


def test_an_unforeseen_error_is_a_500_without_a_trace(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the patient's name")

    monkeypatch.setattr(server.wiring, "workspaces", fail)
    response = server.editor.get("/v1/workspaces")
    assert response.status_code == 500 and "patient" not in response.text and "Traceback" not in response.text
    assert response.json()["error"]["type"] == "internal_error"


def test_when_the_trail_cannot_be_written_no_answer_leaves(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    from policies.errors import AuditError

    client = server.editor

    def fail(*_: object) -> None:
        raise AuditError("The trail is full.", remedy="Make room.")

    monkeypatch.setattr(server.wiring.storage.audit, "record", fail)
    for response in (
        client.post("/v1/ask", json={"question": "When does the garage open?"}),
        client.post("/v1/ask", json={"question": "When does the garage open?", "stream": True}),
        client.post("/v1/search", json={"query": "garage"}),
    ):
        assert "six" not in response.text
        assert "The trail is full." in response.text


def test_bodies_questions_and_files_have_limits(small_server: Served) -> None:
    def client() -> TestClient:
        return small_server.editor  # a new key each time: these are not the limits of rate

    assert client().post("/v1/ask", json={"question": "x" * 51}).status_code == 413
    assert client().post("/v1/ask", json={"question": "x" * 3000}).status_code == 413
    many = [("files", (f"{number}.txt", b"text")) for number in range(3)]
    assert client().post("/v1/documents", files=many).status_code == 422
    assert client().post("/v1/documents", files={"files": ("a.txt", b"x" * 200_000)}).status_code == 413


def test_a_body_without_a_declared_length_has_the_same_limit(small_server: Served) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(100):
            yield b"x" * 100

    response = small_server.editor.post("/v1/ask", content=pieces(), headers={"Content-Type": "application/json"})
    assert response.status_code == 413 and response.json()["error"]["code"] == "limit"


def test_too_many_requests_a_minute_are_refused_and_told_when_to_come_back(small_server: Served) -> None:
    client = small_server.as_role("user")
    statuses = [client.get("/v1/me").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert int(client.get("/v1/me").headers["Retry-After"]) > 0
    assert small_server.as_role("user").get("/v1/me").status_code == 200


def test_responses_are_not_kept_nor_framed_nor_shared_with_other_sites(server: Served) -> None:
    response = server.anonymous.get("/health", headers={"Origin": "https://elsewhere.example"})
    assert response.json() == {"status": "ok"}
    assert (
        response.headers["Cache-Control"] == "no-store"
        and "frame-ancestors" in response.headers["content-security-policy"]
    )
    assert not any(name.startswith("access-control") for name in response.headers)


def test_the_description_needs_a_key_and_no_page_loads_from_elsewhere(server: Served) -> None:
    assert "/v1/ask" in json.dumps(server.as_role("user").get("/openapi.json").json())
    assert server.anonymous.get("/docs").status_code == 404
    assert server.anonymous.get("/redoc").status_code == 404


def test_ready_says_which_part_fails_and_no_more(server: Served) -> None:
    ready = server.anonymous.get("/ready")
    assert ready.status_code == 200 and set(ready.json()["checks"].values()) == {"ok"}
    server.wiring.settings.home.joinpath("workspaces", "default", "policy.json").write_text("{", encoding="utf-8")
    response = server.anonymous.get("/ready")
    assert response.status_code == 503 and str(server.wiring.settings.home) not in response.text
    assert response.json()["checks"] == {
        "keys": "ok", "audit": "ok", "redaction": "failed", "embedder": "ok", "reader": "ok", "index": "failed",
    }  # fmt: skip
