"""Policies: the built-in ones, users' files, and what is wrong in them."""

from pathlib import Path

import pytest

from policies.entities import ENTITIES
from policies.errors import PolicyError
from policies.loading import load_policy
from policies.policy import BUILT_IN
from policies.recognizers.tagger import NO_EMPLOYER

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
        (OWN + "patterns:\n  - {entity: WARD, regex: '([0-9]+)+x'}\n", 6, "repeats itself"),
        (OWN + "patterns:\n  - {entity: WARD, regex: 'W[0-9]+', checksum: luhm}\n", 6, "'luhn'"),
        (OWN + "patterns:\n  - {entity: WARD, regex: 'W[0-9]+', scores: 1}\n", 6, "'score'"),
        (OWN + "patterns:\n  - {entity: WARD, regex: 'W[0-9]+', score: 2}\n", 6, "built-in"),
        (OWN.replace("action: replace", "action: shift"), 4, "Use one of: pseudonymize"),
        (OWN + "  DATE_TIME: {action: year, keep_weekdays: true, basis: x}\n", 5, "shift these dates"),
        (OWN + "  DATE_TIME: {action: shift, weekdays: true, basis: x}\n", 5, "'keep_weekdays'"),
        (
            OWN + "  DATE_TIME: {action: shift, keep_weekdays: true, basis: x}\n"
            "  DATE_OF_BIRTH: {action: shift, basis: x}\n",
            3,
            "move together",
        ),
        (OWN + "languages: [en, it]\n", 5, "de (German)"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_remedy(tmp_path: Path, content: str, line: int, hint: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    assert f"{path}, line {line}:" in caught.value.problem
    assert hint in caught.value.remedy


def test_each_built_in_policy_names_its_languages() -> None:
    assert {load_policy(name).languages for name in BUILT_IN} == {("en", "de", "fr", "es")}


def test_the_documented_policy_can_be_used(tmp_path: Path) -> None:
    lines = (Path(__file__).parents[2] / "docs" / "policies.md").read_text(encoding="utf-8").splitlines()
    policy = load_policy(written(tmp_path, "\n".join(line[4:] for line in lines if line.startswith("    "))))
    assert (policy.name, policy.languages, policy.shifts, len(policy.patterns)) == ("clinic", ("en", "de"), True, 1)


def test_a_policy_s_languages_are_english_or_those_of_the_policy_that_it_extends(tmp_path: Path) -> None:
    assert load_policy(written(tmp_path, OWN)).languages == ("en",)
    assert load_policy(written(tmp_path, OWN + "languages: [de, en]\n")).languages == ("de", "en")
    assert load_policy(written(tmp_path, OWN + "extends: gdpr\n")).languages == load_policy("gdpr").languages


def test_a_policy_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no policy"):
        load_policy(str(tmp_path / "none.yaml"))


def test_a_policy_allows_engines_on_this_machine_unless_it_says_otherwise(tmp_path: Path) -> None:
    allowed = {name: load_policy(name).engines for name in BUILT_IN}
    assert allowed["gdpr"] == allowed["hipaa"] == ("reader", "local")
    assert load_policy(written(tmp_path, OWN)).engines == ("reader", "local")


def test_a_policy_may_allow_more_engines_or_fewer(tmp_path: Path) -> None:
    more = f"{OWN}engines: [remote, local, reader]\n"
    assert load_policy(written(tmp_path, more)).engines == ("reader", "local", "remote")
    assert load_policy(written(tmp_path, f"{OWN}engines: [reader]\n")).engines == ("reader",)
    assert load_policy(written(tmp_path, "name: own\nextends: open\n")).engines == ("reader", "local", "remote")


def test_which_engines_are_allowed_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    plain = load_policy(written(tmp_path, OWN)).fingerprint
    assert load_policy(written(tmp_path, f"{OWN}engines: [reader, local]\n")).fingerprint == plain
    assert load_policy(written(tmp_path, f"{OWN}engines: [reader]\n")).fingerprint != plain


@pytest.mark.parametrize(
    ("engines", "hint"),
    [("[reader, cloud]", "remote"), ("[reader, remot]", "'remote'"), ("[local]", "reader"), ("[]", "reader")],
)
def test_an_engine_that_is_unknown_or_the_reader_left_out_is_an_error(tmp_path: Path, engines: str, hint: str) -> None:
    with pytest.raises(PolicyError) as raised:
        load_policy(written(tmp_path, f"{OWN}engines: {engines}\n"))
    assert "line 5" in raised.value.problem
    assert hint in raised.value.remedy
