"""A question sees what its asker may see: members of workspaces, and restricted documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import membership
from assistant.workspaces import changing
from tests.assistant.rest.conftest import Served

ROUTES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("POST", "/v1/ask", {"json": {"question": "When does the garage open?", "workspace": "W"}}),
    ("POST", "/v1/ask", {"json": {"question": "When does the garage open?", "workspace": "W", "stream": True}}),
    ("POST", "/v1/search", {"json": {"query": "garage", "workspace": "W"}}),
    ("POST", "/v1/summaries", {"json": {"workspace": "W"}}),
    ("POST", "/v1/redact", {"json": {"text": "Dear Ottilie Brandauer", "workspace": "W"}}),
    ("POST", "/v1/restore", {"json": {"text": "⟦PERSON_k7Q2⟧", "workspace": "W", "reason": "case 9"}}),
    ("POST", "/v1/chat/completions", {"json": {"messages": [{"role": "user", "content": "garage"}], "workspace": "W"}}),
    ("GET", "/v1/documents?workspace=W", {}),
    ("GET", "/v1/documents/some-id?workspace=W", {}),
    ("GET", "/v1/passages/some-id?workspace=W", {}),
    ("DELETE", "/v1/documents/some-id?workspace=W", {}),
    ("POST", "/v1/documents", {"files": {"files": ("a.txt", b"text")}, "data": {"workspace": "W"}}),
)


def name_of(client: TestClient) -> str:
    return str(client.get("/v1/me").json()["name"])


def admit(server: Served, client: TestClient, role: str, labels: tuple[str, ...] = ()) -> None:
    membership.add_member(server.wiring, "default", name_of(client), role, labels, actor="test")


def sent(client: TestClient, workspace: str) -> list[tuple[int, str]]:
    answers = []
    for method, path, given in ROUTES:
        named = {key: {**value, "workspace": workspace} for key, value in given.items() if "workspace" in value}
        response = client.request(method, path.replace("=W", f"={workspace}"), **{**given, **named})
        answers.append((response.status_code, response.text))
    return answers


def test_a_workspace_of_others_answers_as_one_that_is_not_there(server: Served) -> None:
    stranger, member = server.as_role("editor"), server.as_role("user")
    admit(server, member, "reader")
    closed, missing = sent(stranger, "default"), sent(stranger, "nowhere")
    assert closed == missing
    assert {status for status, _ in closed} == {404}
    assert stranger.get("/v1/workspaces").json() == {"workspaces": []}
    assert not (server.wiring.settings.home / "workspaces" / "nowhere").exists()


def test_an_installation_without_members_is_open_to_every_key(server: Served) -> None:
    assert server.as_role("user").post("/v1/search", json={"query": "garage"}).json()["hits"]


def test_a_member_asks_under_the_role_that_they_have_there(server: Served) -> None:
    reader, contributor = server.as_role("editor"), server.as_role("user")
    admit(server, reader, "reader")
    admit(server, contributor, "contributor")
    upload = {"files": ("roof.txt", b"The roof is open on Sundays.")}
    refused = reader.post("/v1/documents", files=upload)
    assert refused.status_code == 403 and server.wiring.storage.audit.entries(1)[0].event.workspace == "default"
    assert contributor.post("/v1/documents", files=upload).json()["documents"]["added"] == 1
    assert "roof" in reader.post("/v1/search", json={"query": "roof"}).text


def test_each_workspace_tells_what_its_asker_may_do_there(server: Served) -> None:
    officer, reader = server.as_role("officer"), server.as_role("editor")
    assert officer.get("/v1/workspaces").json()["workspaces"][0]["may"] == [
        "ask", "restore", "subject", "audit", "acknowledge"
    ]  # fmt: skip
    admit(server, reader, "reader")
    assert reader.get("/v1/workspaces").json()["workspaces"][0]["may"] == ["ask"]


def test_an_officer_of_one_workspace_restores_there_alone(server: Served) -> None:
    officer = server.as_role("user")
    token = officer.post("/v1/redact", json={"text": "Dear Ottilie Brandauer"}).json()["text"].split()[-1]
    body = {"text": token, "reason": "case 9"}
    assert officer.post("/v1/restore", json=body).status_code == 404
    admit(server, officer, "officer")
    assert "Brandauer" in officer.post("/v1/restore", json=body).text


# ---- restricted documents

SECRET = b"# Cellar\n\nThe wine cellar behind the bakery is opened by Ottokar on Thursdays at nine.\n"


@pytest.fixture
def cellar(server: Served, tmp_path: Path) -> str:
    """A document that is restricted to the label `cellar`; gives its id."""
    path = tmp_path / "cellar.md"
    path.write_bytes(SECRET)
    workspace = server.wiring.workspace()
    (document_id,) = changing.ingest(workspace, [path], actor="test", restrict_to=("cellar",)).document_ids
    return document_id


QUESTION = "When is the wine cellar opened?"


def everything(client: TestClient, document_id: str, chunk_id: str) -> str:
    responses = [
        client.post("/v1/ask", json={"question": QUESTION}),
        client.post("/v1/ask", json={"question": QUESTION, "stream": True}),
        client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": QUESTION}]}),
        client.post("/v1/search", json={"query": "cellar bakery", "k": 100}),
        client.post("/v1/summaries", json={}),
        client.post("/v1/summaries", json={"document_ids": [document_id]}),
        client.get("/v1/documents"),
        client.get(f"/v1/documents/{document_id}"),
        client.get(f"/v1/passages/{chunk_id}"),
        client.delete(f"/v1/documents/{document_id}"),
        client.get("/v1/workspaces"),
    ]
    return "\n".join(response.text for response in responses)


def chunk_of(server: Served, document_id: str) -> str:
    return server.wiring.workspace().index.chunks_of(document_id)[0].chunk_id


def test_no_route_shows_a_restricted_document_to_others(server: Served, cellar: str) -> None:
    chunk_id = chunk_of(server, cellar)
    shown = everything(server.editor, cellar, chunk_id)
    assert not [trace for trace in ("Thursdays", "Ottokar", "ellar.md", "nine", cellar, chunk_id) if trace in shown]
    assert '"documents":3' in shown


def test_its_bearers_see_it(server: Served, cellar: str) -> None:
    client = server.editor
    admit(server, client, "contributor", ("cellar",))
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert "nine" in answer["answer"] and answer["citations"][0]["document_id"] == cellar
    assert len(client.get("/v1/documents").json()["documents"]) == 4


def test_a_document_can_be_restricted_to_a_member_by_name(server: Served, cellar: str) -> None:
    ann, ben = server.as_role("user"), server.as_role("user")
    membership.restrict_document(server.wiring.workspace(), cellar, [name_of(ann)], actor="test")
    assert ann.get(f"/v1/documents/{cellar}").status_code == 200
    assert ben.get(f"/v1/documents/{cellar}").status_code == 404


def test_uploading_over_a_hidden_document_tells_nothing_of_it_and_keeps_it_hidden(server: Served) -> None:
    client = server.editor
    before = client.get("/v1/documents").json()["documents"]

    def upload(content: bytes) -> object:
        return client.post("/v1/documents", files={"files": ("cellar.md", content)}).json()["documents"]

    added = {"added": 1, "updated": 0, "unchanged": 0, "failed": 0}
    assert upload(SECRET) == added
    workspace = server.wiring.workspace()
    membership.restrict_document(workspace, workspace.find("cellar.md").document_id, ["board"], actor="test")
    assert upload(SECRET) == added and upload(b"Another text about a cellar.") == added
    assert client.get("/v1/documents").json()["documents"] == before


def test_retrieval_leaves_out_what_is_hidden_before_its_limit(server: Served, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"cellar {number}.txt").write_text(f"The garage below the cellar has number {number}.")
    paths = sorted(tmp_path.glob("cellar*.txt"))
    changing.ingest(server.wiring.workspace(), paths, actor="test", restrict_to=("cellar",))
    hits = server.as_role("user").post("/v1/search", json={"query": "the garage", "k": 2}).json()["hits"]
    assert len(hits) == 2 and hits[0]["document"] == "parking.md"


def test_answers_hits_and_scores_are_byte_for_byte_what_they_would_be_without_what_is_hidden(
    server: Served, tmp_path: Path
) -> None:
    user = server.as_role("user")
    queries = ("the garage", "an overdue book", "cents a day for a helmet", "When does the garage open?", "wine")

    def told() -> str:
        found = [user.post("/v1/search", json={"query": each, "k": 50}).json() for each in queries]
        for question in (*queries, "How much does an overdue book cost?"):
            answer = user.post("/v1/ask", json={"question": question}).json()
            answer.pop("timings_ms")
            found.append(answer)
        return json.dumps(found)

    before = told()
    for number in range(9):
        text = f"The garage opens at noon, says page {number}. An overdue book costs nine cents. Wine is in the yard."
        (tmp_path / f"board {number}.txt").write_text(f"{text} " * (number + 1))
    paths = sorted(tmp_path.glob("board*.txt"))
    changing.ingest(server.wiring.workspace(), paths, actor="test", restrict_to=("board",))
    assert told() == before
    assert len(server.wiring.workspace().documents()) == 12


@pytest.mark.parametrize("text", ["when does qorvexil come?", "When does Ms Qorvexil come?", "When does Imelda come?"])
def test_a_question_comes_back_as_if_nobody_in_a_hidden_document_were_known(
    server: Served, tmp_path: Path, text: str
) -> None:
    asker = server.as_role("user")

    def told() -> list[Any]:
        asked = {"question": text}, {"query": text}, {"text": text}
        return [
            asker.post("/v1/ask", json=asked[0]).json()["question"],
            asker.post("/v1/search", json=asked[1]).json()["query"],
            asker.post("/v1/redact", json=asked[2]).json()["text"],
        ]

    before = told()
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear Ms Imelda Qorvexil,\n\nThe wine cellar is yours from Monday on.\n")
    (document,) = changing.ingest(server.wiring.workspace(), [path], actor="test", restrict_to=("cellar",)).document_ids
    assert told() == before
    membership.restrict_document(server.wiring.workspace(), document, [], actor="test")
    assert told() != before


def test_an_officer_who_serves_a_person_finds_what_is_restricted_too(server: Served, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("Mrs. Ottilie Brandauer broke the lamp.")
    changing.ingest(server.wiring.workspace(), [path], actor="test", restrict_to=("board",))
    found = server.as_role("officer").post("/v1/subjects/find", json={"who": ["Ottilie Brandauer"]})
    assert found.status_code == 200 and "file.txt" in found.text


def test_restrictions_outlive_a_new_version_and_go_with_the_document(
    server: Served, cellar: str, tmp_path: Path
) -> None:
    workspace = server.wiring.workspace()
    (tmp_path / "cellar.md").write_text("The cellar is closed for good.")
    assert changing.ingest(workspace, [tmp_path / "cellar.md"], actor="test").updated == 1
    assert workspace.index.labels.restrictions() == {cellar: ("cellar",)}
    changing.delete(workspace, [cellar], actor="test")
    assert workspace.index.labels.restrictions() == {}


# ---- the routes of administrators


def test_an_administrator_adds_lists_and_removes_members_and_it_is_audited(server: Served) -> None:
    admin, reader = server.as_role("admin"), server.as_role("user")
    path = f"/v1/workspaces/default/members/{name_of(reader)}"
    assert admin.put(path, json={"role": "reader", "labels": ["hr"]}).json()["labels"] == ["hr"]
    listed = admin.get("/v1/workspaces/default/members").json()
    assert listed["closed"] and [each["who"] for each in listed["members"]] == [name_of(reader)]
    assert admin.delete(path).json()["removed"] is True
    assert reader.get("/v1/documents").status_code == 404
    actions = [entry.event.action for entry in server.wiring.storage.audit.entries(2)]
    assert actions == ["member_added", "member_removed"]


def test_nobody_appoints_themselves(server: Served) -> None:
    admin = server.as_role("admin")
    response = admin.put(f"/v1/workspaces/default/members/{name_of(admin)}", json={"role": "officer"})
    assert response.status_code == 403 and server.wiring.access.members.of("default") == ()


def test_who_has_no_charge_of_a_workspace_manages_no_members(server: Served) -> None:
    stranger, chief = server.as_role("editor"), server.as_role("user")
    admit(server, chief, "admin")
    path = "/v1/workspaces/{}/members/ann"
    assert stranger.put(path.format("default"), json={"role": "reader"}).status_code == 403
    assert chief.put(path.format("default"), json={"role": "reader"}).status_code == 200
    missing = chief.put(path.format("other"), json={"role": "reader"})
    assert missing.status_code == 404 and missing.json()["error"]["message"] == "There is no such workspace."


@pytest.mark.parametrize("name", ["%2e%2e", "é" * 64, "a%00b", "no such"])
def test_a_name_that_is_no_workspace_s_is_an_unknown_one(server: Served, name: str) -> None:
    assert server.as_role("admin").get(f"/v1/workspaces/{name}/members").status_code == 404


def test_an_administrator_restricts_a_document_and_opens_it_again(server: Served) -> None:
    admin, reader = server.as_role("admin"), server.as_role("user")
    document_id = next(
        each["document_id"]
        for each in admin.get("/v1/documents").json()["documents"]
        if each["document"] == "loans.txt"
    )
    path = f"/v1/documents/{document_id}/restriction"
    assert reader.put(path, json={"to": ["x"]}).status_code == 403
    assert admin.put(path, json={"to": [name_of(admin)]}).status_code == 200
    assert reader.get(f"/v1/documents/{document_id}").status_code == 404
    assert admin.put(path, json={"to": []}).json()["restricted_to"] == []
    assert reader.get(f"/v1/documents/{document_id}").status_code == 200
