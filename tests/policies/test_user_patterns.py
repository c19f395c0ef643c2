"""Patterns that a user writes into a policy file: 45 CFR 164.514(b)(2)(i)(R), any other unique number."""

from pathlib import Path

import pytest

from policies.errors import PolicyError, RedactionError
from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.recognizers import finder, user_patterns
from policies.recognizers.checksums import CHECKSUMS

POLICY = """\
name: wards
entities:
  WARD_CODE: {{action: replace, basis: "house rule 2", threshold: 0.5}}
patterns:
  - {{entity: WARD_CODE, {pattern}}}
"""

WARD = "regex: 'W-[0-9]{3}', score: 0.4, context: [ward, bed]"


def redacted(folder: Path, pattern: str, text: str) -> str:
    path = folder / "wards.yaml"
    path.write_text(POLICY.format(pattern=pattern), encoding="utf-8")
    return PresidioRedactor(load_policy(str(path))).redact(text).text.value


def test_a_pattern_is_looked_for(tmp_path: Path) -> None:
    assert redacted(tmp_path, WARD, "Moved to ward W-417.") == "Moved to ward [WARD_CODE]."


def test_a_pattern_below_its_threshold_needs_a_context_word(tmp_path: Path) -> None:
    assert redacted(tmp_path, WARD, "Order W-417 again.") == "Order W-417 again."


def test_a_context_word_within_another_word_counts_for_nothing(tmp_path: Path) -> None:
    assert redacted(tmp_path, WARD, "Looking forward W-417.") == "Looking forward W-417."


@pytest.mark.parametrize(
    ("regex", "text", "after"),
    [
        (r"'^W[0-9]{3}$'", "see W417\nW417\nW4171", "see W417\n[WARD_CODE]\nW4171"),
        (r"'\bW[0-9]{3}\b'", "W417, AW417, W4171", "[WARD_CODE], AW417, W4171"),
        (r"'(?i)w[0-9]{3}'", "w417 and W418", "[WARD_CODE] and [WARD_CODE]"),
        (r"'ward (?P<value>[0-9]{3})'", "ward 417", "ward [WARD_CODE]"),
        (r"'(?<=ward )[0-9]{3}(?= )'", "ward 417 or ward 418.", "ward [WARD_CODE] or ward 418."),
    ],
)
def test_anchors_flags_and_a_group_called_value_mean_what_they_say(
    tmp_path: Path, regex: str, text: str, after: str
) -> None:
    assert redacted(tmp_path, f"regex: {regex}, score: 0.9", text) == after


def test_a_number_that_fails_the_checksum_is_none(tmp_path: Path) -> None:
    pattern = "regex: 'W[0-9]{8}', score: 0.9, checksum: mod97"
    valid = next(f"W{number}" for number in range(10_000_000, 10_000_200) if CHECKSUMS["mod97"](f"W{number}"))
    wrong = f"W{int(valid[1:]) + 1}"
    assert redacted(tmp_path, pattern, f"{valid} {wrong}") == f"[WARD_CODE] {wrong}"


def test_separators_don_t_count_for_the_checksum(tmp_path: Path) -> None:
    pattern = r"regex: '\d{4}[ -]\d{4}[ -]\d{3}', score: 0.9, checksum: luhn"
    assert redacted(tmp_path, pattern, "7992-7398 713 and 7992-7398 714") == "[WARD_CODE] and 7992-7398 714"


@pytest.mark.parametrize("name", CHECKSUMS)
@pytest.mark.parametrize("value", ["", "0", "A", "AAAAAAAAAAA", "12345678901", "00000000000000", "É٣", "AB1234567"])
def test_a_checksum_takes_anything(name: str, value: str) -> None:
    assert CHECKSUMS[name](value) in (True, False)


@pytest.mark.parametrize(
    "regex",
    [r"(\d+)+x", r"[A-Z]{2}: (a|aa)+b", r"(\w+\s?)+:", r"\w+\w+\w+;", r"^(([a-z])+.)+[A-Z]([a-z])+$"],
)
def test_a_pattern_that_runs_away_is_refused(tmp_path: Path, regex: str) -> None:
    with pytest.raises(PolicyError, match=r"line 5: the regular expression takes ever longer"):
        redacted(tmp_path, f"regex: '{regex}'", "W-417")


@pytest.mark.parametrize(
    "regex",
    [
        r"W-[0-9]{3}",
        r"\b[A-Z]{2,4}-\d{4,12}(?:/\d{2,4})?\b",
        r"(?i)case (?:no\.? )?(?P<value>\d+[a-z]*)",
        r"(?:[A-Z]+-)+\d+",
        r"https://records\.example\.org/\S+",
        r"^\s*Ref:\s*(?P<value>.+)$",
    ],
)
def test_an_ordinary_pattern_is_taken(tmp_path: Path, regex: str) -> None:
    assert redacted(tmp_path, f"regex: '{regex}'", "nothing here")


def test_a_pattern_that_takes_too_long_all_the_same_lets_nothing_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_patterns, "TIMEOUT_SECONDS", 1e-9)
    assert finder.TIMEOUT_SECONDS > 1
    with pytest.raises(RedactionError):
        redacted(tmp_path, r"regex: '\d+-\d+'", "1" * 20_000)
