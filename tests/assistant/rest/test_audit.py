"""The trail over HTTP."""

from __future__ import annotations

from assistant import membership
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
