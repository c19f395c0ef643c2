"""Tables of HTML: cells that span rows and columns, titles, headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.loaders import load
from policies.errors import LoadError


def read(folder: Path, page: str) -> Document:
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    return load(path, "page.html")


def table(folder: Path, rows: str) -> tuple[str, str]:
    """The header and the rows below it of a page's last table."""
    document = read(folder, f"<table>{rows}</table>")
    block = document.blocks[-1]
    end = block.header_end or block.start
    return document.text[block.start : end], document.text[end : block.end].strip()


def test_a_cell_over_several_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    rows = "<tr><th>Court<th>Day<th>Fee<tr><td rowspan=2>North<td>Monday<td>7<tr><td>Friday<td>9"
    assert table(tmp_path, rows) == (
        "| Court | Day | Fee |",
        "| North | Monday | 7 |\n| North | Friday | 9 |",
    )


def test_a_cell_over_several_columns_stands_in_each_of_them(tmp_path: Path) -> None:
    rows = "<tr><th>Day<th>Early<th>Late<tr><td>Monday<td colspan=2>shut<tr><td>Friday<td>7<td>9"
    assert table(tmp_path, rows)[1] == "| Monday | shut | shut |\n| Friday | 7 | 9 |"


@pytest.mark.parametrize("cell", ["th", "td"])
def test_a_second_row_of_headers_is_joined_to_the_first(cell: str, tmp_path: Path) -> None:
    rows = "<tr><th rowspan=2>Court<th colspan=2>Summer<th colspan=2>Winter<tr><th>Day<th>Night<th>Day<th>Night"
    rows = rows.replace("th", cell) + "<tr><td>North<td>7<td>9<td>5<td>6"
    assert table(tmp_path, rows) == (
        "| Court | Summer Day | Summer Night | Winter Day | Winter Night |",
        "| North | 7 | 9 | 5 | 6 |",
    )


def test_a_first_row_of_data_that_spans_columns_is_not_joined_to_the_second(tmp_path: Path) -> None:
    rows = "<tr><td>Monday<td colspan=2>shut<tr><td>Friday<td>7<td>9<tr><td>Sunday<td>8<td>9"
    assert table(tmp_path, rows)[1] == "| Monday | shut | shut |\n| Friday | 7 | 9 |\n| Sunday | 8 | 9 |"


def test_a_cell_over_all_columns_above_the_header_is_a_paragraph(tmp_path: Path) -> None:
    document = read(tmp_path, "<table><tr><th colspan=9>Fees<tr><th>Court<th>Fee<tr><td>North<td>7</table>")
    assert document.text == "Fees\n\n| Court | Fee |\n| North | 7 |"
    assert [block.kind for block in document.blocks] == ["paragraph", "table"]


def test_a_cell_alone_in_its_row_is_said_once(tmp_path: Path) -> None:
    rows = "<tr><th>Court<th>Fee<tr><td colspan=2>Outdoors<tr><td>North<td>7"
    assert table(tmp_path, rows)[1] == "| Outdoors |  |\n| North | 7 |"


def test_no_cell_reaches_beyond_its_part_of_the_table(tmp_path: Path) -> None:
    rows = "<tbody><tr><td rowspan=0>North<td>Monday<tr><td>Friday<tbody><tr><td>South<td>Sunday"
    assert table(tmp_path, f"<thead><tr><th>Court<th>Day</thead>{rows}") == (
        "| Court | Day |",
        "| North | Monday |\n| North | Friday |\n| South | Sunday |",
    )


def test_columns_that_no_cell_begins_in_are_not_there(tmp_path: Path) -> None:
    assert table(tmp_path, "<tr><th colspan=4>Court<th>Fee<tr><td colspan=4>North<td>7")[1] == "| North | 7 |"


def test_headers_on_every_row_leave_the_rows_apart(tmp_path: Path) -> None:
    rows = "<tr><th>Court<th>Fee<tr><th>North<th>7<tr><th>South<th>9"
    assert table(tmp_path, rows) == ("| Court | Fee |", "| North | 7 |\n| South | 9 |")


@pytest.mark.parametrize("span", ["x", "", "-2", "1.5", "²", "9" * 5000])
def test_a_span_that_is_no_number_is_one_cell(span: str, tmp_path: Path) -> None:
    rows = f"<tr><th>Court<th>Fee<tr><td rowspan='{span}' colspan='{span}'>North<td>7<tr><td>South<td>9"
    assert table(tmp_path, rows)[1] == "| North | 7 |\n| South | 9 |"


def test_a_page_whose_spans_ask_for_endless_text_is_refused(tmp_path: Path) -> None:
    cells = "<td rowspan=0 colspan=100>" + "x" * 500
    with pytest.raises(LoadError, match=r"page\.html: the cells of its tables span more"):
        read(tmp_path, f"<table><tr>{cells}<td>y{'<tr><td>z' * 100}</table>")
