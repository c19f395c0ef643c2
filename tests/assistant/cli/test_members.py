"""Members and restrictions on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.assistant.library import assistant


def test_members_are_added_listed_and_removed(library: Path) -> None:
    added = assistant("workspaces", "add-member", "default", "ann", "--role", "reader", "--label", "hr", "--json")
    assert added.json["labels"] == ["hr"] and added.json["role"] == "reader"
    listed = assistant("workspaces", "members", "default", "--json").json
    assert listed["closed"] and [each["who"] for each in listed["members"]] == ["ann"]
    assert assistant("workspaces", "remove-member", "default", "ann").code == 0
    assert assistant("workspaces", "remove-member", "default", "ann").code == 1
    assert assistant("workspaces", "members", "default", "--json").json == {
        "workspace": "default",
        "closed": True,
        "members": [],
    }
    assert assistant("workspaces", "open", "default", "--json").json["closed"] is False


def test_a_document_is_restricted_and_opened_again(library: Path) -> None:
    restricted = assistant("documents", "restrict", "loans.txt", "--to", "hr", "board", "--json")
    assert restricted.json["restricted_to"] == ["board", "hr"]
    listed = assistant("documents", "list", "--json").json["documents"]
    assert [each["restricted_to"] for each in listed if each["document"] == "loans.txt"] == [["board", "hr"]]
    assert assistant("documents", "restrict", "loans.txt", "--to-all", "--json").json["restricted_to"] == []


def test_a_role_that_there_is_not_closes_nothing(library: Path) -> None:
    outcome = assistant("workspaces", "add-member", "default", "ann", "--role", "king")
    assert outcome.code == 1 and "reader, contributor, officer, auditor, admin" in outcome.err
    assert not assistant("workspaces", "members", "default", "--json").json["closed"]


def test_deleting_a_workspace_forgets_its_members(library: Path) -> None:
    assistant("workspaces", "add-member", "default", "ann", "--role", "reader")
    assert assistant("workspaces", "delete", "default", "--yes").code == 0
    assert assistant("workspaces", "members", "default", "--json").json["members"] == []
