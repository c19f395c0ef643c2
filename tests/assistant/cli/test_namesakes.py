"""`assistant subject namesakes|merge|keep-apart`, over real documents and a real redactor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.settings import load_settings
from assistant.wiring import Wiring
from tests.assistant.library import assistant

HALL = "Mr. Emil Lundqvist opens the hall on Monday. Mrs. Ruth Achterberg closes it.\n"
DESK = "Mr. Emil Lundquist minds the desk. Write to desk@example.org.\n"
DOG = "Mr. Emil Lundqvist walks the dog.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two spellings of what may be one name, ingested."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "hall.txt").write_text(HALL, encoding="utf-8")
    (folder / "desk.txt").write_text(DESK, encoding="utf-8")
    assert assistant("ingest", folder).code == 0
    return folder


def pairs() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = assistant("subject", "namesakes", "--json").json["pairs"]
    return found


def text(name: str) -> str:
    return str(assistant("documents", "show", name, "--json").json["text"])


def merged() -> tuple[str, str]:
    (pair,) = pairs()
    done = assistant("subject", "merge", pair["token"], pair["other"], "--yes", "--reason", "case 3", "--json")
    assert done.code == 0 and done.json["documents"] == 1, done.err
    return pair["token"], pair["other"]


@pytest.mark.usefixtures("folder")
def test_pairs_are_told_by_pseudonym_with_reason_and_documents() -> None:
    (pair,) = pairs()
    assert pair["reason"] == "one letter differs"
    assert len(pair["documents"]) == len(pair["other_documents"]) == 1
    told = assistant("subject", "namesakes")
    assert pair["token"] in told.out and "Lundq" not in told.out + told.err


def test_persons_who_were_made_one_stay_one_in_documents_that_are_read_anew(folder: Path) -> None:
    kept, other = merged()
    assert kept in text("hall.txt") and kept in text("desk.txt") and other not in text("hall.txt") + text("desk.txt")
    assert pairs() == []
    (folder / "desk.txt").write_text(DESK + DOG, encoding="utf-8")
    (folder / "hall.txt").write_text(HALL + DOG, encoding="utf-8")
    assert assistant("ingest", folder, "--json").json["documents"]["updated"] == 2
    assert text("desk.txt").count(kept) == 2 and text("hall.txt").count(kept) == 2
    assert other not in text("desk.txt") + text("hall.txt")
    for name in ("Emil Lundqvist", "Emil Lundquist"):
        assert kept in assistant("search", name, "--json").json["query"]
    (entry,) = [
        each for each in assistant("audit", "show", "--json").json["entries"] if each["action"] == "persons_merged"
    ]
    assert set(entry["ids"]) == {kept, other} and entry["reason"] == "case 3"


@pytest.mark.usefixtures("folder")
def test_both_names_are_still_behind_their_pseudonyms_after_new_keys_too() -> None:
    kept, _ = merged()
    assert assistant("keys", "rotate", "pseudonyms").code == 0
    assert kept not in text("desk.txt")
    shown = assistant("search", "Emil Lundquist", "--json").json["query"]
    assert shown == assistant("search", "Emil Lundqvist", "--json").json["query"] and shown in text("hall.txt")
    restored = assistant("restore", "-", "--reason", "case 3", stdin=shown)
    assert restored.code == 0 and "Emil Lundq" in restored.out


@pytest.mark.usefixtures("folder")
def test_whoever_erases_one_of_the_names_erases_both() -> None:
    kept, other = merged()
    found = assistant("subject", "find", "Emil Lundquist", "--json").json["workspaces"][0]
    assert {each["token"] for each in found["pseudonyms"]} == {kept, other} and len(found["documents"]) == 2
    outcome = assistant("subject", "erase", "Emil Lundquist", "--yes", "--json")
    assert outcome.code == 0 and outcome.json["clean"], outcome.out
    assert kept not in text("hall.txt") and "[PERSON] opens" in text("hall.txt")
    assert assistant("subject", "find", "Emil Lundqvist", "--json").json["found"] is False


def test_persons_who_are_kept_apart_are_suggested_no_more(folder: Path) -> None:
    (pair,) = pairs()
    assert assistant("subject", "keep-apart", pair["token"], pair["other"]).code == 0
    assert pairs() == []
    (folder / "desk.txt").write_text(DESK + "And the door.\n", encoding="utf-8")
    assert assistant("ingest", folder).code == 0 and pairs() == []
    assert pair["token"] != pair["other"] and pair["other"] in text("hall.txt") + text("desk.txt")
    assert "persons_kept_apart" in assistant("audit", "show").out


@pytest.mark.usefixtures("folder")
def test_a_merge_that_was_killed_is_completed_by_the_next_writer() -> None:
    (pair,) = pairs()
    settings, _ = load_settings()
    with Wiring(settings) as wiring:
        wiring.privacy.vault("default").merge(pair["token"], pair["other"])  # and killed here
        assert wiring.privacy.vault("default").merging() == {pair["other"]: pair["token"]}
        assert set(wiring.privacy.vault("default").aliases(pair["token"])) == {pair["token"], pair["other"]}
    assert pair["other"] in text("hall.txt") + text("desk.txt")
    with Wiring(settings) as wiring:
        assert wiring.workspace().check() == []
        assert wiring.privacy.vault("default").merging() == {}
    assert pair["other"] not in text("hall.txt") + text("desk.txt")


@pytest.mark.usefixtures("folder")
def test_only_two_persons_of_the_workspace_are_made_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (pair,) = pairs()
    for other in (pair["token"], "⟦PERSON_zzzz⟧", "⟦EMAIL_ADDRESS_k7Q2⟧", "Emil"):
        outcome = assistant("subject", "merge", pair["token"], other, "--yes")
        assert outcome.code == 1 and "not two persons" in outcome.err
    assert assistant("subject", "merge", pair["token"], pair["other"]).code == 1, "nobody was asked"
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "admin")
    assert "may not" in assistant("subject", "namesakes").err


def test_an_irreversible_policy_has_nobody_to_make_one(folder: Path) -> None:
    assert assistant("ingest", folder, "--workspace", "ward", "--policy", "hipaa").code == 0
    outcome = assistant("subject", "namesakes", "--workspace", "ward")
    assert outcome.code == 1 and "makes no pseudonyms" in outcome.err
