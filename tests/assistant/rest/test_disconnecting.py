"""A client that goes away is told to the engine, which may write for minutes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.turn import Turn
from assistant.workspaces.workspace import Workspace
from policies.errors import ConfigError
from tests.assistant.serving import Listening, listening

PATIENCE = 20.0


def test_a_server_whose_time_to_finish_is_over_says_so_and_leaves_nothing_running(
    _ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, stopped = threading.Event(), threading.Event()

    def ask(self: Workspace, question: str, *, turn: Turn, **_: Any) -> Any:
        writing.set()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not turn.cancelled():
            time.sleep(0.01)
        if turn.cancelled():
            stopped.set()
        raise ConfigError("Nobody waits.", remedy="None.")

    monkeypatch.setattr(Workspace, "ask", ask)
    with ThreadPoolExecutor(1) as pool:
        with listening(_ingested, tmp_path, shutdown_seconds=1) as server:
            headers = {"Authorization": f"Bearer {server.key()}"}
            body = {"question": "Why?"}
            asked = pool.submit(httpx.post, f"{server.url}/v1/ask", headers=headers, json=body, timeout=PATIENCE)
            assert writing.wait(PATIENCE)
        response = asked.result()
    assert response.status_code == 503 and response.headers["Retry-After"]
    assert response.json()["error"]["code"] == "stopping"
    assert stopped.wait(PATIENCE)


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat/completions"])
@pytest.mark.parametrize("stream", [False, True])
def test_an_engine_learns_that_its_client_has_gone(
    real_server: Listening, monkeypatch: pytest.MonkeyPatch, path: str, stream: bool
) -> None:
    writing, stopped = threading.Event(), threading.Event()
    first = real_server.wiring.workspace().redactor.redact("A first sentence.").text

    def write(turn: Turn) -> None:
        writing.set()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not stopped.is_set():
            if turn.cancelled():
                stopped.set()
            time.sleep(0.01)

    def ask(self: Workspace, question: str, *, turn: Turn, **_: Any) -> Any:
        write(turn)
        raise ConfigError("Nobody waits.", remedy="None.")

    def pieces(self: Workspace, question: str, *, turn: Turn, **_: Any) -> Iterator[Any]:
        yield first
        write(turn)

    monkeypatch.setattr(Workspace, "ask", ask)
    monkeypatch.setattr(Workspace, "stream", pieces)
    body = {"question": "Why?"} if path == "/v1/ask" else {"messages": [{"role": "user", "content": "Why?"}]}
    headers = {"Authorization": f"Bearer {real_server.key()}"}

    with httpx.Client(base_url=real_server.url, headers=headers, timeout=0.5) as client:
        with pytest.raises(httpx.ReadTimeout), client.stream("POST", path, json={**body, "stream": stream}) as got:
            for _ in got.iter_bytes():
                pass
    assert writing.wait(PATIENCE) and stopped.wait(PATIENCE)
