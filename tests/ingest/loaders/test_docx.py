"""DOCX: body order, styles, lists, tables, tracked changes, hostile archives."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from docx.oxml import parse_xml

from ingest.document import Document, Notice
from ingest.loaders import archives, load
from policies.errors import LoadError
from tests.ingest.loaders import files

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(folder: Path, fill: Callable[[Any], None]) -> Document:
    return load(files.word(folder / "policy.docx", fill), "policy.docx")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def repack(path: Path, changes: dict[str, bytes | None]) -> None:
    """Replace (bytes) or remove (None) entries of an archive; new names are added."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**entries, **changes}.items():
            if data is not None:
                archive.writestr(name, data)


def test_paragraphs_and_tables_come_in_the_order_of_the_body(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_heading("Access", 2)
        document.add_paragraph("Before.")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ["Class", "Place", "Open", "Anywhere"], strict=True):
            cell.text = text
        document.add_paragraph("After.")

    document = read(tmp_path, fill)
    assert blocks(document) == [
        ("heading", "Access"),
        ("paragraph", "Before."),
        ("table", "| Class | Place |\n| Open | Anywhere |"),
        ("paragraph", "After."),
    ]
    assert document.blocks[0].level == 2
    assert document.blocks[2].header_end is not None


def test_list_items_are_marked_and_numbered(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("one", style="List Bullet")
        document.add_paragraph("two", style="List Bullet")
        document.add_paragraph("between")
        document.add_paragraph("first", style="List Number")
        document.add_paragraph("second", style="List Number")

    assert blocks(read(tmp_path, fill)) == [
        ("list", "- one\n- two"),
        ("paragraph", "between"),
        ("list", "1. first\n2. second"),
    ]


def test_the_text_reads_with_all_changes_accepted(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        xml = (
            f"<w:p {W}><w:r><w:t xml:space='preserve'>Keep </w:t></w:r>"
            "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
        )
        document.element.body.insert(0, parse_xml(xml))

    assert read(tmp_path, fill).text == "Keep new"


def test_content_controls_and_links_are_read(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        xml = (
            f"<w:sdt {W}><w:sdtContent><w:p><w:hyperlink><w:r><w:t>inside</w:t></w:r></w:hyperlink>"
            "<w:r><w:br/><w:t>below</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(0, parse_xml(xml))

    assert read(tmp_path, fill).text == "inside\nbelow"


def test_a_page_footer_is_named_in_the_warnings_but_not_read(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("Body.")
        document.sections[0].footer.paragraphs[0].text = "foot words"

    document = read(tmp_path, fill)
    assert document.text == "Body."
    assert document.warnings == (Notice("page footers were not read"),)


def test_another_kind_of_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(LoadError, match="Excel workbook, not a Word document"):
        load(path, "sheet.docx")


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = files.word(tmp_path / "bomb.docx", lambda document: document.add_paragraph("x"))
    repack(path, {"word/media/zeros.bin": bytes(8 * 2**20)})
    with pytest.raises(LoadError, match="no sane document"):
        load(path, "bomb.docx")


def test_too_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    path = files.word(tmp_path / "parts.docx", lambda document: document.add_paragraph("x"))
    with pytest.raises(LoadError, match="no sane document"):
        load(path, "parts.docx")


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    path = files.word(tmp_path / "laughs.docx", lambda document: document.add_paragraph("x"))
    bomb = '<?xml version="1.0"?>{}<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    late = f"<!--{Random(1).randbytes(2**19).hex()}-->"
    for data in (bomb.format("").encode(), bomb.format("").encode("utf-16"), bomb.format(late).encode()):
        repack(path, {"word/document.xml": data})
        with pytest.raises(LoadError, match="XML entities"):
            load(path, "laughs.docx")


def test_a_part_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_XML", 1_000)
    path = files.word(tmp_path / "wide.docx", lambda document: document.add_paragraph("x"))
    with pytest.raises(LoadError, match="MiB of XML"):
        load(path, "wide.docx")


def test_damaged_compression_is_refused(tmp_path: Path) -> None:
    path = files.word(tmp_path / "bent.docx", lambda document: document.add_paragraph("x" * 5000))
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("word/document.xml")
    data = bytearray(path.read_bytes())
    at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    data[at : at + 20] = b"\xff" * 20
    path.write_bytes(data)
    with pytest.raises(LoadError, match=r"bent\.docx is damaged"):
        load(path, "bent.docx")


def test_a_damaged_body_is_refused(tmp_path: Path) -> None:
    path = files.word(tmp_path / "torn.docx", lambda document: document.add_paragraph("x"))
    repack(path, {"word/document.xml": b"<w:document"})
    with pytest.raises(LoadError, match="damaged"):
        load(path, "torn.docx")
