"""POST /v1/restore, and the answer that is restored."""

from __future__ import annotations

import json
import re

import pytest

from policies.errors import AuditError
from policies.vault import Vault
from tests.assistant.rest.conftest import Served, served

QUESTION = "At which number can you call the front desk?"
WHY = {"reason": "case 17"}


def token_of_a_reader(server: Served) -> str:
    found = re.search(r"⟦PERSON_[^⟧]+⟧", server.editor.post("/v1/search", json={"query": "reading card"}).text)
    assert found is not None
    return found.group()


def test_an_officer_restores_a_text_and_the_trail_names_the_key(server: Served) -> None:
    token = token_of_a_reader(server)
    officer = server.as_role("officer")
    response = officer.post("/v1/restore", json={"text": f"Dear {token}, ⟦PERSON_zzzz⟧", **WHY})
    assert response.json() == {"workspace": "default", "text": "Dear Ottilie Brandauer, ⟦PERSON_zzzz⟧", "unknown": 1}
    event = server.wiring.storage.audit.entries(1)[0].event
    assert (event.action, event.ids, event.reason) == ("restored", (token,), "case 17")
    assert event.actor == officer.get("/v1/me").json()["name"]


def test_unknown_forbidden_and_foreign_answer_alike_and_cost_the_same(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of_a_reader(server)
    opened: list[str] = []
    unseal = Vault._unseal
    monkeypatch.setattr(Vault, "_unseal", lambda self, kept, sealed: opened.append(kept) or unseal(self, kept, sealed))
    answers = []
    for role, text, workspace, reason in (
        ("officer", "⟦PERSON_zzzz⟧", None, "case 17"),
        ("user", token, None, "case 17"),
        ("admin", token, None, "case 17"),
        ("user", "⟦PERSON_zzzz⟧", None, "case 17"),
        ("officer", token, None, " "),
    ):
        response = server.as_role(role).post(
            "/v1/restore", json={"text": text, "workspace": workspace, "reason": reason}
        )
        answers.append((response.status_code, response.text, len(opened)))
        opened.clear()
    assert len(set(answers)) == 1 and answers[0][0] == 404 and answers[0][2] == 1
    assert len(server.wiring.storage.audit.entries_of("restore_refused")) == 5


def test_breaking_the_glass_is_open_to_every_role_and_written_twice(server: Served) -> None:
    token = token_of_a_reader(server)
    response = server.as_role("user").post("/v1/restore", json={"text": token, **WHY, "break_glass": True})
    assert response.json()["text"] == "Ottilie Brandauer"
    assert [entry.event.action for entry in server.wiring.storage.audit.entries(2)] == ["restored", "break_glass"]


def test_when_the_trail_can_t_be_written_nothing_is_restored(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of_a_reader(server)
    officer = server.as_role("officer")

    def fail(*_: object) -> None:
        raise AuditError("The trail is full.", remedy="Make room.")

    monkeypatch.setattr(server.wiring.storage.audit, "record", fail)
    for body in (
        ("/v1/restore", {"text": token, **WHY}),
        ("/v1/ask", {"question": QUESTION, "restore": WHY}),
        ("/v1/ask", {"question": QUESTION, "restore": WHY, "stream": True}),
    ):
        response = officer.post(body[0], json=body[1])
        assert "The trail is full." in response.text and "555-0142" not in response.text


def test_an_answer_is_restored_for_who_may(server: Served) -> None:
    officer = server.as_role("officer")
    assert "555-0142" not in officer.post("/v1/ask", json={"question": QUESTION}).text
    told = officer.post("/v1/ask", json={"question": QUESTION, "restore": WHY}).json()
    assert "212-555-0142" in told["answer"] and "212-555-0142" in str(told["citations"])
    refused = server.as_role("user").post("/v1/ask", json={"question": QUESTION, "restore": WHY})
    assert refused.status_code == 404
    assert server.wiring.storage.audit.entries(1)[0].event.action == "restore_refused"


def test_a_streamed_answer_is_restored_piece_by_piece(server: Served) -> None:
    body = {"question": QUESTION, "restore": WHY, "stream": True}
    events = server.as_role("officer").post("/v1/ask", json=body).text.strip().split("\n\n")
    told = [json.loads(event.partition("data: ")[2]) for event in events]
    assert "212-555-0142" in str(told[:-1]) and "212-555-0142" in told[-1]["answer"] and "⟦" not in str(told)
    actions = [entry.event.action for entry in server.wiring.storage.audit.entries(4)]
    assert actions.index("restored") > actions.index("searched")
    refused = server.as_role("user").post("/v1/ask", json=body)
    assert refused.status_code == 404 and "555-0142" not in refused.text


@pytest.mark.usefixtures("library")
def test_too_much_within_an_hour_says_when_to_try_again() -> None:
    for server in served(restored_values_per_hour=1):
        token, officer = token_of_a_reader(server), server.as_role("officer")
        assert officer.post("/v1/restore", json={"text": token, **WHY}).status_code == 200
        refused = officer.post("/v1/restore", json={"text": token, **WHY})
        assert refused.status_code == 429 and 3590 <= int(refused.headers["Retry-After"]) <= 3600
        assert "Try again at" in refused.json()["error"]["remedy"]
        assert server.as_role("officer").post("/v1/restore", json={"text": token, **WHY}).status_code == 200


def test_what_is_no_request_is_told_without_repeating_it(server: Served) -> None:
    officer = server.as_role("officer")
    for body in (
        {"text": "Brandauer"},
        {"text": "Brandauer", "reason": "Brandauer" * 200},
        {"text": "Brandauer", "reason": "\ud800"},
        {"text": "\ud800Brandauer", "reason": "case 17"},
    ):
        response = officer.post("/v1/restore", content=json.dumps(body), headers={"Content-Type": "application/json"})
        assert response.status_code == 422 and "Brandauer" not in response.text
