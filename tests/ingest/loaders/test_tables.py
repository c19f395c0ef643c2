"""Which first rows of tables name the columns."""

import pytest

from ingest.loaders.tables import has_header


@pytest.mark.parametrize(
    "rows",
    [
        [["name", "date of birth"], ["Ada", "12 May 1980"], ["Bo", "1 June 1971"]],
        [["Name", "date of birth"], ["Ada", "12 May 1980"], ["Bo", "1 June 1971"]],
        [["ward", "number of beds"], ["A", "12"], ["B", "13"]],
        [["ward", "reason of the visit"], ["A", "a broken arm"], ["B", "a cough"]],
        [["Week 1", "Week 2"], ["Week 3", "Week 4"]],
        [["Week 1", "Week 2"], ["early", "late"]],
        [["Code", "Price"], ["T-100", "5.00 EUR"], ["T-101", "6.50 EUR"]],
    ],
)
def test_the_first_row_names_the_columns(rows: list[list[str]]) -> None:
    assert has_header(rows)


@pytest.mark.parametrize(
    "rows",
    [
        [["T-100", "5.00 EUR"], ["T-101", "6.50 EUR"]],
        [["Laptop", "handed out by the office"], ["Badge", "bring a photograph"]],
        [["laptop", "is handed out by the office"], ["badge", "bring a photograph"]],
        [["Laptop", "The office hands it out."], ["Badge", "Bring a photograph."]],
        [["Room 4", "Room 9"], ["Room 3", "Room 7"]],
        [["1", "2"], ["3", "4"]],
    ],
)
def test_the_first_row_is_like_the_others(rows: list[list[str]]) -> None:
    assert not has_header(rows)
