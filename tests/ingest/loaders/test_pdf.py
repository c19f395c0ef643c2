"""PDF: reading order, paragraphs, headings, tables, furniture, and what can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from ingest.document import Document, Notice
from ingest.loaders import load, pdf
from ingest.loaders.pdf_glyphs import PageGlyphs
from ingest.loaders.pdf_lines import Glyphs, Row, Segment
from ingest.loaders.pdf_paragraphs import Paragraph
from ingest.loaders.pdf_tables import Grid
from policies.errors import LoadError
from tests.ingest.loaders.files import Draw, both, cells, lines, picture
from tests.ingest.loaders.files import pdf as make_pdf

PROSE = (
    "The clinic lends each patient a wheelchair for at most three days if one is free,",
    "and longer loans need the consent of the head nurse, who decides on the same day.",
    "A deposit is not asked for.",
)


def read(folder: Path, *pages: Draw) -> Document:
    return load(make_pdf(folder / "paper.pdf", *pages), "paper.pdf")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def heading(text: str, y: float, size: float = 16) -> Draw:
    return lines(text, y=y, size=size, font="Helvetica-Bold")


def test_lines_are_joined_to_paragraphs(tmp_path: Path) -> None:
    document = read(tmp_path, both(lines(*PROSE, y=700), lines(*PROSE, y=600)))
    assert blocks(document) == [("paragraph", " ".join(PROSE))] * 2


def test_a_word_cut_at_the_line_end_is_whole_again(tmp_path: Path) -> None:
    text = (
        "Every referral names the reason, the findings and the medication; the phar-",
        "macy checks the last of these. In the pharmacy a follow-up is free, and each follow-",
        "up call is noted.",
    )
    document = read(tmp_path, lines(*text))
    assert "the pharmacy checks the last" in document.text
    assert "each follow-up call" in document.text


def test_pages_are_kept_and_a_cut_sentence_is_whole_on_its_first(tmp_path: Path) -> None:
    document = read(tmp_path, lines(*PROSE[:1]), lines("and nobody pays a deposit.", "", "A new paragraph."))
    assert document.pages == 2
    assert f"{PROSE[0]} and nobody pays a deposit." in document.text
    assert [block.page for block in document.blocks] == [1, 2]


def test_headings_are_told_by_size_and_weight(tmp_path: Path) -> None:
    page = both(
        heading("Wheelchairs", 760, 20), heading("Lending", 720, 14), lines(*PROSE, y=690), heading("Returns", 600, 14)
    )
    document = read(tmp_path, both(page, lines(*PROSE, y=570)))
    found = [(block.level, document.text[block.start : block.end]) for block in document.blocks if block.level]
    assert found == [(1, "Wheelchairs"), (2, "Lending"), (2, "Returns")]
    assert document.title == "Wheelchairs"


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        furniture = both(lines("Lending rules", y=810, size=8), lines(f"Page {number} of 3", y=30, size=8))
        return both(furniture, lines(f"Rule {number} says this.", *PROSE[1:], y=700))

    document = read(tmp_path, page(1), page(2), page(3))
    assert "Lending rules" not in document.text
    assert "Page" not in document.text
    assert all(f"Rule {number} says this." in document.text for number in (1, 2, 3))


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left line {n} runs on over the whole column" for n in range(8)]
    right = [f"right line {n} goes on over its own column" for n in range(8)]
    page = both(heading("A title that stands across both of the columns of the page", 780), lines(*left, x=60, y=740))
    text = read(tmp_path, both(page, lines(*right, x=320, y=740))).text
    assert (
        text.index("across both") < text.index("left line 0") < text.index("left line 7") < text.index("right line 0")
    )


def test_columns_with_a_table_in_one_of_them_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left line {n} runs on over the whole column" for n in range(8)]
    right = [f"right line {n} goes on over its own column" for n in range(6)]
    table = [["Bed", "own", "shared"], *([str(n), "yes", "no"] for n in range(4))]
    page = both(lines(*left, x=60, y=740), cells(table, [60, 160, 220], y=580), lines(*right, x=320, y=740))
    found = blocks(read(tmp_path, page))
    assert ("table", "\n".join(f"| {' | '.join(row)} |" for row in table)) in found
    assert found[-1][1].startswith("right line 0") and "left" not in found[-1][1]


def test_a_table_is_pipe_rows_with_wrapped_cells_whole(tmp_path: Path) -> None:
    table = cells([["Occasion", "Days"], ["Wedding", "2"], ["Moving house", "1"]], [72, 300], y=500)
    wrapped = both(
        lines("Illness of a child", "under twelve", y=440, size=10, leading=12), cells([["3"]], [300], y=440)
    )
    document = read(tmp_path, both(lines(*PROSE), table, wrapped))
    assert blocks(document)[-1] == (
        "table",
        "| Occasion | Days |\n| Wedding | 2 |\n| Moving house | 1 |\n| Illness of a child under twelve | 3 |",
    )
    assert document.blocks[-1].header_end == document.blocks[-1].start + len("| Occasion | Days |")


def test_a_form_reads_as_labels_with_their_values(tmp_path: Path) -> None:
    document = read(
        tmp_path, cells([["Ward:", "North", "Bed:", "12"], ["Diet:", "none", "Nurse:", "Bo"]], [72, 150, 300, 380])
    )
    assert document.text == "Ward: North\nBed: 12\nDiet: none\nNurse: Bo"


def test_bullets_become_list_items(tmp_path: Path) -> None:
    bullets = both(
        cells([["•"], ["•"]], [72], y=600), lines("bring the card", "ring twice", x=90, y=600, leading=20, size=10)
    )
    assert blocks(read(tmp_path, both(lines(*PROSE), bullets)))[-1] == ("list", "- bring the card\n- ring twice")


def test_raised_numbers_are_marked_and_do_not_change_a_word(tmp_path: Path) -> None:
    page = both(lines("It costs 10", y=600), lines("6", x=128, y=604, size=6), lines("cells a day.", x=136, y=600))
    assert read(tmp_path, page).text == "It costs 10^6 cells a day."


def test_a_scan_is_refused_with_a_word_on_ocr(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="is a scan") as caught:
        read(tmp_path, picture, picture)
    assert "OCR" in caught.value.remedy


def test_a_page_that_is_only_a_picture_is_named(tmp_path: Path) -> None:
    document = read(tmp_path, lines(*PROSE), picture, lines(*PROSE), picture, picture)
    assert document.warnings == (Notice("only a picture, not read: text recognition (OCR) is needed", (2, 4, 5)),)


def test_a_blank_page_is_no_warning(tmp_path: Path) -> None:
    assert read(tmp_path, lines(*PROSE), lambda canvas: None).warnings == ()


def test_turned_pages_and_turned_text_are_read(tmp_path: Path) -> None:
    def sideways(canvas: object) -> None:
        canvas.rotate(90)  # type: ignore[attr-defined]
        canvas.translate(0, -600)  # type: ignore[attr-defined]
        lines(*PROSE, y=500)(canvas)  # type: ignore[arg-type]

    assert read(tmp_path, sideways).text == " ".join(PROSE)
    path = make_pdf(tmp_path / "turned.pdf", lines(*PROSE))
    writer = PdfWriter(clone_from=path)
    writer.pages[0].rotate(90)
    writer.write(path)
    assert load(path, "turned.pdf").text == " ".join(PROSE)


def test_a_password_is_asked_to_be_removed_but_an_empty_one_is_no_obstacle(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "open.pdf", lines(*PROSE))
    for password, name in (("secret", "locked.pdf"), ("", "free.pdf")):
        writer = PdfWriter(clone_from=PdfReader(path))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
        writer.write(tmp_path / name)
    with pytest.raises(LoadError, match="protected by a password"):
        load(tmp_path / "locked.pdf", "locked.pdf")
    assert load(tmp_path / "free.pdf", "free.pdf").text == " ".join(PROSE)


def test_filled_in_fields_are_read(tmp_path: Path) -> None:
    def form(canvas: object) -> None:
        lines("Name:", y=700)(canvas)  # type: ignore[arg-type]
        canvas.acroForm.textfield(name="name", value="Bo Example", x=120, y=695, width=200, height=20)  # type: ignore[attr-defined]

    assert "Bo Example" in read(tmp_path, form).text


def test_attached_files_are_named_as_not_read(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "bag.pdf", lines(*PROSE))
    writer = PdfWriter(clone_from=path)
    writer.add_attachment("notes.txt", b"more")
    writer.write(path)
    assert load(path, "bag.pdf").warnings == (Notice("1 file attached to the PDF: not read; ingest each by itself"),)


def test_too_many_pages_and_too_much_time_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_pdf(tmp_path / "long.pdf", lines("one"), lines("two"))
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    with pytest.raises(LoadError, match="seconds"):
        load(path, "long.pdf")
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(LoadError, match="has 2 pages"):
        load(path, "long.pdf")


def test_pypdf_says_nothing_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = make_pdf(tmp_path / "torn.pdf", lines(*PROSE))
    path.write_bytes(path.read_bytes().replace(b"startxref\n", b"startxref\n7"))
    load(path, "torn.pdf")
    assert capfd.readouterr().err == ""


def test_the_title_comes_from_the_properties_if_it_is_one(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", lines(*PROSE))
    for title, expected in (("Lending rules", "Lending rules"), ("Microsoft Word - draft.doc", "a"), ("untitled", "a")):
        writer = PdfWriter(clone_from=path)
        writer.add_metadata({"/Title": title})
        writer.write(path)
        assert load(path, "a.pdf").title == expected


def test_what_a_page_is_taken_apart_into_tells_nothing_of_its_text_when_printed() -> None:
    place = ("The gate", 0.0, 40.0, 700.0, 11.0, False)
    parts = (
        Glyphs(*place),
        Row((Segment(*place),)),
        PageGlyphs((Glyphs(*place),), said=("Note: the gate",)),
        Paragraph("paragraph", "The gate", 11.0, False),
        Grid((("The gate", "9"),)),
    )
    assert "gate" not in repr(parts)
