"""The MCP server: a real client's session over stdio, and what stops when a client cancels."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import anyio
import jsonschema
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, Tool

from assistant.mcp_server import Ask, Tools, server_of
from assistant.settings import load_settings
from assistant.turn import Turn
from assistant.wiring import Wiring
from assistant.workspaces.workspace import Workspace
from tests.assistant.library import CANARIES

LOAN = "For how many days may a book be borrowed?"


@dataclass(frozen=True, slots=True)
class Session:
    """What a client saw, what was on stdout, and the trail afterwards."""

    tools: list[Tool]
    results: dict[str, CallToolResult]
    stdout: str
    actors: list[str]


@pytest.fixture(scope="module")
def session(_ingested: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("mcp")
    shutil.copytree(_ingested, folder / "installation")
    environment = {
        **os.environ,
        "ASSISTANT_HOME": str(folder / "installation" / "data"),
        "ASSISTANT_KEYS": str(folder / "installation" / "keys"),
    }
    command = f"{shlex.quote(sys.executable)} -m assistant mcp --workspace default | tee {folder / 'stdout'}"
    parameters = StdioServerParameters(command="sh", args=["-c", command], env=environment)

    async def talk() -> tuple[list[Tool], dict[str, CallToolResult]]:
        with (folder / "stderr").open("w") as errors:
            async with Client(stdio_client(parameters, errlog=errors)) as client:
                tools = (await client.list_tools()).tools
                calls: dict[str, tuple[str, dict[str, Any]]] = {
                    "answer": ("ask", {"question": LOAN, "history": [{"question": "Hello!", "answer": "Hello."}]}),
                    "refusal": ("ask", {"question": "Who won the chess championship in 1972?"}),
                    "hits": ("search", {"query": "reading card Brandauer", "k": 2}),
                    "empty": ("ask", {"question": " "}),
                    "unfit": ("search", {"query": "a", "k": "many", "Brandauer": 1}),
                    "unknown": ("delete", {}),
                }
                return tools, {name: await client.call_tool(*call) for name, call in calls.items()}

    tools, results = anyio.run(talk)
    settings, _ = load_settings(environment)
    with Wiring(settings) as wiring:
        actors = [entry.event.actor for entry in wiring.storage.audit.entries(3)]
    return Session(tools, results, (folder / "stdout").read_text(encoding="utf-8"), actors)


def text_of(result: CallToolResult) -> str:
    return cast("str", result.content[0].text)  # type: ignore[union-attr]


def test_a_question_is_answered_with_citations_and_notes(session: Session) -> None:
    result = session.results["answer"]
    assert "twenty-one days" in text_of(result) and text_of(result).endswith("[1] loans.txt")
    assert result.structured_content["citations"][0]["quote"] == "A book may be borrowed for twenty-one days."
    assert result.structured_content["answered"] is True


def test_a_refusal_is_no_error(session: Session) -> None:
    result = session.results["refusal"]
    assert not result.is_error and result.structured_content["answered"] is False
    assert "not answer" in text_of(result)


def test_passages_are_found_and_name_nobody(session: Session) -> None:
    result = session.results["hits"]
    assert result.structured_content["hits"][0]["document"] == "letter.txt" and "⟦PERSON_" in text_of(result)
    assert not any(canary in session.stdout for canary in CANARIES)


@pytest.mark.parametrize(("call", "words"), [("empty", "empty"), ("unfit", "not valid"), ("unknown", "no such tool")])
def test_what_is_wrong_is_told_to_the_model_without_repeating_it(session: Session, call: str, words: str) -> None:
    told = text_of(session.results[call])
    assert session.results[call].is_error and words in told
    assert not any(sent in told for sent in ("Brandauer", "many", "delete"))


def test_both_tools_are_read_only_and_tell_the_shape_of_what_they_give(session: Session) -> None:
    tools = {tool.name: tool for tool in session.tools}
    assert set(tools) == {"ask", "search"}
    for tool, call in (("ask", "answer"), ("ask", "refusal"), ("search", "hits")):
        annotations = tools[tool].annotations
        assert annotations and annotations.read_only_hint and annotations.open_world_hint is False
        jsonschema.validate(session.results[call].structured_content, tools[tool].output_schema or {})


def test_nothing_but_the_protocol_is_on_stdout(session: Session) -> None:
    messages = [json.loads(line) for line in session.stdout.splitlines()]
    assert len(messages) >= 8 and all(message["jsonrpc"] == "2.0" for message in messages)


def test_the_trail_names_who_asked_and_by_what_way(session: Session) -> None:
    assert all(actor.startswith("os:") and actor.endswith(" (mcp)") for actor in session.actors)


def test_an_unforeseen_error_does_not_leave_with_its_message() -> None:
    class Failing:
        def ask(self, question: str, **_: Any) -> Any:
            raise ValueError(question)

    async def ask() -> None:
        async with Client(server_of(Tools(cast("Workspace", Failing()), actor="ada"))) as client:
            with pytest.raises(MCPError, match="Something went wrong") as failed:
                await client.call_tool("ask", {"question": "Why did Brandauer leave?"})
            assert "Brandauer" not in repr(failed.value)

    anyio.run(ask)


def test_arguments_do_not_show_what_is_asked() -> None:
    asked = Ask.model_validate({"question": "Why Brandauer?", "history": [{"question": "Is Brandauer here?"}]})
    assert "Brandauer" not in f"{asked} {asked!r} {asked.history!r}"


def test_an_engine_learns_that_its_client_has_cancelled() -> None:
    stopped = threading.Event()

    class Writing:
        def ask(self, question: str, *, turn: Turn, **_: Any) -> Any:
            end = time.monotonic() + 20
            while time.monotonic() < end and not stopped.is_set():
                if turn.cancelled():
                    stopped.set()
                time.sleep(0.01)

    async def cancel() -> None:
        tools = Tools(cast("Workspace", Writing()), actor="ada")
        async with Client(server_of(tools)) as client:
            with pytest.raises(MCPError):
                await client.call_tool("ask", {"question": "Why?"}, read_timeout_seconds=0.2)
            await anyio.to_thread.run_sync(stopped.wait, 20)

    anyio.run(cancel)
    assert stopped.is_set()
