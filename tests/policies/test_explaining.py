"""Policies in sentences, and their gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.entities import ACTIONS, Action
from policies.explaining import explain, explain_engines, explain_languages, explain_pattern, warnings
from policies.loading import load_policy
from policies.policy import BUILT_IN, Policy, Rule, UserPattern, frozen_rules
from policies.safe_harbor import IDENTIFIERS, gaps


def policy_of(**rules: Rule) -> Policy:
    return replace(load_policy("hipaa"), rules=frozen_rules({**load_policy("hipaa").rules, **rules}))


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_can_be_told_in_a_sentence(action: Action) -> None:
    policy = replace(load_policy("open"), rules=frozen_rules({"DATE_OF_BIRTH": Rule(action, 0.4, "contract")}))
    sentence = explain(policy)[0].sentence
    assert sentence.startswith("DATE_OF_BIRTH (date of birth) ") and sentence.endswith("legal basis: contract.")


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_rule_of_a_policy_is_explained_in_its_order(name: str) -> None:
    policy = load_policy(name)
    assert [rule.entity_type for rule in explain(policy)] == list(policy.rules)


def test_dates_that_keep_their_weekday_are_said_to() -> None:
    rules = frozen_rules(
        {"DATE_TIME": Rule("shift", 0.4, "research", keep_weekdays=True), "AGE": Rule("keep", 0.4, "x")}
    )
    by_weeks, other = (rule.sentence for rule in explain(replace(load_policy("open"), rules=rules)))
    assert "whole weeks" in by_weeks and "weekdays stay" in by_weeks and "week" not in other


def test_a_pattern_is_told_with_its_context_and_its_checksum() -> None:
    assert explain_pattern(UserPattern("ID_NUMBER", "Q[0-9]{6}", 0.3, ("badge", "pass"), "luhn")) == (
        "ID_NUMBER by 'Q[0-9]{6}' (score 0.30, more near 'badge', 'pass'), where the checksum 'luhn' holds"
    )
    assert explain_pattern(UserPattern("ID_NUMBER", "Q", 0.5)) == "ID_NUMBER by 'Q' (score 0.50)"


def test_languages_are_told_with_how_far_they_are_read() -> None:
    english, german = explain_languages(replace(load_policy("hipaa"), languages=("en", "de")))
    assert english == "English in full"
    assert german.startswith("German") and "names less surely" in german


def test_there_are_eighteen_identifiers_from_a_to_r() -> None:
    assert "".join(identifier.paragraph for identifier in IDENTIFIERS) == "ABCDEFGHIJKLMNOPQR"


def test_a_type_that_is_kept_or_has_no_rule_is_a_gap() -> None:
    without = {name: rule for name, rule in load_policy("hipaa").rules.items() if name != "VIN"}
    policy = replace(load_policy("hipaa"), rules=frozen_rules({**without, "URL": Rule("keep", 0.4, "x")}))
    assert [(identifier.paragraph, left) for identifier, left in gaps(policy)] == [("L", ("VIN",)), ("N", ("URL",))]


def test_a_policy_that_does_not_claim_safe_harbor_is_told_once_what_it_lacks() -> None:
    found = warnings(load_policy("gdpr"))
    assert len(found) == 1 and "(B), (C), (N)" in found[0]


def test_a_rule_without_a_basis_is_warned_of() -> None:
    assert warnings(policy_of(VIN=Rule("replace", 0.4, " "))) == ["VIN: no legal basis is given."]


def test_a_policy_that_hides_nothing_says_so() -> None:
    assert any("Nothing is hidden" in warning for warning in warnings(load_policy("open")))


@pytest.mark.parametrize(("context", "where"), [((), "nowhere"), (("badge",), "near one of its context words")])
def test_a_pattern_below_its_threshold_is_warned_of(context: tuple[str, ...], where: str) -> None:
    pattern = UserPattern("ID_NUMBER", r"Q\d{6}", 0.3, context)
    (warning,) = warnings(replace(load_policy("hipaa"), patterns=(pattern,)))
    assert warning.startswith("Pattern 1 (ID_NUMBER)") and where in warning


def test_it_is_told_which_engines_may_answer() -> None:
    reader, local, remote = explain_engines(load_policy("hipaa"))
    assert (reader[:7], local[:7], remote[:9]) == ("allowed", "allowed", "forbidden")
