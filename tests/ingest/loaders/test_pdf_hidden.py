"""PDF: what hides in a file is read as text, or left out with a word on it; it never passes by the redactor."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Highlight, Link, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Document
from ingest.loaders import load
from ingest.loaders.pdf_visibility import NOT_READ
from policies.errors import LoadError
from tests.ingest.loaders.files import Draw, both, lines, picture
from tests.ingest.loaders.files import pdf as make_pdf

OPEN = "The gate of the clinic shuts at nine."
SECRET = "Nurse Oduya lives in Elm Street."


def read(folder: Path, *pages: Draw) -> Document:
    return load(make_pdf(folder / "paper.pdf", *pages), "paper.pdf")


def changed(folder: Path, change: Any, *pages: Draw) -> Document:
    """A PDF that a function changed through pypdf."""
    path = make_pdf(folder / "paper.pdf", *(pages or (lines(OPEN),)))
    writer = PdfWriter(clone_from=path)
    change(writer)
    writer.write(path)
    return load(path, "paper.pdf")


def box(colour: tuple[float, float, float], x: float = 60, y: float = 690, w: float = 400, h: float = 25) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.rect(x, y, w, h, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)

    return draw


def shown(mode: int, text: str, y: float = 700) -> Draw:
    def draw(canvas: Canvas) -> None:
        written = canvas.beginText(72, y)
        written.setFont("Helvetica", 11)
        written.setTextRenderMode(mode)
        written.textOut(text)
        canvas.drawText(written)

    return draw


def coloured(text: str, colour: tuple[float, float, float], y: float = 700) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        lines(text, y=y)(canvas)
        canvas.setFillColorRGB(0, 0, 0)

    return draw


def thick_line(canvas: Canvas) -> None:
    canvas.setLineWidth(16)
    canvas.line(60, 704, 460, 704)


def see_through(canvas: Canvas) -> None:
    canvas.setFillAlpha(0.4)
    box((1, 1, 0))(canvas)
    canvas.setFillAlpha(1)


def within_a_circle(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.moveTo(0, 700)
    path.curveTo(0, 1100, 600, 1100, 600, 700)
    path.curveTo(600, 300, 0, 300, 0, 700)
    canvas.clipPath(path, stroke=0, fill=0)
    lines(SECRET, y=550)(canvas)
    canvas.restoreState()


def clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(60, 100, 50, 50)
    canvas.clipPath(path, stroke=0, fill=0)
    lines(SECRET, y=700)(canvas)
    canvas.restoreState()


BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
HIDDEN: dict[str, tuple[Draw, str]] = {
    "under a black box": (both(lines(SECRET, y=700), box(BLACK)), "covered"),
    "under a white box": (both(lines(SECRET, y=700), box(WHITE)), "covered"),
    "under a thick line": (both(lines(SECRET, y=700), thick_line), "covered"),
    "black on a black box": (both(box(BLACK), lines(SECRET, y=700)), "covered"),
    "white on white": (coloured(SECRET, WHITE), "invisible"),
    "nearly white": (coloured(SECRET, (0.98, 0.98, 0.98)), "invisible"),
    "without paint": (shown(3, SECRET), "invisible"),
    "tiny": (lines(SECRET, y=700, size=0.5), "invisible"),
    "clipped away": (clipped, "invisible"),
    "beyond the page": (lines(SECRET, x=2000), "outside"),
}


@pytest.mark.parametrize(("hidden", "verdict"), HIDDEN.values(), ids=HIDDEN)
def test_text_that_no_one_sees_is_left_out_and_its_page_named(hidden: Draw, verdict: Any, tmp_path: Path) -> None:
    document = read(tmp_path, lines(OPEN), both(lines(OPEN), hidden))
    assert "Oduya" not in document.text and document.text.count("gate") == 2
    assert [(each.what, each.pages) for each in document.warnings] == [(NOT_READ[verdict], (2,))]


@pytest.mark.parametrize(
    "seen",
    [
        both(lines(SECRET, y=700), see_through),
        both(box(BLACK), coloured(SECRET, WHITE)),
        both(box((1, 1, 0)), lines(SECRET, y=700)),
        both(lines(SECRET, y=700), lambda canvas: canvas.rect(60, 690, 400, 25, stroke=1, fill=0)),
        both(lines(SECRET, y=700), lambda canvas: canvas.line(60, 704, 460, 704)),
        both(box(BLACK), picture, coloured(SECRET, WHITE, y=300)),
        both(lines("other words", y=700), box(WHITE), lines(SECRET, y=700)),
        both(lines(SECRET, y=700), box(BLACK, y=712)),
        within_a_circle,
    ],
    ids=[
        "highlight over",
        "white on black",
        "highlight under",
        "frame",
        "line through",
        "on a picture",
        "corrected",
        "next line",
        "within a circle",
    ],
)
def test_text_that_can_be_seen_is_read(seen: Draw, tmp_path: Path) -> None:
    assert SECRET in read(tmp_path, both(lines(OPEN), seen)).text


def test_a_box_over_part_of_a_line_hides_that_part_alone(tmp_path: Path) -> None:
    text = "Seen today: Ifeoma Oduya, born in spring."
    width = lambda words: Canvas("x").stringWidth(words, "Helvetica", 11)  # noqa: E731
    bar = box(BLACK, x=72 + width("Seen today: "), w=width("Ifeoma Oduya"), y=696, h=14)
    document = read(tmp_path, both(lines(OPEN), lines(text, y=700), bar))
    assert document.text == f"{OPEN}\n\nSeen today: , born in spring."
    assert [each.pages for each in document.warnings] == [(1,)]


def test_the_text_that_recognition_laid_over_a_scan_is_read(tmp_path: Path) -> None:
    scan = both(picture, shown(3, OPEN, y=300))
    assert read(tmp_path, scan).text == OPEN
    under_the_scan = both(lines(OPEN, y=300), lambda canvas: canvas.scale(2, 3), picture)
    assert read(tmp_path, under_the_scan).text == OPEN


def test_a_box_over_a_recognized_scan_hides_its_text(tmp_path: Path) -> None:
    scan = both(picture, shown(3, SECRET, y=300), box(BLACK, y=290), shown(3, OPEN, y=200))
    assert read(tmp_path, scan).text == OPEN


def test_text_outside_the_crop_box_is_left_out(tmp_path: Path) -> None:
    def crop(writer: PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((0, 600, 595, 842))

    document = changed(tmp_path, crop, both(lines(OPEN), lines(SECRET, y=500)))
    assert document.text == OPEN
    assert [each.what for each in document.warnings] == [NOT_READ["outside"]]


def test_text_on_a_layer_that_is_switched_off_is_left_out(tmp_path: Path) -> None:
    def layer(writer: PdfWriter) -> None:
        group = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
        off = DictionaryObject({NameObject("/OFF"): ArrayObject([group])})
        properties = DictionaryObject({NameObject("/OCGs"): ArrayObject([group]), NameObject("/D"): off})
        writer.root_object[NameObject("/OCProperties")] = properties
        page = writer.pages[0]
        page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/L"): group})  # type: ignore[index]
        content = page.get_contents()
        assert content is not None
        stream = DecodedStreamObject()
        stream.set_data(b"/OC /L BDC\n" + content.get_data() + b"\nEMC\n/OC /M BDC BT (x) Tj ET EMC")
        page[NameObject("/Contents")] = writer._add_object(stream)

    document = changed(tmp_path, layer, lines(SECRET), lines(OPEN))
    assert document.text == OPEN
    assert [(each.what, each.pages) for each in document.warnings] == [(NOT_READ["invisible"], (1,))]


def test_a_file_of_hidden_text_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="holds no text"):
        read(tmp_path, both(lines(SECRET, y=700), box(BLACK)))


def test_notes_are_read_with_a_label_but_not_who_wrote_them(tmp_path: Path) -> None:
    def annotate(writer: PdfWriter) -> None:
        note = Text(text="Ask the ward first.", rect=(100, 100, 120, 120))
        note[NameObject("/T")] = TextStringObject("Ifeoma Oduya")
        writer.add_annotation(0, note)
        writer.add_annotation(0, FreeText(text="Valid from May.", rect=(100, 300, 200, 320)))
        writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="mailto:oduya@example.org"))
        hidden = Text(text="Not for eyes.", rect=(100, 100, 120, 120))
        hidden[NameObject("/F")] = NumberObject(2)
        writer.add_annotation(0, hidden)

    document = changed(tmp_path, annotate)
    assert document.text == f"{OPEN}\n\nNote: Ask the ward first.\n\nNote: Valid from May."
    assert [block.page for block in document.blocks] == [1, 1, 1]


def test_a_damaged_note_costs_itself_and_not_its_page(tmp_path: Path) -> None:
    def annotate(writer: PdfWriter) -> None:
        damaged = Text(text="Lost.", rect=(100, 100, 120, 120))
        damaged[NameObject("/F")] = TextStringObject("x")
        writer.add_annotation(0, damaged)
        writer.add_annotation(0, Text(text="Ask the ward first.", rect=(100, 100, 120, 120)))

    document = changed(tmp_path, annotate)
    assert document.text == f"{OPEN}\n\nNote: Ask the ward first."
    assert [(each.what, each.pages) for each in document.warnings] == [(NOT_READ["damaged"], (1,))]


def test_a_page_with_too_much_on_too_much_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.loaders.pdf_visibility.MAX_COMPARISONS", 50)
    document = read(tmp_path, lines(OPEN), both(*[box(BLACK, y=100)] * 30, *[lines(OPEN, y=100)] * 30))
    assert document.text == OPEN
    assert [each.pages for each in document.warnings] == [(2,)]


@pytest.mark.parametrize(("colour", "hides"), [("000000", True), ("ffff00", False)])
def test_a_black_highlight_hides_what_it_marks_and_a_yellow_one_does_not(
    colour: str, hides: bool, tmp_path: Path
) -> None:
    quads = ArrayObject([FloatObject(value) for value in (60, 715, 460, 715, 60, 695, 460, 695)])
    mark = Highlight(rect=(60, 695, 460, 715), quad_points=quads, highlight_color=colour)
    document = changed(tmp_path, lambda writer: writer.add_annotation(0, mark), both(lines(OPEN), lines(SECRET, y=700)))
    assert ("Oduya" not in document.text) is hides


def test_what_is_marked_for_redaction_is_left_out_before_it_is_redacted(tmp_path: Path) -> None:
    mark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Redact"),
            NameObject("/Rect"): RectangleObject((60, 690, 460, 715)),
            NameObject("/Contents"): TextStringObject("Oduya's home"),
        }
    )
    document = changed(tmp_path, lambda writer: writer.add_annotation(0, mark), both(lines(OPEN), lines(SECRET, y=700)))
    assert document.text == OPEN


def test_values_of_a_form_without_a_look_are_read_with_their_label(tmp_path: Path) -> None:
    def form(canvas: Canvas) -> None:
        lines(OPEN)(canvas)
        canvas.acroForm.textfield(name="ward", tooltip="Ward of stay", value="North", x=120, y=695)
        canvas.acroForm.textfield(name="pin", value="secret pin", fieldFlags="password", x=120, y=595)
        canvas.acroForm.checkbox(name="fasting", tooltip="Fasting", checked=True, x=120, y=500)
        canvas.acroForm.checkbox(name="smoker", checked=False, x=120, y=400)

    def forget_looks(writer: PdfWriter) -> None:
        for reference in writer.pages[0]["/Annots"]:  # type: ignore[union-attr]
            if reference.get_object()["/FT"] == "/Tx":
                del reference.get_object()["/AP"]

    assert changed(tmp_path, forget_looks, form).text == f"{OPEN}\n\nWard of stay: North\n\nFasting: Yes"


def test_the_data_of_an_xfa_form_is_named_as_not_read(tmp_path: Path) -> None:
    def xfa(writer: PdfWriter) -> None:
        data = DecodedStreamObject()
        data.set_data(b"<xfa><name>Ifeoma Oduya</name></xfa>")
        form = DictionaryObject({NameObject("/XFA"): writer._add_object(data)})
        writer.root_object[NameObject("/AcroForm")] = form

    document = changed(tmp_path, xfa)
    assert document.text == OPEN
    assert ["XFA" in each.what for each in document.warnings] == [True]


def test_of_the_properties_only_the_title_is_read(tmp_path: Path) -> None:
    xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{}"
    xmp += "</rdf:RDF></x:xmpmeta>"

    def describe(writer: PdfWriter) -> None:
        entries = dict.fromkeys(("/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/Doctor"), "Oduya")
        writer.add_metadata({"/Title": "Hours of the gate", **entries})
        writer.xmp_metadata = xmp.format("<rdf:Description about=''>Oduya</rdf:Description>").encode()

    document = changed(tmp_path, describe)
    assert (document.title, document.text, document.warnings) == ("Hours of the gate", OPEN, ())


def test_earlier_versions_inside_the_file_are_not_read(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "paper.pdf", lines(SECRET), pageCompression=0)
    before = path.read_bytes()
    writer = PdfWriter(path, incremental=True)
    content = DecodedStreamObject()
    content.set_data(re.sub(rb"\(Nurse[^)]*\)", f"({OPEN})".encode(), writer.pages[0].get_contents().get_data()))  # type: ignore[union-attr]
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)
    writer.write(path)
    after = path.read_bytes()
    assert after.startswith(before) and b"Oduya" in after
    assert load(path, "paper.pdf").text == OPEN


def test_files_behind_a_paper_clip_are_counted(tmp_path: Path) -> None:
    def clip(writer: PdfWriter) -> None:
        writer.add_attachment("oduya.txt", b"more")
        pin = DictionaryObject(
            {
                NameObject("/Subtype"): NameObject("/FileAttachment"),
                NameObject("/Rect"): RectangleObject((1, 1, 9, 9)),
            }
        )
        writer.add_annotation(0, pin)

    (notice,) = changed(tmp_path, clip).warnings
    assert notice.what.startswith("2 files attached") and "oduya" not in notice.what


def test_pictures_are_counted_with_their_pages(tmp_path: Path) -> None:
    small = both(lines(OPEN), lambda canvas: canvas.scale(0.2, 0.2), picture, picture)
    document = read(tmp_path, small, lines(OPEN), small)
    assert [str(each) for each in document.warnings] == ["pages 1, 3: 4 pictures are not read"]


@pytest.mark.parametrize(
    ("cut", "goes_on", "whole"),
    [
        ("555-", "0142 at noon", "555-0142"),
        ("212 555", "0142 at noon", "212 555 0142"),
        ("Odu-", "ya at noon", "Oduya"),
        ("Okoro-", "Vance at noon", "Okoro-Vance"),
    ],
)
def test_a_number_or_name_that_a_page_cuts_is_whole(cut: str, goes_on: str, whole: str, tmp_path: Path) -> None:
    assert f"Call {whole} at noon" in read(tmp_path, lines(OPEN, "", f"Call {cut}"), lines(goes_on, "", OPEN)).text


def test_a_page_number_does_not_stand_in_what_a_page_cuts(tmp_path: Path) -> None:
    text = read(tmp_path, both(lines(OPEN, "", "Call 555-"), lines("1", y=300)), lines("0142 at noon", "", OPEN)).text
    assert text == f"{OPEN}\n\nCall 555-0142 at noon\n\n1\n\n{OPEN}"


def test_a_name_that_a_column_cuts_is_whole(tmp_path: Path) -> None:
    left = [*(f"left line {n} runs on over the whole column" for n in range(8)), "and in the morning one calls Ifeoma"]
    right = [
        "Oduya, who has the key of the cellar door",
        *(f"right line {n} runs on over its column" for n in range(8)),
    ]
    text = read(tmp_path, both(lines(*left, x=60, y=740), lines(*right, x=320, y=740))).text
    assert "one calls Ifeoma Oduya, who has the key" in text


def test_a_page_that_is_overloaded_is_named_and_the_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.loaders.pdf_painter.MAX_CONTENT_BYTES", 4_000)
    document = read(tmp_path, lines(OPEN), lines(*(f"line {n} of many" for n in range(300))))
    assert document.text == OPEN
    assert [each.pages for each in document.warnings] == [(2,)]


def painting_forms(*contents: bytes) -> Any:
    """Put on the second page a form for each content, /X0, /X1, ..., the last of which is painted."""

    def change(writer: PdfWriter) -> None:
        forms = DictionaryObject()
        resources = DictionaryObject({NameObject("/XObject"): forms})
        for number, content in enumerate(contents):
            form = DecodedStreamObject()
            box = RectangleObject((0, 0, 9, 9))
            form.update({NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): box})
            form[NameObject("/Resources")] = resources
            form.set_data(content)
            forms[NameObject(f"/X{number}")] = writer._add_object(form)
        page = writer.pages[1]
        page[NameObject("/Resources")] = resources
        painted = DecodedStreamObject()
        painted.set_data(b"/X%d Do" % (len(contents) - 1))
        page[NameObject("/Contents")] = writer._add_object(painted)

    return change


def test_forms_that_paint_themselves_or_each_other_end(tmp_path: Path) -> None:
    round_about = painting_forms(b"/X0 Do /X1 Do " * 20, b"/X0 Do /X1 Do " * 20)
    assert changed(tmp_path, round_about, lines(OPEN), lines(SECRET)).text == OPEN


def test_forms_that_multiply_are_an_overloaded_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.loaders.pdf_painter.MAX_CONTENT_BYTES", 20_000)
    multiplying = painting_forms(b"q Q", b"/X0 Do " * 100, b"/X1 Do " * 100, b"/X2 Do " * 100)
    document = changed(tmp_path, multiplying, lines(OPEN), lines(SECRET))
    assert document.text == OPEN
    assert [each.pages for each in document.warnings] == [(2,)]


def test_letters_and_boxes_beyond_all_measure_end(tmp_path: Path) -> None:
    def giant(canvas: Canvas) -> None:
        canvas.rect(-1e9, -1e9, 2e9, 2e9, stroke=0, fill=0)
        canvas.rect(0, 0, 9, 1e9, stroke=0, fill=1)
        canvas.setFont("Helvetica", 900_000_000_000)
        canvas.drawString(72, 100, "huge")

    assert OPEN in read(tmp_path, lines(OPEN), both(lines(OPEN), giant)).text


def test_pages_that_go_round_end(tmp_path: Path) -> None:
    def round_about(writer: PdfWriter) -> None:
        writer.root_object["/Pages"]["/Kids"].append(writer.root_object.raw_get("/Pages"))  # type: ignore[index]

    with pytest.raises(LoadError, match=r"paper\.pdf is damaged"):
        changed(tmp_path, round_about)
