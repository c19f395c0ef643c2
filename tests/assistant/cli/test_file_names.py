"""File names and hidden parts of files that name a person: redacted wherever the product shows or stores them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.annotations import Text
from reportlab.pdfgen.canvas import Canvas

from tests.assistant.library import assistant
from tests.ingest.loaders import files

NAMES = ("Ifeoma", "Oduya", "ifeoma", "oduya")
STAY = "Patient: Ifeoma Oduya. The wound was cleaned with saline and dressed again on the ward in the morning."
pytestmark = pytest.mark.usefixtures("library")


def covered(canvas: Canvas) -> None:
    files.lines("Ms Ifeoma Oduya pays in cash.", y=500)(canvas)
    canvas.rect(60, 490, 300, 25, fill=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents named after a person, who also stands in their properties and notes."""
    made = tmp_path / "Oduya, Ifeoma"
    made.mkdir()
    (made / "ifeoma_oduya-dressing.txt").write_text(STAY, encoding="utf-8")
    path = files.pdf(made / "Oduya_Ifeoma.pdf", files.both(files.lines("The gate shuts at nine."), covered))
    writer = PdfWriter(clone_from=path)
    writer.add_metadata({"/Title": "Letter to Ifeoma Oduya", "/Author": "Ifeoma Oduya", "/Keywords": "Oduya"})
    writer.add_annotation(0, Text(text="Call Ms Ifeoma Oduya.", rect=(9, 9, 20, 20)))
    writer.write(path)
    files.word(made / "Oduya.docx", fill)
    return made


def fill(document: object) -> None:
    document.core_properties.author = "Ifeoma Oduya"  # type: ignore[attr-defined]
    document.core_properties.title = "About Ifeoma Oduya"  # type: ignore[attr-defined]
    paragraph = document.add_paragraph("The dressing was changed twice.")  # type: ignore[attr-defined]
    document.add_comment(paragraph.runs, "Ask Ms Ifeoma Oduya.", author="Ifeoma Oduya")  # type: ignore[attr-defined]


def test_listings_citations_searches_and_audit_show_redacted_names_only(folder: Path) -> None:
    outcome = assistant("ingest", folder.parent / folder.name, "--json")
    assert outcome.code == 0 and outcome.json["documents"]["added"] == 3
    shown = [
        assistant("documents", "list", "--json"),
        assistant("ask", "With what was the wound cleaned?", "--json"),
        assistant("search", "dressing gate saline note comment", "--json"),
        assistant("audit", "show", "--json"),
    ]
    for each in shown:
        assert each.code == 0, each.err
        assert not [name for name in NAMES if name in each.out + each.err]
    assert "saline" in shown[1].json["answer"]
    ids = [each["document_id"] for each in shown[0].json["documents"]]
    texts = [assistant("documents", "show", each).out for each in ids]
    assert any("Note: Call" in text for text in texts) and any("Comment: Ask" in text for text in texts)
    assert not any(name in text for name in NAMES for text in texts)


def test_a_failing_file_is_named_to_the_person_who_gave_it_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "oduya_ifeoma.pdf"
    path.write_bytes(b"%PDF-1.7 and no more")
    outcome = assistant("ingest", path, "--json")
    (failure,) = outcome.json["failed"]
    assert failure["path"] == str(path) and "oduya_ifeoma.pdf" in outcome.err
    trail = assistant("audit", "show", "--json")
    assert not [name for name in NAMES if name in trail.out]


def test_no_byte_of_what_is_written_holds_a_name_from_a_file(folder: Path, library: Path) -> None:
    assistant("ingest", folder, "--json")
    assistant("ask", "With what was the wound cleaned?", "--json")
    for path in library.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [name for name in NAMES if name.encode() in content or name.encode("utf-16-le") in content], path
