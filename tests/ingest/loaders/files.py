"""Files that the tests make: PDFs, Word documents and broken ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]


def pdf(path: Path, *pages: Draw, **options: Any) -> Path:
    """A PDF, each page drawn by one function."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def lines(
    *texts: str, x: float = 72, y: float = 760, size: float = 11, leading: float = 14, font: str = "Helvetica"
) -> Draw:
    """Draw lines one under the other."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for number, text in enumerate(texts):
            canvas.drawString(x, y - number * leading, text)

    return draw


def both(*draws: Draw) -> Draw:
    """Draw several things on one page."""

    def draw(canvas: Canvas) -> None:
        for each in draws:
            each(canvas)

    return draw


def cells(rows: Sequence[Sequence[str]], xs: Sequence[float], *, y: float = 500, leading: float = 20) -> Draw:
    """Draw a table without rules."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for number, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                canvas.drawString(x, y - number * leading, text)

    return draw


def picture(canvas: Canvas) -> None:
    """Draw a grey picture over the page."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    file = BytesIO()
    Image.new("L", (8, 8), 128).save(file, "PNG")
    file.seek(0)
    canvas.drawImage(ImageReader(file), 0, 0, 400, 400)


def word(path: Path, fill: Callable[[Any], None]) -> Path:
    """A Word document that a function fills."""
    document = docx.Document()
    fill(document)
    document.save(str(path))
    return path
