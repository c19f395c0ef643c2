"""Periods of retention: what may be written, and when each ends."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies.errors import ConfigError, PolicyError
from policies.loading import load_policy
from policies.retention import Period


def day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "since", "ends"),
    [
        ("30d", day(2024, 2, 1), day(2024, 3, 2)),
        ("2w", day(2024, 12, 24), day(2025, 1, 7)),
        ("1m", day(2023, 1, 31), day(2023, 2, 28)),
        ("14m", day(2023, 11, 30), day(2025, 1, 30)),
        ("5y", day(2024, 2, 29), day(2029, 2, 28)),
        (" 4Y ", day(2024, 2, 29), day(2028, 2, 29)),
        ("forever", day(2024, 1, 1), None),
        ("1000y", day(9500, 1, 1), None),
    ],
)
def test_a_period_ends_on_the_day_that_a_calendar_names(written: str, since: datetime, ends: datetime | None) -> None:
    assert Period.parse(written).ends(since) == ends


@pytest.mark.parametrize("written", ["", "5", "y", "0d", "-1y", "5 y", "1001y", "5h", "always", "99999y"])
def test_what_is_no_period_is_refused_with_examples(written: str) -> None:
    with pytest.raises(ConfigError, match="30d"):
        Period.parse(written)


@pytest.mark.parametrize("written", ["30d", "12w", "6m", "5y", "forever"])
def test_a_period_is_written_as_it_was_read(written: str) -> None:
    assert str(Period.parse(written)) == written


def policy_file(folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text(f"name: mine\nextends: gdpr\n{text}\n", encoding="utf-8")
    return str(path)


def test_a_policy_file_says_how_long_documents_are_kept(tmp_path: Path) -> None:
    policy = load_policy(policy_file(tmp_path, "retain: 5y"))
    assert str(policy.retain) == "5y"
    assert load_policy("gdpr").retain is None


def test_a_wrong_period_in_a_policy_file_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"line 3: .*period"):
        load_policy(policy_file(tmp_path, "retain: five years"))


def test_another_retention_is_no_other_redaction(tmp_path: Path) -> None:
    """Documents must not be redacted anew because they are kept longer."""
    kept = load_policy(policy_file(tmp_path, "retain: 5y")).fingerprint
    assert load_policy(policy_file(tmp_path, "retain: 6y")).fingerprint == kept
