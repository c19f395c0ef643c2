"""`assistant policy`: explained, checked, measured."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.assistant.library import assistant

TEXT = "Dear Mrs. [[PERSON:Ottilie Brandauer]],\n\nyour SSN [[US_SSN:536-22-8726]] was found by [[PERSON:qzx]].\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "labelled"
    made.mkdir()
    (made / "one.txt").write_text(TEXT, encoding="utf-8")
    (made / "two.txt").write_text("The garage opens at six.\n", encoding="utf-8")
    (made / "two.json").write_text("[]", encoding="utf-8")
    return made


def test_each_rule_is_one_sentence_with_action_example_threshold_and_basis() -> None:
    outcome = assistant("policy", "check", "gdpr")
    (line,) = [line for line in outcome.out.splitlines() if line.startswith("  PERSON ")]
    assert all(part in line for part in ("name of a person", "pseudonym", "⟦PERSON_k7Q2⟧", "0.40", "GDPR Art. 4(1)"))
    assert outcome.code == 0 and "GB" in outcome.out


def test_a_bad_policy_file_is_told_by_file_line_and_remedy(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("name: own\nentities:\n  PERSN: {action: replace, basis: x}\n", encoding="utf-8")
    outcome = assistant("policy", "check", file, "--json")
    assert outcome.code == 1
    assert f"{file}, line 3" in outcome.json["error"]["message"] and "PERSON" in outcome.json["error"]["remedy"]


def test_gaps_are_warned_of(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "name: own\nextends: hipaa\nentities:\n"
        '  PERSON: {action: pseudonymize, basis: "45 CFR 164.514(b)(2)(i)(A)"}\n'
        '  URL: {action: keep, basis: "45 CFR 164.514(b)(2)(i)(N)"}\n'
        "  PHONE_NUMBER: {action: replace, threshold: 0.9, basis: contract}\n",
        encoding="utf-8",
    )
    warnings = assistant("policy", "check", file, "--json").json["warnings"]
    assert [warning.split(":")[0] for warning in warnings] == [
        "HIPAA's identifier (N), web addresses, stays readable",
        "PERSON",
        "PHONE_NUMBER",
    ]
    assert "turned back" in warnings[1] and "high" in warnings[2]


def test_the_hipaa_policy_has_no_gap() -> None:
    assert assistant("policy", "check", "hipaa", "--json").json["warnings"] == []


def test_policies_can_be_listed_and_one_shown_as_a_file_to_start_from(tmp_path: Path) -> None:
    assert {each["name"] for each in assistant("policy", "list", "--json").json["policies"]} == {
        "gdpr",
        "hipaa",
        "open",
    }
    (tmp_path / "copy.yaml").write_text(assistant("policy", "show", "open", "--json").json["file"], encoding="utf-8")
    assert assistant("policy", "check", tmp_path / "copy.yaml").code == 0
    assert assistant("policy", "show", "gdrp").code == 1


def test_an_evaluation_counts_leaks_by_type_and_texts_without_one(folder: Path, tmp_path: Path, home: Path) -> None:
    review = tmp_path / "review.jsonl"
    outcome = assistant("policy", "evaluate", folder, "--policy", "gdpr", "--review", review, "--json")
    figures = outcome.json
    assert outcome.code == 0 and figures["documents"] == {"measured": 2, "without_a_leak": 1, "share": 0.5}
    assert figures["entities"]["PERSON"]["leaks"] == 1 and figures["entities"]["US_SSN"]["recall"] == 1.0
    doubts = [json.loads(line) for line in review.read_text("utf-8").splitlines()]
    start = TEXT.replace("[[PERSON:", "").replace("[[US_SSN:", "").replace("]]", "").index("qzx")
    leak = next(each for each in doubts if each["why"] == "leak")
    assert (leak["file"], leak["start"], leak["end"]) == ("one.txt", start, start + 3)
    assert stat.S_IMODE(review.stat().st_mode) == 0o600 and "qzx" not in review.read_text("utf-8")
    kept = (home / "evaluations" / "gdpr.json").read_text("utf-8")
    assert json.loads(kept)["documents"]["measured"] == 2 and "one.txt" not in kept


def test_an_evaluation_makes_no_vault_and_is_audited(folder: Path, tmp_path: Path, home: Path) -> None:
    assistant("policy", "evaluate", folder, "--policy", "gdpr", "--review", tmp_path / "r", "--show-text")
    assert not list(home.rglob("vault.db")) and "qzx" in (tmp_path / "r").read_text("utf-8")
    entries = assistant("audit", "show", "--json").json["entries"]
    assert entries[-1]["counts"] == {"policy": "gdpr", "texts": 2, "purpose": "evaluation"}


def test_rows_that_cannot_be_read_fail_the_command_and_the_rest_is_measured(folder: Path, tmp_path: Path) -> None:
    (folder / "two.json").write_text('[\n{"start": 5}]', encoding="utf-8")
    outcome = assistant("policy", "evaluate", folder, "-p", "hipaa", "--review", tmp_path / "r", "--json")
    assert outcome.code == 1 and "two.json, line 2" in outcome.err
    assert outcome.json["documents"]["measured"] == 1 and outcome.json["unread"][0]["line"] == 2
