"""Builds the sample PDFs and the DOCX in `samples/documents` from the texts in `samples/sources`.

    python -m samples.build_samples [FOLDER]

The clinic, its staff and its patients are invented; every phone number is of the range kept for fiction and every
address of a domain kept for examples. The other sample documents are plain text and stand in `samples/documents` as
they were written. What was planted where is listed in `samples/canaries.json`. Building again gives the same bytes.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE / "documents"
CLINIC = "Lindenfield Clinic"
_MOMENT = datetime(2024, 1, 15, 9, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a source: a heading (`level` 1..3), a paragraph, a list's item, a table's row or lines to keep."""

    kind: str
    lines: tuple[str, ...]
    level: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return [cell.strip() for cell in self.lines[0].strip("|").split("|")]


def parts(source: str) -> Iterator[Part]:
    """Read the little Markdown that the sources are written in."""
    for block in source.strip().split("\n\n"):
        lines = tuple(block.split("\n"))
        first = lines[0]
        if first.startswith("#"):
            marks, _, text = first.partition(" ")
            yield Part("heading", (text,), len(marks))
        elif first.startswith(("- ", "|")):
            kind = "row" if first.startswith("|") else "item"
            yield from (Part(kind, (line.removeprefix("- "),)) for line in lines)
        else:
            yield Part("paragraph", lines)


def build_pdf(source: str, *, footer: str) -> bytes:
    """A PDF with headings, a table, a running header and page numbers in the footer."""
    from reportlab.lib import colors
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import LETTER
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.lib.units import inch
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", styles["BodyText"], fontSize=10.5, leading=15, alignment=TA_JUSTIFY)
    flow: list[Any] = []
    title = ""
    for kind, group in groupby(parts(source), key=lambda part: part.kind):
        members = list(group)
        if kind == "row":
            rows = [[Paragraph(escape(cell), styles["BodyText"]) for cell in part.cells] for part in members]
            look = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
            flow += [Spacer(1, 4), Table(rows, repeatRows=1, style=look), Spacer(1, 8)]
            continue
        for part in members:
            if kind == "heading":
                title = title or part.lines[0]
                name = "Title" if part.level == 1 else f"Heading{part.level}"
                flow.append(Paragraph(escape(part.lines[0]), styles[name]))
            elif kind == "item":
                flow.append(Paragraph(escape(part.lines[0]), body, bulletText="•"))
            else:
                flow.append(Paragraph("<br/>".join(map(escape, part.lines)), body))

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(inch, LETTER[1] - 0.6 * inch, f"{CLINIC} · {title}")
        canvas.drawString(inch, 0.6 * inch, footer)
        canvas.drawRightString(LETTER[0] - inch, 0.6 * inch, f"Page {document.page}")

    file = BytesIO()
    document = SimpleDocTemplate(
        file, pagesize=LETTER, title=title, author=CLINIC, invariant=1, margins=inch, topMargin=inch
    )
    document.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return file.getvalue()


def build_docx(source: str) -> bytes:
    """A Word document with heading styles, lists and tables."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = CLINIC
    properties.created = properties.modified = _MOMENT
    document.sections[0].footer.paragraphs[0].text = f"{CLINIC} – internal"
    for kind, group in groupby(parts(source), key=lambda part: part.kind):
        members = list(group)
        if kind == "row":
            table = document.add_table(rows=0, cols=len(members[0].cells), style="Table Grid")
            for part in members:
                for cell, text in zip(table.add_row().cells, part.cells, strict=True):
                    cell.text = text
            continue
        for part in members:
            text = "\n".join(part.lines)
            if kind == "heading":
                properties.title = properties.title or text
                document.add_heading(text, level=part.level - 1)
            else:
                document.add_paragraph(text, style="List Bullet" if kind == "item" else None)
    file = BytesIO()
    document.save(file)
    return _without_times(file.getvalue())


def _without_times(archive: bytes) -> bytes:
    """The same ZIP with all its dates at the beginning of the format's time."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            copy = zipfile.ZipInfo(entry.filename)
            copy.compress_type, copy.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(copy, old.read(entry))
    return file.getvalue()


def build(folder: Path) -> list[Path]:
    """Write the built documents into `folder`; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "staff-handbook.pdf": build_pdf(_source("staff-handbook"), footer="Edition of January 2024"),
        "referral-letter-cardiology.pdf": build_pdf(_source("referral-letter-cardiology"), footer="Confidential"),
        "information-security-policy.docx": build_docx(_source("information-security-policy")),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def _source(name: str) -> str:
    return (SOURCES / f"{name}.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    for path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS):
        print(path)
