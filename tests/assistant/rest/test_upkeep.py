"""What another process promised to erase is carried out by a server that has been running since before."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from assistant.erasures.erasing import Eraser
from assistant.rest.upkeep import Upkeep
from assistant.wiring import Wiring
from assistant.workspaces import changing
from ingest.writer_lock import WriterLock
from policies.errors import StorageError
from tests.assistant.rest.conftest import Served

PATIENCE = 20.0


class Killed(BaseException):
    """What a kill is to the code that runs."""


def killed_erasure(server: Served, monkeypatch: pytest.MonkeyPatch) -> str:
    """Another process promises to delete a document, and is killed before it has; gives the document's id."""

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, Wiring(server.wiring.settings) as other:
        workspace = other.workspace()
        document_id = workspace.find("loans.txt").document_id
        patch.setattr(Eraser, "remove", kill)
        with pytest.raises(Killed):
            changing.delete(workspace, [document_id], actor="eve")
    return document_id


def soon(done: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < until:
        time.sleep(0.01)
    return done()


def test_the_next_request_shows_nothing_of_what_a_killed_process_promised_to_erase(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = server.as_role("reader")
    body = {"query": "borrowed"}
    assert "loans.txt" in client.post("/v1/search", json=body).text
    document_id = killed_erasure(server, monkeypatch)
    assert "loans.txt" not in client.post("/v1/search", json=body).text
    assert client.get(f"/v1/documents/{document_id}").status_code == 404
    assert server.wiring.storage.records.drafts.begun() == []


def test_who_reads_goes_on_while_another_process_erases_and_looks_again(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = server.as_role("reader")
    assert client.get("/v1/documents").status_code == 200
    killed_erasure(server, monkeypatch)
    lock = WriterLock(server.wiring.workspace().folder / "writer.lock")
    assert "loans.txt" in client.get("/v1/documents").text
    lock.release()
    assert "loans.txt" not in client.get("/v1/documents").text


def test_a_workspace_that_nobody_asks_is_caught_up_with_too(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    store = server.wiring.workspace().folder / "store.db"
    document_id = killed_erasure(server, monkeypatch)
    before = store.stat().st_mtime_ns
    with Upkeep(server.wiring, seconds=0.05):
        assert soon(lambda: store.stat().st_mtime_ns != before and not server.wiring.storage.records.drafts.begun())
    assert server.wiring.workspace().index.document(document_id) is None


def test_what_is_promised_while_the_server_runs_is_carried_out_at_the_next_look(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.wiring.workspace().documents()
    with Upkeep(server.wiring, seconds=0.05):
        document_id = killed_erasure(server, monkeypatch)
        index = server.wiring.storage.records.drafts
        assert soon(lambda: index.begun() == [])
    assert server.wiring.workspace().index.document(document_id) is None


def test_an_error_ends_no_upkeep(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def fail(self: Wiring) -> None:
        looks.append(1)
        raise StorageError("The disk is full.", remedy="Free some space.")

    monkeypatch.setattr(Wiring, "carry_out_erasures", fail)
    with Upkeep(server.wiring, seconds=0.01):
        assert soon(lambda: len(looks) > 2)
