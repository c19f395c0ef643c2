"""`assistant incident export`: who saw what, without content."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.reports.incident import moment, window
from assistant.settings import load_settings
from assistant.wiring import Wiring
from policies.audit_events import AuditEvent
from policies.errors import ConfigError
from tests.assistant.library import CANARIES, assistant

ALWAYS = ("--from", "2000-01-01", "--to", "2999-01-01")


def record(event: AuditEvent) -> None:
    with Wiring(load_settings()[0]) as wiring:
        wiring.storage.audit.record(event)


@pytest.mark.usefixtures("library")
def test_an_export_tells_who_saw_which_documents_and_subjects() -> None:
    hit = assistant("search", "Ottilie Brandauer", "--json", "-k", "1").json["hits"][0]
    token = next(word for word in hit["text"].split() if word.startswith("⟦PERSON_")).rstrip(",.")
    found = assistant("incident", "export", *ALWAYS, "--json").json
    (workspace,) = found["workspaces"]
    assert workspace["workspace"] == "default" and hit["document_id"] in workspace["document_ids"]
    assert token in workspace["subjects_in_what_was_shown"] and workspace["restored"] == []
    (counts,) = found["actors"].values()
    assert counts["searched"] == 1 and found["counts"]["searched"] == 1
    assert found["chain"]["intact"] and found["chain"]["anchored"]


@pytest.mark.usefixtures("library")
def test_an_export_holds_no_content_in_any_form(tmp_path: Path) -> None:
    assistant("search", "Ottilie Brandauer")
    outcome = assistant("incident", "export", *ALWAYS, "--out", tmp_path / "out")
    files = sorted((tmp_path / "out").iterdir())
    assert outcome.code == 0 and [file.name for file in files] == ["incident.html", "incident.json", "incident.md"]
    for file in files:
        text = file.read_text("utf-8")
        assert not any(word in text for word in (*CANARIES, "reading card", "front desk"))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.usefixtures("library")
def test_the_form_has_the_points_of_the_law_and_marks_what_people_must_add() -> None:
    text = assistant("incident", "export", *ALWAYS).out
    assert all(f"## ({letter}) " in text for letter in "abcd")
    assert "72 hours" in text and text.count("To be filled in by the controller") >= 5


@pytest.mark.usefixtures("library")
def test_entries_outside_of_the_window_are_left_out() -> None:
    found = assistant("incident", "export", "--from", "2000-01-01", "--to", "2000-01-02", "--json").json
    assert found["entries"] == [] and found["workspaces"] == [] and found["chain"]["entries"] > 0


@pytest.mark.usefixtures("library")
def test_an_export_is_itself_audited() -> None:
    first = assistant("incident", "export", *ALWAYS, "--json").json
    second = assistant("incident", "export", *ALWAYS, "--json").json
    assert second["counts"]["exported"] == first["counts"].get("exported", 0) + 1
    assert second["entries"][-1]["counts"]["entries"] == len(first["entries"])


@pytest.mark.usefixtures("library")
def test_a_broken_chain_is_exported_and_told() -> None:
    (Path(os.environ["ASSISTANT_KEYS"]) / "audit.anchor").write_text("damaged", encoding="utf-8")
    outcome = assistant("incident", "export", *ALWAYS, "--json")
    assert outcome.code == 0 and "broken" in outcome.err and not outcome.json["chain"]["intact"]
    assert "BROKEN" in assistant("incident", "export", *ALWAYS).out


@pytest.mark.usefixtures("library")
def test_what_was_shown_and_is_gone_is_counted() -> None:
    record(AuditEvent.searched("os:somebody", "default", ["0123456789abcdef"], passages=1))
    (workspace,) = assistant("incident", "export", *ALWAYS, "--json").json["workspaces"]
    assert workspace["no_longer_stored"] == 1 and "0123456789abcdef" not in workspace["document_ids"]


@pytest.mark.usefixtures("library")
def test_an_export_of_a_subject_showed_the_documents_that_it_names() -> None:
    document_id = assistant("documents", "list", "--json").json["documents"][0]["document_id"]
    record(AuditEvent("exported", "os:officer", "default", (document_id,), {"pseudonyms": 1}))
    (workspace,) = assistant("incident", "export", *ALWAYS, "--json").json["workspaces"]
    assert workspace["document_ids"] == [document_id]


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-01", ""])
def test_what_is_no_time_is_a_usage_error(wrong: str) -> None:
    outcome = assistant("incident", "export", "--from", wrong, "--to", "2026-01-01")
    assert outcome.code == 2 and "2026-03-01" in outcome.err


def test_times_are_utc_unless_they_have_an_offset_and_a_date_ends_with_its_day() -> None:
    assert moment("2026-03-01T10:00+02:00") == moment("2026-03-01T08:00") == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert moment("2026-03-01", end=True) == moment("2026-03-02")


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ConfigError, match="before it starts"):
        window(moment("2026-03-02"), moment("2026-03-02"))


@pytest.mark.usefixtures("library")
def test_reasons_are_left_out_unless_they_are_asked_for() -> None:
    record(AuditEvent.restored("os:officer", "default", ["⟦PERSON_k7Q2⟧"], "about Ilka Sorrento"))
    shown = assistant("incident", "export", *ALWAYS, "--json")
    assert "Sorrento" not in shown.out and shown.json["entries"][-1]["reason"] == "(given)"
    assert shown.json["workspaces"][0]["restored"] == ["⟦PERSON_k7Q2⟧"]
    with_reasons = json.loads(assistant("incident", "export", *ALWAYS, "--reasons", "--json").out)
    assert any(entry["reason"] == "about Ilka Sorrento" for entry in with_reasons["entries"])


@pytest.mark.usefixtures("library")
def test_a_role_that_may_not_audit_gets_neither_export_nor_report_and_is_audited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "user")
    assert assistant("incident", "export", *ALWAYS).code == 1
    assert assistant("report", "dpia").code == 1
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "auditor")
    actions = [entry["action"] for entry in assistant("audit", "show", "--json").json["entries"]]
    assert actions[-2:] == ["access_refused", "access_refused"]
