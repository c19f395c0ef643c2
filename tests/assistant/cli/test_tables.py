"""Tables on a terminal."""

from __future__ import annotations

import pytest

from assistant.cli.tables import aligned

ROWS = "For guests:\n\n| Fee | Sum |\n|---|---|\n| Night mooring | **14** |\n|  | 9 |\n\nTea is free."


@pytest.mark.parametrize(
    ("marks_seen", "column"),
    [(True, ["Sum   ", "------", "**14**", "9     "]), (False, ["Sum", "---", "**14** ", "9  "])],
)
def test_cells_stand_under_their_header(marks_seen: bool, column: list[str]) -> None:
    lines = aligned(ROWS, marks_seen=marks_seen).split("\n")
    assert lines[:2] == ["For guests:", ""] and lines[-1] == "Tea is free."
    assert lines[2:6] == [
        f"| Fee           | {column[0]} |",
        f"|---------------|-{column[1]}-|",
        f"| Night mooring | {column[2]} |",
        f"|               | {column[3]} |",
    ]


def test_no_cell_of_an_uneven_row_is_lost() -> None:
    assert aligned("| a | b | c |\n| d |", marks_seen=True) == "| a | b | c |\n| d |"
