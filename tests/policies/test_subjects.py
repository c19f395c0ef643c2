"""Who is meant by a name: variants are found, and nobody else's data with them."""

from __future__ import annotations

import pytest

from policies.canonical import canonical
from policies.errors import ConfigError
from policies.subject_mentions import mentions
from policies.subjects import Subject


def rows_of(*values: str) -> list[tuple[str, str]]:
    """Names as a vault's rows; their tokens are numbered."""
    return [(f"⟦PERSON_aaa{number}⟧", value) for number, value in enumerate(values, start=1)]


def matched(who: str, *values: str) -> dict[str, str]:
    rows = rows_of(*values)
    by_token = dict(rows)
    by_value = {canonical("PERSON", value): token for token, value in rows}
    found = Subject.named(who).match(rows, lambda kind, value: by_value.get(value) if kind == "PERSON" else None)
    return {by_token[token]: strength for token, strength in found.items()}


@pytest.mark.parametrize(
    "who",
    [
        "Edda Halvorsen",
        "Halvorsen, Edda",
        "EDDA HALVORSEN",
        "edda halvorsen",
        "Dr. Edda Halvorsen's",
        "Edda K. Halvorsen",
    ],
)
def test_a_name_is_found_however_it_is_given(who: str) -> None:
    assert matched(who, "Halvorsen, Edda", "Pim de Groot") == {"Halvorsen, Edda": "same"}


def test_short_forms_belong_to_the_only_one_whom_they_fit() -> None:
    assert matched("Edda Halvorsen", "Edda Halvorsen", "E. Halvorsen", "Halvorsen", "Pim de Groot") == {
        "Edda Halvorsen": "same",
        "E. Halvorsen": "variant",
        "Halvorsen": "variant",
    }


def test_short_forms_that_fit_somebody_else_are_possible_only() -> None:
    found = matched("Edda Halvorsen", "Edda Halvorsen", "E. Halvorsen", "Halvorsen", "Edda", "Emil Halvorsen")
    assert found == {
        "Edda Halvorsen": "same",
        "E. Halvorsen": "possible",
        "Halvorsen": "possible",
        "Edda": "variant",
    }


def test_a_longer_name_is_the_subjects_where_it_is_the_only_one() -> None:
    assert matched("Edda Halvorsen", "Edda Maria Halvorsen") == {"Edda Maria Halvorsen": "variant"}
    assert set(matched("Edda Halvorsen", "Edda Maria Halvorsen", "Edda Ruth Halvorsen").values()) == {"possible"}


def test_an_address_that_says_the_name_is_the_subjects() -> None:
    rows = [
        ("⟦EMAIL_ADDRESS_aaa1⟧", "edda.halvorsen@example.org"),
        ("⟦EMAIL_ADDRESS_aaa2⟧", "e.halvorsen@example.org"),
        ("⟦EMAIL_ADDRESS_aaa3⟧", "emil.halvorsen@example.org"),
        ("⟦USERNAME_aaa4⟧", "ehalvorsen"),
        ("⟦URL_aaa5⟧", "https://example.org/people/edda-halvorsen"),
    ]
    assert Subject.named("Edda Halvorsen").match(rows, lambda *_: None) == {
        "⟦EMAIL_ADDRESS_aaa1⟧": "variant",
        "⟦EMAIL_ADDRESS_aaa2⟧": "possible",
        "⟦USERNAME_aaa4⟧": "possible",
        "⟦URL_aaa5⟧": "variant",
    }


def test_a_number_is_found_whatever_separates_its_digits() -> None:
    rows = [("⟦MEDICAL_RECORD_NUMBER_aaa1⟧", "77-41-903"), ("⟦MEDICAL_RECORD_NUMBER_aaa2⟧", "7741904")]
    assert Subject.named("7741903").match(rows, lambda *_: None) == {"⟦MEDICAL_RECORD_NUMBER_aaa1⟧": "same"}


def test_a_token_is_the_subject_that_it_stands_for() -> None:
    rows = rows_of("Edda Halvorsen", "Emil Halvorsen")
    assert Subject.named("⟦PERSON_aaa2⟧").match(rows, lambda *_: None) == {"⟦PERSON_aaa2⟧": "same"}


@pytest.mark.parametrize("who", ["", "  ", "?!", "Jo", "⟦⟧"])
def test_what_identifies_nobody_is_refused(who: str) -> None:
    with pytest.raises(ConfigError, match="nobody"):
        Subject.named(who)


def test_a_subject_shows_nothing_of_itself() -> None:
    assert "Halvorsen" not in repr(Subject.named("Edda Halvorsen")) + str(Subject.named("Edda Halvorsen"))


def found_in(who: str, *texts: str) -> list[list[str]]:
    spans = mentions(texts, Subject.named(who))
    return [[text[span.start : span.end] for span in each] for text, each in zip(texts, spans, strict=True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Edda Halvorsen's bicycle", ["Edda Halvorsen"]),
        ("HALVORSEN, EDDA\n", ["HALVORSEN, EDDA"]),
        ("halvorsen_edda.pdf and EddaHalvorsen", ["halvorsen_edda", "EddaHalvorsen"]),
        ("Ed\u00adda Hal\u200bvorsen", ["Ed\u00adda Hal\u200bvorsen"]),
        ("Edda\nHalvorsen came. Halvorsen's key, E. Halvorsen", ["Edda\nHalvorsen", "Halvorsen", "E. Halvorsen"]),
        ("Edda Halvorsen and Emil Halvorsen", ["Edda Halvorsen"]),
        ("Edda Halvorsen met Edda Lund", ["Edda Halvorsen"]),
        ("Halvorsen alone may be anybody", []),
        ("Edda, Pim and the halvorsens", []),
    ],
)
def test_mentions_in_clear_are_found_and_those_of_others_are_not(text: str, found: list[str]) -> None:
    assert found_in("Edda Halvorsen", text) == [found]


def test_a_short_form_counts_where_another_part_of_the_document_has_the_full_one() -> None:
    assert found_in("Edda Halvorsen", "Edda Halvorsen.txt", "Mrs. Halvorsen called.") == [
        ["Edda Halvorsen"],
        ["Halvorsen"],
    ]


def test_an_address_or_number_is_found_whole_and_not_within_another() -> None:
    assert found_in("edda@example.org", "To: Edda@Example.org, cc medda@example.org") == [["Edda@Example.org"]]
    assert found_in("7741903", "No. 77-41-903 is not 7741903-1x7 nor 177419035") == [["77-41-903", "7741903"]]
