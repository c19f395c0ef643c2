"""Tables of PDF: at the edge of a page, over several pages, and lists that look like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.loaders import load
from tests.ingest.loaders.files import Draw, both, cells, lines
from tests.ingest.loaders.files import pdf as make_pdf

XS = [72, 200, 330, 440]
HEADER = ["Code", "Test", "Price", "In stock"]


def read(folder: Path, *pages: Draw) -> Document:
    return load(make_pdf(folder / "prices.pdf", *pages), "prices.pdf")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def line(row: list[str]) -> str:
    return f"| {' | '.join(row)} |"


def test_numbers_of_a_table_at_the_foot_of_a_page_are_no_page_numbers(tmp_path: Path) -> None:
    rows = [["Quarter", "Births", "Operations"], ["first", "212", "140"], ["second", "198", "151"]]
    document = read(tmp_path, both(lines("Figures of the clinic."), cells(rows, XS, y=95)))
    assert blocks(document)[-1] == ("table", "\n".join(map(line, rows)))


def price_list(pages: int, foot: bool = True) -> list[Draw]:
    """A table over several pages that repeats its header; some cells are the same on all pages."""

    def page(number: int) -> Draw:
        rows = [[f"T-{number}{n:02}", f"substance {number}{n:02}", f"{7 + n}.50 EUR", "yes"] for n in range(35)]
        shown = cells([HEADER, *rows], XS, y=790)
        return both(shown, lines(f"Page {number} of {pages}", y=30, size=8)) if foot else shown

    return [page(number) for number in range(1, pages + 1)]


@pytest.mark.parametrize("pages", [2, 3, 4])
def test_no_row_of_a_long_table_is_lost_at_the_edge_of_a_page(pages: int, tmp_path: Path) -> None:
    document = read(tmp_path, *price_list(pages))
    for number in range(1, pages + 1):
        for n in range(35):
            assert line([f"T-{number}{n:02}", f"substance {number}{n:02}", f"{7 + n}.50 EUR", "yes"]) in document.text
    assert "of" not in document.text.split()


def test_each_page_of_a_table_has_its_header(tmp_path: Path) -> None:
    document = read(tmp_path, *price_list(3))
    tables = [block for block in document.blocks if block.kind == "table"]
    assert [block.page for block in tables] == [1, 2, 3]
    assert [document.text[block.start : block.header_end] for block in tables] == [line(HEADER)] * 3


def test_a_table_in_other_columns_on_the_next_page_has_its_own_header(tmp_path: Path) -> None:
    first = [["Day", "Ward"], ["Monday", "North"], ["Friday", "South"]]
    second = [["Colour", "Bin"], ["red", "sharps"], ["blue", "paper"]]
    document = read(
        tmp_path, both(lines("Days."), cells(first, [72, 200])), both(cells(second, [100, 400]), lines("Bins.", y=60))
    )
    assert "| Day | Ward |\n| Colour" not in document.text


def test_another_table_in_the_same_columns_on_the_next_page_keeps_its_own_header(tmp_path: Path) -> None:
    first = [["Day", "Ward"], ["Monday", "North"], ["Friday", "South"]]
    second = [["Bin", "Weight"], ["sharps", "12 kg"], ["paper", "90 kg"]]
    document = read(
        tmp_path, both(lines("Days."), cells(first, [72, 200])), both(cells(second, [72, 200]), lines("Bins.", y=60))
    )
    bins = document.blocks[-2]
    assert document.text[bins.start : bins.end] == "\n".join(map(line, second))


def test_the_rest_of_a_table_of_words_has_the_header_of_the_page_before(tmp_path: Path) -> None:
    first = [["Day", "Ward"], ["Monday", "North"], ["Friday", "South"]]
    rest = [["Tuesday", "South"], ["Sunday", "Tower"]]
    document = read(
        tmp_path, both(lines("Days."), cells(first, [72, 200])), both(cells(rest, [72, 200]), lines("Ends.", y=60))
    )
    table = document.blocks[-2]
    assert document.text[table.start : table.end] == "\n".join(map(line, [first[0], *rest]))


def test_a_foot_that_counts_the_pages_is_left_out_and_one_that_says_something_else_stays(tmp_path: Path) -> None:
    pages = [both(lines(f"Ward {ward} has a nurse."), lines(f"12 beds, page {n} of 3", y=30, size=8)) for n, ward in
             enumerate("ABC", 1)]  # fmt: skip
    assert "beds" not in read(tmp_path, *pages).text
    stock = [both(lines(f"Ward {n} has a nurse."), lines(f"Stock: {count} gowns", y=30)) for n, count in
             enumerate((40, 12, 95))]  # fmt: skip
    assert "Stock: 12 gowns" in read(tmp_path, *stock).text


def test_bare_numbers_beside_texts_are_those_of_a_list(tmp_path: Path) -> None:
    steps = ["Note the number of the meter.", "Send it by post or by telephone.", "Keep a photo of it."]
    numbered = cells([[str(n), step] for n, step in enumerate(steps, 1)], [72, 90], y=600, leading=14)
    document = read(tmp_path, both(lines("How to read the meter:", y=640), numbered))
    assert blocks(document)[-1] == ("list", "\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1)))


def test_numbers_under_the_header_of_a_table_are_cells(tmp_path: Path) -> None:
    rows = [["No.", "What it is"], ["1", "a red bucket"], ["2", "a blue bucket"]]
    document = read(tmp_path, both(lines("Buckets are kept in the cellar."), cells(rows, [72, 100], leading=14)))
    assert blocks(document)[-1] == ("table", "\n".join(map(line, rows)))


def test_the_last_lines_of_a_column_do_not_run_into_the_lines_beside_them(tmp_path: Path) -> None:
    left = [f"left line {n} runs on over the whole column" for n in range(12)]
    right = ["the right one has but a line and a few of", "its words on the next."]
    document = read(tmp_path, both(lines(*left, x=60, y=740), lines(*right, x=320, y=740)))
    assert document.text.endswith("the right one has but a line and a few of its words on the next.")


def test_the_number_of_a_heading_at_the_edge_of_a_page_is_no_page_number(tmp_path: Path) -> None:
    numbered = cells([["1", "Introduction to the wards"]], [72, 110], y=790)
    document = read(tmp_path, both(numbered, lines("Each ward has a nurse.", y=740), lines("1", x=300, y=30)))
    assert document.text == "1 Introduction to the wards\n\nEach ward has a nurse."


def test_the_number_of_a_page_beside_what_stays_is_left_out_where_it_says_so(tmp_path: Path) -> None:
    head = both(lines("Draft for the board", y=800), lines("Page 1 of 8", x=450, y=800))
    assert "Page" not in read(tmp_path, both(head, lines("Each ward has a nurse.", y=700))).text
