"""`assistant report`: facts of the installation, marks where a person must add something, no content."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.assistant.library import CANARIES, assistant

KINDS = ("processing", "dpia", "hipaa")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("kind", KINDS)
def test_a_report_tells_facts_and_marks_what_it_can_not_know(kind: str) -> None:
    outcome = assistant("report", kind)
    assert outcome.code == 0, outcome.err
    assert "default" in outcome.out and "gdpr" in outcome.out and "intact" in outcome.out
    assert "To be filled in by the controller" in outcome.out and "What software can't provide" in outcome.out
    assert not any(canary in outcome.out for canary in CANARIES)


def test_a_report_can_be_made_before_anything_was_ingested() -> None:
    assert all(assistant("report", kind).code == 0 for kind in KINDS)


@pytest.mark.usefixtures("library")
def test_a_report_is_written_as_html_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "dpia.html"
    outcome = assistant("report", "dpia", "--out", file, "--json")
    assert outcome.json == {"report": "dpia", "file": str(file), "text": None}
    assert file.read_text("utf-8").startswith("<!doctype html>") and stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_tells_no_format_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    outcome = assistant("report", "dpia", "--out", tmp_path / "dpia.pdf")
    assert outcome.code == 1 and ".md or .html" in outcome.err and not Path(os.environ["ASSISTANT_HOME"]).exists()


@pytest.mark.usefixtures("library")
def test_a_report_is_audited() -> None:
    assistant("report", "hipaa")
    entry = assistant("audit", "show", "--json").json["entries"][-1]
    assert entry["action"] == "exported" and entry["counts"] == {"what": "report hipaa"}


def test_the_control_sheet_names_each_specification_and_whether_it_is_required() -> None:
    text = assistant("report", "hipaa").out
    for specification, kind in (
        ("(a)(2)(i) Unique user identification", "R"),
        ("(a)(2)(ii) Emergency access procedure", "R"),
        ("(a)(2)(iii) Automatic logoff", "A"),
        ("(a)(2)(iv) Encryption and decryption", "A"),
        ("(b) Audit controls", "R"),
        ("(c)(2) Mechanism to authenticate ePHI", "A"),
        ("(d) Person or entity authentication", "R"),
        ("(e)(2)(i) Integrity controls", "A"),
        ("(e)(2)(ii) Encryption", "A"),
    ):
        assert f"| {specification} | {kind} |" in text


def test_the_control_sheet_asks_for_a_proxy_where_other_machines_reach_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "to be met by a proxy" not in assistant("report", "hipaa").out
    monkeypatch.setenv("ASSISTANT_HOST", "192.168.7.7")
    assert "to be met by a proxy" in assistant("report", "hipaa").out


def test_the_control_sheet_tells_of_tls_sign_in_and_members_as_they_are_set(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = assistant("report", "hipaa").out
    assert "one of 5 roles" in before and "every workspace is open to every key" in before
    assistant("workspaces", "add-member", "default", "ann", "--role", "reader")
    for name, value in {
        "HOST": "192.168.7.7",
        "TLS_CERTIFICATE": "/etc/assistant/cert.pem",
        "TLS_KEY": "/etc/assistant/key.pem",
        "OIDC_ISSUER": "https://login.clinic.example",
        "OIDC_AUDIENCE": "assistant",
        "OIDC_KEYS": "/etc/assistant/jwks.json",
    }.items():
        monkeypatch.setenv(f"ASSISTANT_{name}", value)
    for kind in ("hipaa", "processing"):
        text = assistant("report", kind).out
        assert "tokens that https://login.clinic.example signs" in text and "members alone: default (1)" in text
        assert kind != "hipaa" or ("met: TLS" in text and "to be met by a proxy" not in text)


def test_the_assessment_tells_how_many_names_only_questions_held(library: Path) -> None:
    assert "(0 are held now)" in assistant("report", "dpia").out
    assert assistant("ask", "Where does Wilhelmina Oduya park?", "--json").code == 0
    assert "(1 are held now)" in assistant("report", "dpia").out


def test_the_record_lists_the_addresses_that_may_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "refuses every address but loopback" in assistant("report", "processing").out
    monkeypatch.setenv("ASSISTANT_ALLOWED_HOSTS", "10.9.8.7")
    assert "10.9.8.7" in assistant("report", "processing").out


def test_a_report_states_the_users_own_measurement(tmp_path: Path) -> None:
    assert "No policy was evaluated" in assistant("report", "dpia").out
    (tmp_path / "a.txt").write_text("Write to [[EMAIL_ADDRESS:ilka@sorrento.example]].", encoding="utf-8")
    assistant("policy", "evaluate", tmp_path, "-p", "hipaa", "--review", tmp_path / "r.jsonl")
    text = assistant("report", "dpia").out
    assert "No policy was evaluated" not in text and "100.0%" in text


@pytest.mark.usefixtures("library")
def test_a_broken_trail_is_told_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    (Path(os.environ["ASSISTANT_KEYS"]) / "audit.anchor").write_text("damaged", encoding="utf-8")
    assert "BROKEN" in assistant("report", "processing").out
    assert "NOT MET" in json.loads(assistant("report", "hipaa", "--json").out)["text"]
