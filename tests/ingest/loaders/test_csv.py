"""CSV: separators, quotes, headers, ragged rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.loaders import load
from policies.errors import LoadError


def read(folder: Path, text: str, name: str = "fees.csv") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return load(path, name)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str, tmp_path: Path) -> None:
    rows = [["Name", "Fee, net; each"], ["Visit", "1.234,50"], ["Call", "12,00"]]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    assert read(tmp_path, text).text.split("\n")[1] == "| Visit | 1.234,50 |"


def test_commas_inside_numbers_do_not_hide_a_semicolon(tmp_path: Path) -> None:
    text = "Name;Fee\r\nVisit;12,50\r\nCall;8,00\r\n"
    assert read(tmp_path, text).text == "| Name | Fee |\n| Visit | 12,50 |\n| Call | 8,00 |"


def test_quotes_newlines_and_pipes_stay_in_their_cell(tmp_path: Path) -> None:
    text = 'Name,Note\nAda,"said ""no"",\nthen left"\nBo,a|b\n'
    assert read(tmp_path, text).text == '| Name | Note |\n| Ada | said "no", then left |\n| Bo | a¦b |'


def test_ragged_rows_are_filled_and_empty_rows_and_columns_dropped(tmp_path: Path) -> None:
    assert read(tmp_path, "Name,,Fee\nAda,,\n,,\nBo,,3,x\n").text == (
        "| Name | Fee |  |\n| Ada |  |  |\n| Bo | 3 | x |"
    )


def test_a_first_row_of_numbers_is_no_header(tmp_path: Path) -> None:
    assert read(tmp_path, "1,20\n2,30\n").blocks[0].header_end is None


@pytest.mark.parametrize(
    "head",
    ["Court,2022,2023,2024", ",2022,2023,2024", "Court,2021/22,2022/23,2023/24", "Court,2022,Kind,2024"],
)
def test_years_over_amounts_name_columns(head: str, tmp_path: Path) -> None:
    rows = "".join(f"court {n},{n},1950,{n}.5\n" for n in range(2, 9))
    document = read(tmp_path, f"{head}\n{rows}")
    header_end = document.blocks[0].header_end
    assert header_end and document.text[:header_end].endswith("|") and "court 2" not in document.text[:header_end]


@pytest.mark.parametrize(
    "text",
    [
        "Ada,2019\nBo,2021\nCy,2020\n",
        "2019,2020,2021\n5,6,7\n8,9,10\n",
        "North,2023,45\nSouth,12,30\nWest,13,31\n",
        "Ada,2019\nBo,new\nCy,new\nDee,3\n",
    ],
)
def test_years_among_values_are_values(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, text).blocks[0].header_end is None


def test_a_title_above_the_table_is_a_paragraph(tmp_path: Path) -> None:
    document = read(tmp_path, "Fees of the year,\n,\nName,Fee\nVisit,20\nCall,8\n")
    assert [block.kind for block in document.blocks] == ["paragraph", "table"]
    assert document.blocks[1].header_end is not None


def test_many_rows_are_read_in_good_time(tmp_path: Path) -> None:
    text = "Name,Fee\n" + "".join(f"visit {n},{n}\n" for n in range(50_000))
    assert read(tmp_path, text).text.count("\n") == 50_000


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_byte_order_mark_is_no_part_of_the_first_header(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_bytes("Patient;Fee\r\nAda;12\r\n".encode(encoding))
    assert load(path, "fees.csv").text == "| Patient | Fee |\n| Ada | 12 |"


def test_a_number_over_a_line_break_in_a_cell_is_on_one_line(tmp_path: Path) -> None:
    assert "| Ada | 555 0142 |" in read(tmp_path, 'Name,Phone\nAda,"555\r\n0142"\nBo,"555 0143"\n').text


def test_an_endless_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"fees\.csv is no readable table"):
        read(tmp_path, 'Name,Note\nAda,"' + "x" * 1_500_000)
