"""DOCX: comments and footnotes are read with a label; what is deleted, hidden or beside the text is left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.shared import Pt

from ingest.document import Document
from ingest.loaders import load
from tests.ingest.loaders import files

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(folder: Path, fill: Callable[[Any], None]) -> Document:
    return load(files.word(folder / "policy.docx", fill), "policy.docx")


def insert(*paragraphs: str) -> Callable[[Any], None]:
    """Put paragraphs, given by their inner XML, into the body."""

    def fill(document: Any) -> None:
        for number, inner in enumerate(paragraphs):
            document.element.body.insert(number, parse_xml(f"<w:p {W}>{inner}</w:p>"))

    return fill


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def said(document: Document) -> list[str]:
    return [str(notice) for notice in document.warnings]


def test_a_comment_is_read_behind_its_paragraph_without_its_author(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("The gate shuts at nine.")
        document.add_comment(paragraph.runs, text="Ask the porter.", author="Ifeoma Oduya", initials="IO")
        document.add_paragraph("After.")

    document = read(tmp_path, fill)
    assert document.text == "The gate shuts at nine.\n\nComment: Ask the porter.\n\nAfter."
    assert said(document) == []


def test_comments_on_list_items_and_cells_do_not_cut_list_or_table(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        first = document.add_paragraph("one", style="List Bullet")
        document.add_paragraph("two", style="List Bullet")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ["Ward", "Beds", "North", "12"], strict=True):
            cell.text = text
        document.add_comment(first.runs, text="Of the list.")
        document.add_comment(table._cells[2].paragraphs[0].runs, text="Of the table.")

    assert read(tmp_path, fill).text == (
        "- one\n- two\n\nComment: Of the list.\n\n| Ward | Beds |\n| North | 12 |\n\nComment: Of the table."
    )


def test_a_footnote_is_read_behind_its_paragraph(tmp_path: Path) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    def fill(document: Any) -> None:
        notes = (
            f"<w:footnotes {W}><w:footnote w:id='2'><w:p>{run('Since the spring.')}</w:p></w:footnote></w:footnotes>"
        )
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        document.part.relate_to(part, relation)
        insert(run("Shut at nine.") + "<w:r><w:footnoteReference w:id='2'/></w:r>", run("After."))(document)

    assert read(tmp_path, fill).text == "Shut at nine.\n\nFootnote: Since the spring.\n\nAfter."


def test_a_comment_on_deleted_text_goes_with_it(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("Kept. ")
        gone = paragraph.add_run("Gone.")
        document.add_comment([gone], text="About what is gone.")
        deletion = parse_xml(f"<w:del {W}/>")
        gone._r.addprevious(deletion)
        for element in list(deletion.itersiblings()):
            deletion.append(element)

    document = read(tmp_path, fill)
    assert document.text == "Kept."
    assert said(document) == ["tracked deletions were not read"]


def test_deletions_are_left_out_and_named_and_insertions_read(tmp_path: Path) -> None:
    deleted = "<w:del w:author='Oduya'><w:r><w:delText>Nurse Oduya</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('Mr Vance')}</w:moveFrom>"
    document = read(
        tmp_path, insert(run("Ask ") + deleted + moved + f"<w:ins w:author='Vance'>{run('the porter')}</w:ins>")
    )
    assert document.text == "Ask the porter"
    assert said(document) == ["tracked deletions were not read"]


@pytest.mark.parametrize("switch", ["<w:vanish/>", "<w:vanish w:val='1'/>", "<w:rStyle w:val='Secret'/>"])
def test_hidden_text_is_left_out_and_named(switch: str, tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        style = f"<w:style {W} w:styleId='Secret'><w:name w:val='x'/><w:rPr><w:vanish/></w:rPr></w:style>"
        document.styles.element.append(parse_xml(style))
        insert(run("Seen. ") + run("Nurse Oduya", switch))(document)

    document = read(tmp_path, fill)
    assert document.text == "Seen."
    assert said(document) == ["hidden text was not read"]


def test_text_that_is_switched_to_be_shown_is_read(tmp_path: Path) -> None:
    document = read(tmp_path, insert(run("Seen. ") + run("Too.", "<w:vanish w:val='0'/>")))
    assert (document.text, said(document)) == ("Seen. Too.", [])


def test_a_text_box_is_read_once_also_in_a_table(tmp_path: Path) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = f"<w:txbxContent><w:p>{run('In the box.')}</w:p></w:txbxContent>"
    drawn = f"<w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{inner}</mc:Choice><mc:Fallback>{inner}"
    drawn += "</mc:Fallback></mc:AlternateContent></w:r>"

    def fill(document: Any) -> None:
        insert(run("Before.") + drawn)(document)
        table = document.add_table(rows=1, cols=2)
        table._cells[0]._tc.append(parse_xml(f"<w:p {W}>{drawn}</w:p>"))
        table._cells[1].text = "Beside."

    assert read(tmp_path, fill).text == "Before.\n\nIn the box.\n\n| In the box. | Beside. |"


def test_properties_alt_texts_and_where_links_lead_are_not_read(tmp_path: Path) -> None:
    picture = tmp_path / "oduya.png"
    from PIL import Image

    Image.new("L", (8, 8)).save(picture)

    def fill(document: Any) -> None:
        core = document.core_properties
        core.author = core.subject = core.keywords = core.comments = core.last_modified_by = "Oduya"
        core.title = "Hours of the gate"
        insert(run("Shut.") + "<w:r><w:instrText>HYPERLINK mailto:oduya@example.org</w:instrText></w:r>")(document)
        shape = document.add_picture(str(picture), width=Pt(9))
        shape._inline.docPr.set("descr", "Nurse Oduya at the gate")

    document = read(tmp_path, fill)
    assert (document.title, document.text) == ("Hours of the gate", "Shut.")
    assert said(document) == ["1 picture is not read"]


def test_page_headers_and_embedded_files_are_named(tmp_path: Path) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    def fill(document: Any) -> None:
        document.add_paragraph("Body.")
        document.sections[0].header.paragraphs[0].text = "Nurse Oduya"
        part = Part(PackURI("/word/embeddings/oduya.xlsx"), "application/x", b"PK", document.part.package)
        document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package")

    document = read(tmp_path, fill)
    assert document.text == "Body."
    assert said(document) == [
        "page headers were not read",
        "1 embedded object was not read (a file, chart or diagram)",
    ]


@pytest.mark.parametrize("switch", ["<w:strike/>", "<w:dstrike w:val='1'/>", "<w:rStyle w:val='Old'/>"])
def test_what_is_struck_out_is_left_out_and_named(switch: str, tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        style = f"<w:style {W} w:styleId='Old'><w:name w:val='x'/><w:rPr><w:strike/></w:rPr></w:style>"
        document.styles.element.append(parse_xml(style))
        insert(run("Eight. ") + run("Five.", switch) + run("Nine.", "<w:strike w:val='0'/>"))(document)

    document = read(tmp_path, fill)
    assert document.text == "Eight. Nine."
    assert said(document) == ["struck-out text was not read"]
