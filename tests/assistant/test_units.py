from __future__ import annotations

import pytest

from assistant.units import points_back, units

TEXT = (
    "Opening hours:\n"
    "- Weekdays from nine to five.\n"
    "- Saturdays from ten to two.\n\n"
    "| Day | Hours |\n|---|---|\n| Sunday | closed |\n\n"
    "The cloakroom is free. It is in the east wing.\n"
)


def test_each_kind_of_unit_is_told_apart() -> None:
    assert [(unit.kind, TEXT[unit.start : unit.end]) for unit in units(TEXT)] == [
        ("heading", "Opening hours:"),
        ("item", "- Weekdays from nine to five."),
        ("item", "- Saturdays from ten to two."),
        ("header", "| Day | Hours |"),
        ("row", "| Sunday | closed |"),
        ("sentence", "The cloakroom is free."),
        ("sentence", "It is in the east wing."),
    ]


def test_a_line_that_nothing_follows_is_no_heading() -> None:
    assert [unit.kind for unit in units("Cloakroom keys")] == ["sentence"]


@pytest.mark.parametrize("line", ["Subject: Re: Keys of the cloakroom", "Betreff: Schlüssel", "RE: Keys"])
def test_the_subject_of_a_letter_is_a_heading(line: str) -> None:
    kinds = [unit.kind for unit in units(f"From: the porter\n{line}\nDate: 3 May\n\nThe keys are with me.")]
    assert kinds == ["sentence", "heading", "sentence", "sentence"]


def test_the_first_row_of_a_table_without_a_header_is_a_row() -> None:
    assert [unit.kind for unit in units("| Ferry | 6 crowns |\n| Raft | 2 crowns |")] == ["row", "row"]


@pytest.mark.parametrize(
    "table",
    [
        "| Ward | Beds 2023 | Beds 2024 |\n| North | 41 | 44 |",
        "| | 2023 | 2024 |\n| Staff | 31 | 33 |",
        "| Step 1 | Step 2 |\n|---|---|\n| Ask | Wait |",
    ],
)
def test_a_header_may_hold_numbers_in_names_and_years_or_stand_over_a_rule(table: str) -> None:
    assert [unit.kind for unit in units(table)] == ["header", "row"]


@pytest.mark.parametrize("token", ["⟦PERSON_P8gD⟧", "⟦PERSON_kxQw⟧"])
def test_a_row_with_a_pseudonym_is_no_header(token: str) -> None:
    assert [unit.kind for unit in units(f"| {token} | porter |\n| {token} | 4 |")] == ["row", "row"]


@pytest.mark.parametrize("table", ["| Oslo | 1998 |\n| Bergen | 2004 |", "| Oslo | 12 |\n| Bergen | 14 |"])
def test_a_row_of_numbers_and_years_is_no_header(table: str) -> None:
    assert [unit.kind for unit in units(table)] == ["row", "row"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("It is free.", True), ("However, it costs.", True), ("Items are free.", False), ("Butter is free.", False)],
)
def test_a_sentence_that_points_back_is_known_by_its_first_word(sentence: str, expected: bool) -> None:
    assert points_back(sentence) is expected


@pytest.mark.parametrize(
    "table",
    [
        "| Country | More than 8 hours | 24 hours |\n| Oslo | 15 EUR | 30 EUR |\n| Riga | 14 EUR | 28 EUR |",
        "| Group | 2024 | 2025 |\n| Adults | 12 EUR | 13 EUR |\n| Students | 6 EUR | 6 EUR |",
    ],
)
def test_a_header_may_hold_numbers_that_stand_over_another_kind_of_values(table: str) -> None:
    assert [unit.kind for unit in units(table)] == ["header", "row", "row"]


@pytest.mark.parametrize(
    "table",
    [
        "| T-100 | Ferritin | 5.00 EUR |\n| T-101 | Zinc | 6.50 EUR |",
        "| Laptop | handed out by the office |\n| Badge | bring a photograph |",
        "| Laptop | The office hands it out. |\n| Badge | The guard has it. |",
    ],
)
def test_a_first_row_that_is_like_the_others_or_says_something_is_no_header(table: str) -> None:
    assert [unit.kind for unit in units(table)] == ["row", "row"]
