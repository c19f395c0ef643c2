"""Engines over REST: which there are, which may be asked, and why one answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.workspaces import changing
from tests.assistant.engines.hostile_server import HostileServer, fails, hostile, says
from tests.assistant.rest.conftest import served

QUESTION = "For how many days may a book be borrowed?"


@pytest.fixture
def listed() -> Iterator[HostileServer]:
    with hostile(says("A book may be borrowed for twenty-one days [1].")) as running:
        yield running


@pytest.fixture
def client(library: Path, listed: HostileServer) -> Iterator[TestClient]:
    """An asker of the library, under `gdpr`, where one remote engine is listed."""
    for each in served(remote_engines=[{"name": "big", "url": listed.url, "model": "tiny"}]):
        yield each.editor


def test_a_remote_engine_is_listed_and_its_health_told_on_demand_only(
    client: TestClient, listed: HostileServer
) -> None:
    plain = {row["id"]: row for row in client.get("/v1/models").json()["data"]}
    assert "healthy" not in plain["big"] and listed.paths == []
    asked = {row["id"]: row for row in client.get("/v1/models", params={"health": True}).json()["data"]}
    assert asked["big"]["healthy"] is True and "healthy" not in asked["reader"]
    listed.healthy = False
    asked = {row["id"]: row for row in client.get("/v1/models", params={"health": True}).json()["data"]}
    assert asked["big"]["healthy"] is False


def test_an_engine_that_the_policy_forbids_is_refused_by_name(client: TestClient, listed: HostileServer) -> None:
    refused = client.post("/v1/ask", json={"question": QUESTION, "engine": "big"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "policy")
    chat = {"model": "big", "messages": [{"role": "user", "content": QUESTION}]}
    assert client.post("/v1/chat/completions", json=chat).status_code == 422
    assert listed.bodies == []


def test_an_answer_says_which_engine_was_taken_and_why(client: TestClient) -> None:
    (decision,) = client.post("/v1/ask", json={"question": QUESTION}).json()["routing"]
    assert (decision["engine"], decision["reason"]) == ("reader", "no other engine was added or is allowed")
    chat = {"messages": [{"role": "user", "content": QUESTION}]}
    message = client.post("/v1/chat/completions", json=chat).json()["choices"][0]["message"]
    assert message["routing"][0]["engine"] == "reader"


def test_a_server_that_sends_no_answer_is_our_trouble_and_not_the_askers(library: Path, tmp_path: Path) -> None:
    with hostile(fails(500), fails(500), fails(500), fails(500)) as broken:
        for each in served(remote_engines=[{"name": "big", "url": broken.url, "model": "tiny"}]):
            workspace = each.wiring.workspace_to_fill("free", policy="open")
            rules = tmp_path / "rules.txt"
            rules.write_text("A book may be borrowed for twenty-one days. A film may be borrowed for a week.", "utf-8")
            changing.ingest(workspace, [rules], actor="test")
            asked = {"question": QUESTION, "engine": "big", "workspace": "free"}
            failed = each.editor.post("/v1/ask", json=asked)
            assert (failed.status_code, failed.json()["error"]["code"]) == (503, "engine")
            assert broken.bodies
