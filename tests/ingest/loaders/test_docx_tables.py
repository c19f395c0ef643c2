"""Tables of DOCX: merged cells, headers of several rows, boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.document import Document
from ingest.loaders import load
from policies.errors import LoadError
from tests.ingest.loaders import files

ON_CALL = [
    ["Speciality", "Weekday", "", "Weekend", ""],
    ["", "day", "night", "day", "night"],
    ["Surgery", "in house", "10 minutes", "in house", "30 minutes"],
    ["Neurology", "20 minutes", "30 minutes", "45 minutes", "60 minutes"],
]


def read(folder: Path, rows: list[list[str]], *merges: tuple[int, int, int, int]) -> Document:
    """A document of one table; each merge joins all cells from a row and column to another."""

    def fill(document: Any) -> None:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        for top, left, bottom, right in merges:
            table.cell(top, left).merge(table.cell(bottom, right))

    return load(files.word(folder / "rota.docx", fill), "rota.docx")


def header_and_rows(document: Document) -> tuple[str, list[str]]:
    block = document.blocks[-1]
    end = block.header_end or block.start
    return document.text[block.start : end], document.text[end : block.end].strip().split("\n")


def test_a_cell_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    rows = [["Area", "Shift", "Nurses"], ["Triage", "early", "3"], ["", "night", "2"], ["Ward", "night", "1"]]
    assert header_and_rows(read(tmp_path, rows, (1, 0, 2, 0))) == (
        "| Area | Shift | Nurses |",
        ["| Triage | early | 3 |", "| Triage | night | 2 |", "| Ward | night | 1 |"],
    )


def test_an_empty_cell_that_is_not_merged_stays_empty(tmp_path: Path) -> None:
    rows = [["Area", "Shift", "Nurses"], ["Triage", "early", "3"], ["", "night", "2"]]
    assert header_and_rows(read(tmp_path, rows))[1][1] == "|  | night | 2 |"


def test_two_rows_of_names_with_merged_cells_are_one_header(tmp_path: Path) -> None:
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]
    assert header_and_rows(read(tmp_path, ON_CALL, *merges)) == (
        "| Speciality | Weekday day | Weekday night | Weekend day | Weekend night |",
        [
            "| Surgery | in house | 10 minutes | in house | 30 minutes |",
            "| Neurology | 20 minutes | 30 minutes | 45 minutes | 60 minutes |",
        ],
    )


def test_a_cell_over_all_columns_is_said_once(tmp_path: Path) -> None:
    rows = [["Rota", "", ""], ["Area", "Shift", "Nurses"], ["Triage", "early", "3"], ["Holidays: as Sunday", "", ""]]
    document = read(tmp_path, rows, (0, 0, 0, 2), (3, 0, 3, 2))
    assert document.text.startswith("Rota\n\n| Area |")
    assert document.text.count("Holidays") == 1


def test_a_table_of_one_cell_is_a_box_with_text(tmp_path: Path) -> None:
    document = read(tmp_path, [["Only the pharmacist may open the cupboard."]])
    assert [block.kind for block in document.blocks] == ["paragraph"]


def test_merged_cells_that_repeat_a_long_text_endlessly_are_refused(tmp_path: Path) -> None:
    rows = [["word " * 2_000, "1"], *(["", "2"] for _ in range(200))]
    with pytest.raises(LoadError, match="span more rows"):
        read(tmp_path, rows, (0, 0, 200, 0))
