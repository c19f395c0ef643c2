"""A backup from before an erasure is put back: no command hands out what was erased, whichever comes first."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.assistant.library import assistant
from tests.attacks.conftest import CANARIES

WHO = "Zbigniew Quastelholt"
TOKEN = re.compile(r"⟦PERSON_[^⟧]+⟧")


@pytest.fixture
def token(attacked: Path, tmp_path: Path) -> str:
    """The pseudonym of somebody who was erased, and whom the data folder knows again."""
    found = TOKEN.search(assistant("search", "knee brace", "--json").out)
    assert found is not None
    shutil.copytree(attacked / "data", tmp_path / "backup")
    assert assistant("subject", "erase", WHO, "--yes").code == 0
    shutil.rmtree(attacked / "data")
    shutil.copytree(tmp_path / "backup", attacked / "data")
    return found.group()


def test_the_first_command_restores_nobody_who_was_erased(token: str) -> None:
    outcome = assistant("restore", "--reason", "case 17", stdin=f"Who is {token}?")
    assert outcome.code == 1 and "restored backup" in outcome.err
    assert "Quastelholt" not in outcome.out + outcome.err


def test_the_first_command_finds_and_exports_nobody_who_was_erased(token: str, tmp_path: Path) -> None:
    outcome = assistant("subject", "export", WHO, "--out", tmp_path / "out", "--json")
    assert outcome.json["documents"] == 0
    written = "".join(each.read_text("utf-8") for each in (tmp_path / "out").iterdir())
    assert "<h2>Workspace" not in written and not any(canary in written for canary in CANARIES)


def test_the_first_command_finds_no_pseudonym_of_who_was_erased(token: str) -> None:
    found = assistant("subject", "find", token, "--json").json
    assert [each["vault_rows"] for each in found["workspaces"]] == [0, 0]
