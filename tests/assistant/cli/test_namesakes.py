"""`assistant subject namesakes|merge|split|keep-apart`, over real documents and a real redactor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.settings import load_settings
from assistant.wiring import Wiring
from assistant.workspaces.changing import check
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
        assert check(wiring.workspace()) == []
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


def test_a_merge_is_undone_and_documents_are_read_again(folder: Path) -> None:
    before = text("hall.txt"), text("desk.txt")
    kept, other = merged()
    done = assistant("subject", "split", other, "--reason", "case 4", "--json")
    assert done.code == 0, done.err
    assert done.json["split"] == other and done.json["from"] == kept and len(done.json["to_be_read_again"]) == 2
    assert other not in text("hall.txt") + text("desk.txt"), "stored texts don't tell whose mention it was"
    again = assistant("ingest", folder, "--json").json["documents"]
    assert again["updated"] == 2 and again["unchanged"] == 0
    assert (text("hall.txt"), text("desk.txt")) == before
    assert pairs() == [] and assistant("ingest", folder, "--json").json["documents"]["unchanged"] == 2
    (entry,) = [
        each for each in assistant("audit", "show", "--json").json["entries"] if each["action"] == "persons_parted"
    ]
    assert set(entry["ids"]) == {kept, other} and entry["reason"] == "case 4"


def test_until_then_the_other_pseudonym_is_possibly_theirs(folder: Path) -> None:
    own = "Emil Lundqvist" if pairs()[0]["other"] in text("hall.txt") else "Emil Lundquist"
    kept, other = merged()
    told = assistant("subject", "split", other)
    assert told.code == 0 and "2 stored documents don't tell" in told.out and "possibly" in told.err
    assert possible(own) == [kept]
    assert possible({"Emil Lundqvist", "Emil Lundquist"}.difference([own]).pop()) == []
    assert assistant("ingest", folder).code == 0
    assert possible(own) == []


def possible(name: str) -> list[str]:
    """The pseudonyms that may be somebody's or another's."""
    found = assistant("subject", "find", name, "--json").json["workspaces"][0]
    return [str(each["token"]) for each in found["possible"]]


@pytest.mark.usefixtures("folder")
def test_only_a_merge_can_be_undone_and_only_by_an_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    (pair,) = pairs()
    outcome = assistant("subject", "split", pair["other"])
    assert outcome.code == 1 and "was not made one" in outcome.err
    kept, other = merged()
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "admin")
    assert "may not" in assistant("subject", "split", other).err
    assert kept in text("desk.txt")
