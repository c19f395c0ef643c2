"""What a reader sees of a PDF page: its text in pieces with their places, and what else there is to tell."""

from __future__ import annotations

from dataclasses import dataclass

from pypdf import PageObject
from pypdf.generic._font import Font

from ingest.loaders import pdf_annotations
from ingest.loaders.pdf_geometry import Box, Matrix, moved, times
from ingest.loaders.pdf_layers import Layers
from ingest.loaders.pdf_lines import Glyphs
from ingest.loaders.pdf_painter import Painter
from ingest.loaders.pdf_state import State
from ingest.loaders.pdf_visibility import Scene, Verdict


@dataclass(frozen=True, slots=True, repr=False)
class PageGlyphs:
    """All visible pieces of a page in the order of painting.

    `pictures` counts pictures, `painted` tells whether anything is drawn at all; `said` holds notes and values of
    fields with their label, a line each; `hidden` tells in which ways text was hidden; `attached` counts files.
    """

    pieces: tuple[Glyphs, ...] = ()
    pictures: int = 0
    painted: bool = False
    height: float = 0.0
    said: tuple[str, ...] = ()
    hidden: frozenset[Verdict] = frozenset()
    attached: int = 0


def page_glyphs(page: PageObject, fonts: dict[int, Font], layers: Layers) -> PageGlyphs:
    """Interpret a page's content, its forms, and its annotations as they look.

    `fonts` is empty for a file's first page and keeps its fonts, since reading one costs more than a page's text.
    Raises what pypdf raises on a damaged page; the loader translates it.
    """
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    left, bottom = float(box.left), float(box.bottom)
    upright: dict[int, Matrix] = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, width + left),
        180: (-1, 0, 0, -1, width + left, height + bottom),
        270: (0, 1, -1, 0, height + bottom, -left),
    }
    turn = int(page.rotation) % 360
    if turn in (90, 270):
        width, height = height, width
    notes, damaged = pdf_annotations.on_page(page, layers)
    shown = Box(0.0, 0.0, width, height)
    ctm = upright.get(turn, upright[0])
    painter, verdicts = _seen(page, notes, ctm, shown, Painter(fonts, layers))
    if "partly covered" in verdicts:
        by_letter = Painter(fonts, layers, by_letter=True)
        painter, verdicts = _seen(page, notes, ctm, shown, by_letter, single=True)
    pieces = tuple(glyphs for (glyphs, _), verdict in zip(painter.texts, verdicts, strict=True) if verdict == "visible")
    return PageGlyphs(
        pieces,
        painter.pictures,
        painter.painted or painter.pictures > 0,
        height,
        tuple(note.words for note in notes if note.words),
        frozenset(verdicts) - {"visible"} | ({"damaged"} if damaged else set()),
        sum(note.attaches for note in notes),
    )


def _seen(
    page: PageObject,
    notes: list[pdf_annotations.Annotation],
    ctm: Matrix,
    shown: Box,
    painter: Painter,
    *,
    single: bool = False,
) -> tuple[Painter, list[Verdict]]:
    """Paint a page with its annotations on top, and judge its text."""
    content = page.get_contents()
    if content is not None:
        painter.run(content, page.get("/Resources"), State(ctm))
    for note in notes:
        for box, ink in note.covers:
            painter.cover(moved(box, ctm), ink)
        if note.look is not None:
            form, matrix = note.look
            painter.form(form, State(times(matrix, ctm)), 0)
    scene = Scene(painter.areas, shown)
    return painter, [scene.judge(letters, single=single) for _, letters in painter.texts]
