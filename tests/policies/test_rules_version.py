"""Which rules find personal data is told by their code and their word lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.rules_version import rules_sha256

FILES = ("redactor.py", "gdpr.yaml", "recognizers/dates.py", "recognizers/given_names.txt")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of rules in the place of ours."""
    (tmp_path / "recognizers").mkdir()
    for name in FILES:
        (tmp_path / name).write_text("edda\n", encoding="utf-8")
    monkeypatch.setattr("policies.rules_version.files", lambda _name: tmp_path)
    return tmp_path


def version() -> str:
    """As a process that begins now has it."""
    return rules_sha256.__wrapped__()


@pytest.mark.parametrize("name", ["redactor.py", "recognizers/dates.py", "recognizers/given_names.txt"])
def test_another_rule_or_another_word_is_another_version(package: Path, name: str) -> None:
    before = version()
    assert version() == before
    (package / name).write_text("egon\n", encoding="utf-8")
    assert version() != before


def test_a_policy_is_no_rule_and_has_a_fingerprint_of_its_own(package: Path) -> None:
    before = version()
    (package / "gdpr.yaml").write_text("egon\n", encoding="utf-8")
    assert version() == before


def test_what_moves_from_one_file_to_the_next_is_another_version(package: Path) -> None:
    before = version()
    (package / "redactor.py").write_text("", encoding="utf-8")
    (package / "recognizers" / "dates.py").write_text("edda\nedda\n", encoding="utf-8")
    assert version() != before


def test_the_rules_are_read_once_and_are_ours() -> None:
    assert len(rules_sha256()) == 64 and rules_sha256() == version()
