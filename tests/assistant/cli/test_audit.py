"""`assistant audit`: who may read the trail, and how it goes on after an older copy of it was restored."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.assistant.library import assistant

ACTIONS = [
    ("show",),
    ("show", "--break-glass"),
    ("verify",),
    ("review", "1", "--reason", "case 9"),
    ("acknowledge", "--reason", "case 9"),
]
MAY = {"contributor": (), "auditor": ACTIONS[:4], "officer": ACTIONS}


@pytest.mark.parametrize("action", ACTIONS, ids=" ".join)
@pytest.mark.parametrize("role", MAY)
def test_the_command_line_lets_a_role_do_what_it_may_and_no_more(
    role: str, action: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant("init")
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", role)
    outcome = assistant("audit", *action)
    refused = "may not do this" in outcome.err
    assert refused == (action not in MAY[role])
    monkeypatch.delenv("ASSISTANT_CLI_ROLE")
    actions = [entry["action"] for entry in assistant("audit", "show", "--json").json["entries"]]
    assert ("access_refused" in actions) == refused


@pytest.fixture
def older_copy() -> None:
    """An installation whose `audit.db` was put back to what it was an entry ago."""
    assistant("init")
    trail = Path(os.environ["ASSISTANT_HOME"]) / "audit.db"
    copy = trail.read_bytes()
    assistant("keys", "create", "--name", "desk", "--role", "admin")
    trail.write_bytes(copy)


@pytest.mark.usefixtures("older_copy")
def test_a_restored_older_trail_is_named_acknowledged_and_goes_on() -> None:
    told = assistant("audit", "verify")
    assert told.code == 1
    assert "the trail ends before the anchor: an older copy was restored" in told.err
    assert "assistant audit acknowledge" in told.err
    acknowledged = assistant("audit", "acknowledge", "--reason", "disk replaced, ticket 12", "--json")
    assert acknowledged.code == 0 and acknowledged.json == {"acknowledged": 2, "found": 1}
    verified = assistant("audit", "verify", "--json")
    assert verified.code == 0 and verified.json["restored_copies_acknowledged_by"] == [2]
    assert "entry 2" in assistant("audit", "verify").out
    assistant("keys", "create", "--name", "ward", "--role", "admin")
    assert assistant("audit", "verify").code == 0


@pytest.mark.usefixtures("older_copy")
def test_a_copy_is_not_acknowledged_without_a_reason() -> None:
    assert assistant("audit", "acknowledge", "--reason", " ").code == 1
    assert assistant("audit", "verify").code == 1


def test_an_intact_trail_has_nothing_to_acknowledge() -> None:
    assistant("init")
    outcome = assistant("audit", "acknowledge", "--reason", "case 9")
    assert outcome.code == 1 and "no restored copy" in outcome.err
