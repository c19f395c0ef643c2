"""Names in a vault are found and erased wherever a vault is, whatever the policy of its workspace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest

from policies.audit import AuditTrail
from policies.audit_events import AuditEvent
from policies.errors import AuditError
from tests.assistant.library import assistant

CALLED = "Dear Mrs. Ottilie Brandauer,\n"
WHO = "Ottilie Brandauer"


@pytest.fixture
def menu(tmp_path: Path) -> Path:
    (tmp_path / "menu.txt").write_text("The soup of the day is made of lentils.\n", encoding="utf-8")
    return tmp_path / "menu.txt"


def values_held() -> int:
    return sum(len(each["pseudonyms"]) for each in assistant("subject", "find", WHO, "--json").json["workspaces"])


def test_a_workspace_without_pseudonyms_gets_no_vault_by_redacting_under_another_policy(home: Path, menu: Path) -> None:
    assert assistant("ingest", menu, "--policy", "hipaa").code == 0
    refused = assistant("redact", "--policy", "gdpr", stdin=CALLED)
    assert (refused.code, refused.out) == (1, "") and "Use a workspace with that policy" in refused.err
    assert not list(home.rglob("vault.db"))
    assert assistant("redact", "--policy", "open", stdin=CALLED).code == 0


@pytest.mark.parametrize("begun", [False, True])
def test_who_was_redacted_before_anything_was_ingested_is_found_and_erased(menu: Path, begun: bool) -> None:
    text = assistant("redact", "--policy", "gdpr", "--workspace", "desk", stdin=CALLED).out
    if begun:
        assert assistant("ingest", menu, "--policy", "hipaa", "--workspace", "desk").code == 0
    assert values_held() == 1
    receipt = assistant("subject", "erase", WHO, "--yes", "--json").json
    assert receipt["receipt"]["receipt"]["erased"]["vault_rows"] == 1
    assert values_held() == 0
    assert assistant("restore", "--reason", "case 17", "--workspace", "desk", stdin=text).code == 1


def test_what_is_redacted_after_a_workspace_was_destroyed_can_be_restored_for_good(menu: Path, tmp_path: Path) -> None:
    assert assistant("ingest", menu).code == 0
    assert assistant("workspaces", "delete", "default", "--yes").code == 0
    text = assistant("redact", "--policy", "gdpr", stdin=CALLED).out
    assert assistant("ingest", menu).code == 0
    (tmp_path / "more.txt").write_text("Dessert is a pear.\n", encoding="utf-8")
    assert assistant("ingest", tmp_path / "more.txt").code == 0
    assert assistant("restore", "--reason", "case 17", stdin=text).out == CALLED
    # And what is erased from now on is erased.
    assert assistant("subject", "erase", WHO, "--yes", "--json").json["receipt"]["receipt"]["erased"]["vault_rows"] == 1
    assert assistant("restore", "--reason", "case 17", stdin=text).code == 1


def test_a_name_that_only_a_question_held_leaves_the_vault_with_a_purge(menu: Path) -> None:
    (menu.parent / "letter.txt").write_text("Dear Mrs. Hildegard Sommerfeldt,\n\nthe soup is ready.\n", "utf-8")
    assert assistant("ingest", menu.parent, "--policy", "gdpr").code == 0
    assert assistant("ask", f"Did {WHO} like the soup that Hildegard Sommerfeldt made?", "--json").code == 0
    assert values_held() == 1, "what is held is told, wherever it came from"
    dry = assistant("purge", "--dry-run", "--json").json["workspaces"][0]
    assert (dry["asked"], dry["deleted"], values_held()) == (1, 0, 1)
    done = assistant("purge")
    assert done.code == 0 and "1 value forgotten that only questions named" in done.out
    assert values_held() == 0
    assert assistant("purge", "--json").json["workspaces"][0]["asked"] == 0
    kept = assistant("subject", "find", "Hildegard Sommerfeldt", "--json").json["workspaces"][0]
    assert kept["vault_rows"] == 1
    entries = assistant("audit", "show", "--json").json["entries"]
    assert [each["counts"] for each in entries if each["action"] == "purged"] == [{"kind": "questions", "values": 1}]


def test_a_purge_that_fails_in_the_middle_tells_what_it_did(menu: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert assistant("ingest", menu, "--policy", "gdpr").code == 0
    assert assistant("ask", f"Did {WHO} like the soup?").code == 0
    assert assistant("workspaces", "retain", "default", "1d").code == 0
    with monkeypatch.context() as patched:
        later = datetime.now(UTC) + timedelta(days=9)
        patched.setattr("assistant.cli.purge.datetime", Mock(now=lambda _: later))
        record = AuditTrail.record

        def fail(trail: AuditTrail, event: AuditEvent) -> None:
            if event.counts.get("kind") == "retention":
                raise AuditError("The trail is full.", remedy="Make room.")
            record(trail, event)

        patched.setattr(AuditTrail, "record", fail)
        done = assistant("purge", "--json")
    (told,) = done.json["workspaces"]
    assert done.code == 1 and "The trail is full" in told["error"]
    assert (told["asked"], len(told["due"]), told["deleted"]) == (1, 1, 0)


def test_what_was_redacted_on_request_outlives_a_purge(menu: Path) -> None:
    assert assistant("ingest", menu, "--policy", "gdpr").code == 0
    assert assistant("ask", f"Did {WHO} like the soup?").code == 0
    text = assistant("redact", "--policy", "gdpr", stdin=CALLED).out
    assert assistant("purge").code == 0
    assert "Ottilie Brandauer" in assistant("restore", "--reason", "case 17", stdin=text).out
