"""Policies: the built-in ones, users' files, and what is wrong in them."""

from pathlib import Path

import pytest

from policies.entities import ENTITIES
from policies.errors import PolicyError
from policies.policy import BUILT_IN, load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.recognizers.tagger import NO_EMPLOYER
from policies.text import Redaction

OWN = """\
name: own
threshold: 0.5
entities:
  PERSON: {action: replace, basis: "house rule 1"}
"""


def written(folder: Path, content: str) -> str:
    path = folder / "own.yaml"
    path.write_text(content, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_built_in_policy_says_on_which_ground_it_acts(name: str) -> None:
    policy = load_policy(name)
    assert policy.name == name
    assert all(rule.basis for rule in policy.rules.values())


def test_only_gdpr_can_be_reversed() -> None:
    assert [name for name in BUILT_IN if load_policy(name).reversible] == ["gdpr"]


def test_hipaa_has_a_rule_for_all_that_is_recognised() -> None:
    assert set(load_policy("hipaa").rules) == set(ENTITIES)


def test_hipaa_hides_employers_and_no_other_organisation() -> None:
    # 45 CFR 164.514(b)(2)(i) names employers; hospitals and insurers are none of the eighteen identifiers.
    assert load_policy("hipaa").rules["ORGANIZATION"].threshold > NO_EMPLOYER


def test_hipaa_removes_each_of_the_eighteen_identifiers_on_its_paragraph() -> None:
    bases = " ".join(rule.basis for rule in load_policy("hipaa").rules.values())
    assert [letter for letter in "ABCDEFGHIJKLMNOR" if f"164.514(b)(2)(i)({letter})" not in bases] == []


def test_a_policy_of_one_s_own_is_read_by_its_path(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, OWN))
    rule = policy.rules["PERSON"]
    assert (policy.name, rule.action, rule.threshold, rule.basis) == ("own", "replace", 0.5, "house rule 1")


def test_a_policy_can_extend_a_built_in_one(tmp_path: Path) -> None:
    policy = load_policy(
        written(tmp_path, 'name: own\nextends: hipaa\nentities:\n  URL: {action: keep, basis: "public site"}\n')
    )
    assert policy.rules["URL"].action == "keep"
    assert policy.rules["PERSON"] == load_policy("hipaa").rules["PERSON"]


def test_the_fingerprint_is_of_the_meaning_and_not_of_the_spelling(tmp_path: Path) -> None:
    first = load_policy(written(tmp_path, OWN)).fingerprint
    again = load_policy(written(tmp_path, "# a comment\n" + OWN.replace('"house rule 1"', "house rule 1"))).fingerprint
    other = load_policy(written(tmp_path, OWN.replace("replace", "drop"))).fingerprint
    assert first == again != other


@pytest.mark.parametrize(
    ("content", "line", "hint"),
    [
        (OWN + "colour: red\n", 5, "Use one of"),
        (OWN.replace("threshold", "treshold"), 2, "'threshold'"),
        (OWN.replace("PERSON", "PERSONS"), 4, "'PERSON'"),
        (OWN.replace("action: replace", "action: replce"), 4, "'replace'"),
        (OWN.replace("action: replace", "action: zip3"), 4, "Use one of: pseudonymize"),
        (OWN.replace("basis", "bases"), 4, "basis"),
        (OWN.replace("0.5", "1.5"), 2, "built-in"),
        (OWN.replace("name: own", "title: own"), 1, "name"),
        (OWN + '  PERSON: {action: drop, basis: "twice"}\n', 5, "Remove"),
        (OWN + "  : : :\n", 5, "YAML"),
        (OWN + "extends: gpdr\n", 5, "'gdpr'"),
        (OWN + "patterns:\n  - {entity: WARD, regex: '[0-9'}\n", 6, "Correct"),
        (OWN + "patterns:\n  - {entity: WARD, regex: '[0-9]*'}\n", 6, "obligatory"),
        (OWN + "patterns:\n  - {entity: WARD, regex: 'W[0-9]+'}\n", 6, "entities"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_remedy(tmp_path: Path, content: str, line: int, hint: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    assert f"{path}, line {line}:" in caught.value.problem
    assert hint in caught.value.remedy


def test_a_policy_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no policy"):
        load_policy(str(tmp_path / "none.yaml"))


def redacted_by(folder: Path, content: str, text: str) -> Redaction:
    return PresidioRedactor(load_policy(written(folder, content))).redact(text)


WARD = """\
name: wards
entities:
  WARD_CODE: {action: replace, basis: "house rule 2", threshold: 0.5}
patterns:
  - {entity: WARD_CODE, regex: 'W-[0-9]{3}', score: 0.4, context: [ward, bed]}
"""


def test_a_pattern_of_a_policy_is_looked_for(tmp_path: Path) -> None:
    assert redacted_by(tmp_path, WARD, "Moved to ward W-417.").text.value == "Moved to ward [WARD_CODE]."


def test_a_pattern_below_its_threshold_needs_a_context_word(tmp_path: Path) -> None:
    assert redacted_by(tmp_path, WARD, "Order W-417 again.").entities == ()


def test_a_context_word_within_another_word_counts_for_nothing(tmp_path: Path) -> None:
    assert redacted_by(tmp_path, WARD, "Looking forward W-417.").entities == ()
