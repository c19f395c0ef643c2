"""The trail over HTTP."""

from __future__ import annotations

import pytest

from assistant import membership
from assistant.rest import installation_schemas
from policies.audit_events import AuditEvent
from tests.assistant.rest.conftest import Served


def test_an_auditor_reads_and_verifies_the_trail(server: Served) -> None:
    reader, auditor = server.as_role("user"), server.as_role("auditor")
    reader.post("/v1/search", json={"query": "garage"})
    (entry,) = auditor.get("/v1/audit?limit=1").json()["entries"]
    assert entry["action"] == "searched" and entry["actor"] == reader.get("/v1/me").json()["name"]
    assert auditor.get("/v1/audit/verification").json()["intact"] is True
    assert auditor.post("/v1/search", json={"query": "garage"}).status_code == 403
    assert reader.get("/v1/audit").status_code == 403


def test_an_auditor_of_one_workspace_reads_its_entries_and_no_other(server: Served) -> None:
    auditor = server.as_role("user")
    membership.add_member(server.wiring, "default", auditor.get("/v1/me").json()["name"], "auditor", actor="test")
    entries = auditor.get("/v1/audit?workspace=default").json()["entries"]
    assert entries and {entry["workspace"] for entry in entries} == {"default"}
    assert auditor.get("/v1/audit").status_code == 403
    assert auditor.get("/v1/audit/verification").status_code == 403
    assert auditor.get("/metrics").status_code == 403
    assert auditor.get("/v1/audit?workspace=other").status_code == 404


@pytest.fixture
def restored(server: Served) -> Served:
    """An installation whose trail is an older copy than the one that the keys' folder remembers."""
    trail, path = server.wiring.storage.audit, server.wiring.settings.home / "audit.db"
    older = path.read_bytes()
    trail.record(AuditEvent.searched("ada", "default", (), passages=0))
    trail.close()
    path.write_bytes(older)
    del server.wiring.storage.audit
    return server


def test_an_officer_acknowledges_a_restored_copy_once_and_with_a_reason(restored: Served) -> None:
    officer, auditor = restored.as_role("officer"), restored.as_role("auditor")
    assert auditor.get("/v1/audit/verification").json()["intact"] is False
    for body in ({}, {"reason": ""}, {"reason": "case 9", "force": True}, {"reason": "  "}):
        assert officer.post("/v1/audit/acknowledgement", json=body).status_code == 422
    said = officer.post("/v1/audit/acknowledgement", json={"reason": "disk replaced, case 9"})
    assert installation_schemas.Acknowledged.model_validate_json(said.text, strict=True).found > 0
    assert auditor.get("/v1/audit/verification").json()["intact"] is True
    (entry,) = (each for each in auditor.get("/v1/audit").json()["entries"] if each["action"] == "trail_acknowledged")
    assert entry["seq"] == said.json()["acknowledged"] and entry["actor"] == officer.get("/v1/me").json()["name"]
    again = officer.post("/v1/audit/acknowledgement", json={"reason": "case 9"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "nothing_to_acknowledge")


@pytest.mark.parametrize("role", ["reader", "contributor", "auditor", "admin"])
def test_nobody_else_acknowledges_a_restored_copy(restored: Served, role: str) -> None:
    refused = restored.as_role(role).post("/v1/audit/acknowledgement", json={"reason": "case 9"})
    assert refused.status_code == 403
    assert restored.as_role("auditor").get("/v1/audit/verification").json()["intact"] is False


def test_an_officer_of_one_workspace_does_not_acknowledge_for_all(restored: Served) -> None:
    member = restored.as_role("reader")
    membership.add_member(restored.wiring, "default", member.get("/v1/me").json()["name"], "officer", actor="test")
    assert member.post("/v1/audit/acknowledgement", json={"reason": "case 9"}).status_code == 403
