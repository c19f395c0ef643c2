"""Remote engines through the whole path: a server on loopback that says what it is told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.engines.hostile_server import HostileServer, Play, fails, hostile, says
from tests.assistant.library import CANARIES, assistant, copy_of, ingested

WRITTEN = says("A book may be borrowed ", "for twenty-one days [1].")
INVENTED = says("The cellar holds forty barrels of wine [1].")
SUMMARY = "Summarize the rules for loans."
ALLOWED = "name: house\nextends: gdpr\nengines: [reader, local, remote]\n"


@pytest.fixture(scope="module")
def _allowing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    (folder / "house.yaml").write_text(ALLOWED, encoding="utf-8")
    return ingested(folder, "--policy", folder / "house.yaml")


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostileServer]:
    """A server that the settings list."""
    with hostile(WRITTEN) as running:
        engines = [{"name": "big", "url": running.url, "model": "tiny"}]
        monkeypatch.setenv("ASSISTANT_REMOTE_ENGINES", json.dumps(engines))
        yield running


@pytest.fixture
def server(_allowing: Path, tmp_path: Path, own_folders: None, listed: HostileServer) -> HostileServer:
    """A listed server, and a workspace whose policy allows it."""
    copy_of(_allowing, tmp_path / "installation")
    return listed


def test_a_synthesis_goes_up_to_the_remote_engine_and_says_why(server: HostileServer) -> None:
    answer = assistant("ask", SUMMARY, "--json").json
    assert (answer["engine"], answer["answered"]) == ("big", True)
    (decision,) = answer["routing"]
    assert (decision["engine"], decision["reason"]) == ("big", "the question asks for a summary")
    assert 0 <= decision["confidence"] <= 1
    assert "big: the question asks for a summary" in assistant("ask", SUMMARY).out


def test_nothing_personal_leaves_for_the_remote_engine(server: HostileServer) -> None:
    assistant("ask", "Summarize the letter to Ottilie Brandauer.", "--json")
    sent = json.dumps(server.bodies) + json.dumps(server.headers)
    assert server.bodies and "⟦PERSON_" in json.dumps(server.bodies, ensure_ascii=False)
    assert not [canary for canary in (*CANARIES, "Ottilie") if canary in sent]


@pytest.mark.parametrize("play", [INVENTED, fails(401)])
def test_when_the_remote_engine_falls_short_the_reader_answers_and_says_so(server: HostileServer, play: Play) -> None:
    server.plays = [play]
    routing = assistant("ask", SUMMARY, "--json").json["routing"]
    assert [decision["engine"] for decision in routing] == ["big", "reader"]
    assert "big" in routing[1]["reason"]


def test_a_forced_engine_is_obeyed_and_audited(server: HostileServer) -> None:
    answer = assistant("ask", "For how many days may a book be borrowed?", "--engine", "big", "--json").json
    assert (answer["engine"], len(server.bodies)) == ("big", 1)
    event = assistant("audit", "show", "--json").json["entries"][-1]
    assert (event["counts"]["engine"], event["counts"]["routing"]) == ("big", "this engine was asked for")


def test_a_forced_engine_that_fails_is_an_error(server: HostileServer) -> None:
    server.plays = [fails(401)]
    outcome = assistant("ask", "For how many days may a book be borrowed?", "--engine", "big", "--json")
    assert (outcome.code, outcome.json["error"]["type"]) == (1, "EngineError")


def test_a_forced_engine_that_the_policy_forbids_is_refused_and_audited(library: Path, listed: HostileServer) -> None:
    outcome = assistant("ask", SUMMARY, "--engine", "big", "--json")
    assert (outcome.code, outcome.json["error"]["type"]) == (1, "PolicyError")
    assert "remote" in outcome.json["error"]["message"]
    event = assistant("audit", "show", "--json").json["entries"][-1]
    assert (event["action"], event["counts"]) == ("refused", {"engine": "big", "reason": "not_allowed"})
    assert (assistant("ask", SUMMARY, "--json").json["engine"], listed.bodies) == ("reader", [])


def test_remote_engines_are_listed_and_connected_to_on_demand_only(server: HostileServer) -> None:
    (listed,) = assistant("models", "list", "--json").json["remote"]
    assert (listed["name"], listed["model"], server.paths) == ("big", "tiny", [])
    (checked,) = assistant("models", "list", "--health", "--json").json["remote"]
    assert [(each["healthy"], each["lists_model"]) for each in checked["servers"]] == [(True, True)]
    assert "is well" in assistant("models", "list", "--health").out


def test_a_server_that_is_not_well_is_told_by_the_exit_code(server: HostileServer) -> None:
    server.healthy = False
    outcome = assistant("models", "list", "--health", "--json")
    assert outcome.code == 1
    assert outcome.json["remote"][0]["servers"][0]["problem"] == "answers with HTTP status 500"
