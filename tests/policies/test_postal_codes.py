"""Postal codes locate a street or a few houses: a reversible policy hides them too, and none hides codes of things."""

import pytest

from tests.policies.redactors import gdpr, values


@pytest.mark.parametrize("code", ["DH1 4QF", "EC1A 1BB", "NE11 0XA"])
def test_a_british_code_is_hidden_under_a_reversible_policy(code: str) -> None:
    text = f"Durham\n{code}\n\nThe flat is at {code} now."
    assert values(text, gdpr().redact(text)) == [("POSTAL_CODE", code)] * 2


def test_a_code_behind_its_label_is_hidden_under_a_reversible_policy() -> None:
    assert values("PLZ: 27568", gdpr().redact("PLZ: 27568")) == [("POSTAL_CODE", "27568")]


@pytest.mark.parametrize("text", ["order AC12 3DF", "build XE4 5TH", "see 12AB 3CD"])
def test_what_opens_with_no_postcode_area_is_left(text: str) -> None:
    assert values(text, gdpr().redact(text)) == []


def test_a_british_address_with_a_named_house_is_hidden_line_by_line() -> None:
    text = "Bill to:\nEdda Quillfeather\nThe Old Rectory\nChurch Lane\nOtley LS21 2AB\n"
    hidden = [value for kind, value in values(text, gdpr().redact(text)) if kind == "STREET_ADDRESS"]
    assert hidden == ["The Old Rectory", "Church Lane"]
    text = "The Old Rectory is in Church Lane.\nWe met there."
    assert values(text, gdpr().redact(text)) == []
