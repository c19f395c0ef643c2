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


def test_the_first_row_of_a_table_without_a_header_is_a_row() -> None:
    assert [unit.kind for unit in units("| Ferry | 6 crowns |\n| Raft | 2 crowns |")] == ["row", "row"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("It is free.", True), ("However, it costs.", True), ("Items are free.", False), ("Butter is free.", False)],
)
def test_a_sentence_that_points_back_is_known_by_its_first_word(sentence: str, expected: bool) -> None:
    assert points_back(sentence) is expected
