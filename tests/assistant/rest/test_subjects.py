"""/v1/subjects: for officers only, and nothing of the person in what comes back but their own export."""

from __future__ import annotations

import pytest

from assistant import installation
from tests.assistant.rest.conftest import Served

WHO = {"who": ["Ottilie Brandauer"]}


@pytest.mark.parametrize("action", ["find", "export", "erase"])
def test_only_an_officer_may_ask_for_a_person(server: Served, action: str) -> None:
    for role in ("user", "editor", "admin"):
        assert server.as_role(role).post(f"/v1/subjects/{action}", json=WHO).status_code == 403
    assert server.anonymous.post(f"/v1/subjects/{action}", json=WHO).status_code == 401


def test_a_person_is_found_exported_and_erased(server: Served) -> None:
    officer = server.as_role("officer")
    found = officer.post("/v1/subjects/find", json=WHO)
    assert found.json()["found"] and "randauer" not in found.text
    exported = officer.post("/v1/subjects/export", json=WHO)
    assert "ottilie.brandauer@example.org" in exported.text
    erased = officer.post("/v1/subjects/erase", json={**WHO, "documents": True})
    assert erased.json()["clean"] and erased.json()["workspaces"][0]["erased"]["documents_deleted"] == 1
    assert officer.post("/v1/subjects/find", json=WHO).json()["found"] is False
    assert len(officer.get("/v1/documents").json()["documents"]) == 2


def test_nobody_is_remembered_by_redacting_under_another_policy_than_the_workspaces(server: Served) -> None:
    server.wiring.workspace_to_fill("ward", policy="hipaa")
    text = {"text": "Dear Mrs. Ottilie Brandauer,", "policy": "gdpr", "workspace": "ward"}
    assert server.as_role("reader").post("/v1/redact", json=text).status_code == 422
    assert not server.wiring.storage.has_vault("ward")


def test_who_was_redacted_where_nothing_was_ingested_is_found_and_erased(server: Served) -> None:
    installation.redact(server.wiring, "Dear Mr. Emil Lundqvist,", policy=None, workspace="desk", actor="test")
    officer, who = server.as_role("officer"), {"who": ["Emil Lundqvist"], "workspace": "desk"}
    assert officer.post("/v1/subjects/find", json=who).json()["found"]
    erased = officer.post("/v1/subjects/erase", json={"who": who["who"]}).json()["workspaces"]
    assert {each["workspace"]: each["erased"]["vault_rows"] for each in erased} == {"default": 0, "desk": 1}
    assert officer.post("/v1/ask", json={"question": "Who called?", "workspace": "desk"}).status_code == 404


def test_namesakes_are_listed_and_decided_about(server: Served) -> None:
    officer = server.as_role("officer")
    for name, text in {"a.txt": "Mr. Emil Lundqvist came.", "b.txt": "Mr. Emil Lundquist left."}.items():
        assert server.editor.post("/v1/documents", files={"files": (name, text.encode())}).status_code == 200
    (pair,) = officer.post("/v1/subjects/namesakes", json={}).json()["pairs"]
    two = {"token": pair["token"], "other": pair["other"]}
    for action, body in {"namesakes": {}, "merge": two, "keep-apart": two, "split": {"token": two["other"]}}.items():
        assert server.editor.post(f"/v1/subjects/{action}", json=body).status_code == 403
    merged = officer.post("/v1/subjects/merge", json={**two, "reason": "case 3"}).json()
    assert merged == {"workspace": "default", "merged": pair["other"], "into": pair["token"], "documents": 1}
    assert officer.post("/v1/subjects/keep-apart", json=two).status_code == 422
    assert officer.post("/v1/subjects/namesakes", json={}).json()["pairs"] == []
    split = officer.post("/v1/subjects/split", json={"token": two["other"]}).json()
    assert split["from"] == two["token"] and len(split["to_be_read_again"]) == 2
    assert officer.post("/v1/subjects/split", json={"token": two["other"]}).status_code == 422


def test_who_identifies_nobody_is_refused(server: Served) -> None:
    assert server.as_role("officer").post("/v1/subjects/find", json={"who": ["?"]}).status_code == 422


def test_a_held_document_is_a_conflict(server: Served) -> None:
    workspace = server.wiring.workspace()
    letter = workspace.find("letter.txt").document_id
    with workspace.erasing(actor="test") as eraser:
        eraser.index.duties.hold(letter, "case 12/9")
    response = server.as_role("officer").post("/v1/subjects/erase", json=WHO)
    assert response.status_code == 409 and letter in response.json()["error"]["message"]
    assert server.editor.delete(f"/v1/documents/{letter}").status_code == 409
    assert "case" not in response.text + server.editor.delete(f"/v1/documents/{letter}").text
