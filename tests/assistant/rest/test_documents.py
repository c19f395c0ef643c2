"""Documents, passages, questions and summaries over HTTP."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
import threading
from pathlib import Path

import pytest

from ingest.writer_lock import WriterLock
from tests.assistant.library import CANARIES, DOCUMENTS, assistant, write_documents
from tests.assistant.rest.conftest import Served

QUESTION = "For how many days may a book be borrowed?"


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_an_answer_has_the_shape_of_the_command_line(server: Served) -> None:
    answer = server.as_role("user").post("/v1/ask", json={"question": QUESTION}).json()
    assert set(answer) == set(assistant("ask", QUESTION, "--json").json)
    assert "twenty-one days" in answer["answer"]


def test_a_stream_gives_sentences_and_then_the_answer(server: Served) -> None:
    response = server.as_role("user").post("/v1/ask", json={"question": QUESTION, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    found = events(response.text)
    assert [name for name, _ in found[:-1]] == ["sentence"] * (len(found) - 1) and found[-1][0] == "answer"
    assert all(str(data["text"]) in str(found[-1][1]["answer"]) for _, data in found[:-1])


def test_what_is_wrong_with_a_streamed_question_is_a_status_and_not_an_event(server: Served) -> None:
    assert server.as_role("user").post("/v1/ask", json={"question": " ", "stream": True}).status_code == 422


def test_a_cited_passage_opens_with_its_surroundings(server: Served) -> None:
    client = server.as_role("user")
    citation = client.post("/v1/ask", json={"question": QUESTION}).json()["citations"][0]
    passage = client.get(f"/v1/passages/{citation['chunk_id']}").json()
    start = citation["start"] - passage["start"]
    assert passage["text"][start:].startswith(citation["quote"])
    assert {"before", "after", "title", "header", "document"} <= set(passage)


def test_an_upload_is_ingested_and_found_at_once_and_a_second_one_replaces_it(server: Served) -> None:
    client = server.editor
    for hour in ("nine", "ten"):
        text = f"The reading room closes at {hour} in the evening.".encode()
        report = client.post("/v1/documents", files=[("files", ("room.txt", text))]).json()
        answer = client.post("/v1/ask", json={"question": "When does the reading room close?"}).json()
        assert hour in answer["answer"]
    assert report["documents"]["updated"] == 1
    listed = client.get("/v1/documents").json()["documents"]
    assert [each["document"] for each in listed].count("room.txt") == 1


def test_an_upload_that_fails_is_told_and_the_others_are_stored(server: Served) -> None:
    files = [
        ("files", ("ok.txt", b"The cafe sells tea.")),
        ("files", ("bad.pdf", b"no pdf")),
        ("files", ("x.exe", b"MZ")),
    ]
    report = server.editor.post("/v1/documents", files=files).json()
    assert report["documents"]["added"] == 1
    assert [each["path"] for each in report["failed"]] == ["bad.pdf", "x.exe"]


def test_a_misspelt_field_of_an_upload_is_refused(server: Served) -> None:
    files = {"files": ("plan.txt", b"The plan is simple.")}
    assert server.editor.post("/v1/documents", files=files, data={"workspce": "board"}).status_code == 422


def test_a_misspelt_parameter_is_refused(server: Served) -> None:
    assert server.editor.get("/v1/documents", params={"workspce": "board"}).status_code == 422
    assert server.editor.get("/v1/documents", params={"workspace": "default"}).status_code == 200


def test_the_name_of_an_upload_loses_its_folders(server: Served) -> None:
    client = server.editor
    client.post("/v1/documents", files=[("files", ("C:\\secret\\..\\plan.txt", b"The plan is simple."))])
    client.post("/v1/documents", files=[("files", ("../../etc/list.txt", b"The list is short."))])
    assert {"plan.txt", "list.txt"} <= {each["document"] for each in client.get("/v1/documents").json()["documents"]}


def test_an_upload_leaves_no_canary_on_any_disk(server: Served, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = library / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    seen: set[str] = set()

    # A link to memory may stand there for a while, a file never.
    def watch(done: threading.Event) -> None:
        while not done.is_set():
            # The folder may vanish between being listed and being looked into: `os.walk` passes over that.
            for place, _, names in os.walk(folder):
                for name in names:
                    with contextlib.suppress(FileNotFoundError):
                        if stat.S_ISREG(os.lstat(os.path.join(place, name)).st_mode):
                            seen.add(name)

    done = threading.Event()
    watcher = threading.Thread(target=watch, args=(done,))
    watcher.start()
    try:
        # Larger than the megabyte beyond which an upload usually goes to a temporary file.
        large = f"<p>{DOCUMENTS['letter.txt']}</p><!-- {'x' * 1_500_000} -->".encode()
        report = server.editor.post("/v1/documents", files=[("files", ("Brandauer.html", large))]).json()
    finally:
        done.set()
        watcher.join()
    assert report["documents"]["added"] == 1 and seen == set() and list(folder.iterdir()) == []
    for canary in CANARIES:
        for path in library.rglob("*"):
            assert not path.is_file() or canary.encode() not in path.read_bytes(), path


def test_a_deleted_document_is_gone_from_list_search_and_passages(server: Served) -> None:
    client = server.editor
    found = client.get("/v1/documents").json()["documents"]
    loans = next(each["document_id"] for each in found if each["document"] == "loans.txt")
    assert client.get(f"/v1/documents/{loans}").json()["document"] == "loans.txt"
    hits = client.post("/v1/search", json={"query": "overdue book"}).json()["hits"]
    deleted = client.delete(f"/v1/documents/{loans}").json()
    assert deleted["document_id"] == loans and deleted["deleted"] and deleted["clean"]
    assert client.get(f"/v1/documents/{loans}").status_code == 404
    assert client.delete(f"/v1/documents/{loans}").status_code == 404
    assert client.get(f"/v1/passages/{hits[0]['chunk_id']}").status_code == 404
    left = client.post("/v1/search", json={"query": "overdue book"}).json()["hits"]
    assert all(hit["document_id"] != loans for hit in left)


def test_what_another_process_ingests_or_deletes_is_seen(server: Served, tmp_path: Path) -> None:
    client = server.as_role("user")
    question = {"question": "Who repairs the printer?"}
    assert not client.post("/v1/ask", json=question).json()["answered"]
    folder = tmp_path / "later"
    folder.mkdir()
    (folder / "printer.txt").write_text("The printer is repaired by the caretaker.\n", encoding="utf-8")
    _in_another_process("ingest", folder)
    assert "caretaker" in client.post("/v1/ask", json=question).json()["answer"]
    _in_another_process("documents", "delete", "printer.txt", "--yes")
    assert "caretaker" not in client.post("/v1/ask", json=question).text


def _in_another_process(*arguments: str | Path) -> None:
    import subprocess
    import sys

    subprocess.run([sys.executable, "-m", "assistant", *map(str, arguments)], check=True, env=dict(os.environ))


def test_while_another_process_writes_an_upload_is_told_to_come_back(server: Served, library: Path) -> None:
    lock = WriterLock(library / "data" / "workspaces" / "default" / "writer.lock")
    try:
        response = server.editor.post("/v1/documents", files=[("files", ("a.txt", b"text of a"))])
    finally:
        lock.release()
    assert response.status_code == 409 and int(response.headers["Retry-After"]) > 0
    assert response.json()["error"]["code"] == "busy"


def test_uploads_at_the_same_time_wait_for_each_other(server: Served) -> None:
    client = server.editor
    statuses: list[int] = []

    def upload(number: int) -> None:
        text = f"Shelf {number} holds maps of the river.".encode()
        statuses.append(client.post("/v1/documents", files=[("files", (f"shelf{number}.txt", text))]).status_code)

    threads = [threading.Thread(target=upload, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 4
    names = {each["document"] for each in client.get("/v1/documents").json()["documents"]}
    assert {f"shelf{number}.txt" for number in range(4)} <= names


def test_questions_at_the_same_time_each_get_their_answer(server: Served) -> None:
    client = server.as_role("user")
    wanted = {QUESTION: "twenty-one", "When does the garage open?": "six", "Where are bicycles kept?": "bakery"}
    wrong: list[str] = []

    def ask(question: str, word: str) -> None:
        if word not in client.post("/v1/ask", json={"question": question}).text:
            wrong.append(question)

    threads = [threading.Thread(target=ask, args=each) for each in list(wanted.items()) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_workspaces_are_apart(server: Served) -> None:
    client = server.editor
    upload = {"files": ("moon.txt", b"The telescope stands on the roof.")}
    assert client.post("/v1/documents", files=upload, data={"workspace": "roof"}).json()["workspace"] == "roof"
    question = {"question": "Where does the telescope stand?"}
    assert "roof" in client.post("/v1/ask", json={**question, "workspace": "roof"}).json()["answer"]
    assert not client.post("/v1/ask", json=question).json()["answered"]
    names = [each["name"] for each in client.get("/v1/workspaces").json()["workspaces"]]
    assert names == ["default", "roof"]
    assert client.post("/v1/documents", files=upload, data={"workspace": "../up"}).status_code == 422


def test_summaries_cite_each_sentence(server: Served) -> None:
    summaries = server.as_role("user").post("/v1/summaries", json={"sentences": 1}).json()["summaries"]
    assert len(summaries) == len(DOCUMENTS)
    assert all(each["sentences"][0]["citation"]["quote"] == each["sentences"][0]["text"] for each in summaries)
    assert server.as_role("user").post("/v1/summaries", json={"document_ids": ["none"]}).status_code == 404


def test_redaction_takes_policies_that_ship_and_no_path(server: Served, tmp_path: Path) -> None:
    client = server.as_role("user")
    shown = client.post("/v1/redact", json={"text": "Call +1 212-555-0187.", "policy": "hipaa"}).json()
    assert "0187" not in json.dumps(shown) and shown["entities"][0]["entity_type"] == "PHONE_NUMBER"
    path = write_documents(tmp_path / "in", ["loans.txt"]) / "loans.txt"
    response = client.post("/v1/redact", json={"text": "a", "policy": str(path)})
    assert response.status_code == 422 and str(path) not in response.text


def test_a_legal_hold_is_told_in_the_list_and_its_reason_to_officers_alone(server: Served) -> None:
    _in_another_process("documents", "hold", "loans.txt", "--reason", "case 12/9")
    for role, told in (("reader", None), ("contributor", None), ("officer", "case 12/9")):
        client = server.as_role(role)
        rows = {each["document"]: each for each in client.get("/v1/documents").json()["documents"]}
        held, free = rows["loans.txt"], rows["parking.md"]
        assert held["held_since"] and held["hold"] == told and (free["held_since"], free["hold"]) == (None, None)
        assert client.get(f"/v1/documents/{held['document_id']}").json() == held
    refused = server.editor.delete(f"/v1/documents/{held['document_id']}")
    assert refused.status_code == 409 and "case 12/9" not in refused.text
