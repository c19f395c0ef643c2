"""PDF, by pypdf: text in reading order with its pages, headings, lists and tables."""

from __future__ import annotations

import logging
import re
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from ingest.document import Document, Notice
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.pdf_damage import DAMAGE
from ingest.loaders.pdf_glyphs import PageGlyphs, page_glyphs
from ingest.loaders.pdf_layers import Layers
from ingest.loaders.pdf_layout import add_items, laid_out, read_pages
from ingest.loaders.pdf_notices import beside_the_pages, not_read
from policies.errors import LoadError

MAX_PAGES = 5_000
MAX_SECONDS = 300.0

_EMPTY_TITLES = re.compile(
    r"(?:\(?(?:untitled|unknown|anonymous)\)?|document\d*|microsoft word - .*|.*\.(?:pdf|docx?|tex|indd|rtf|odt))",
    re.IGNORECASE,
)


def load(path: Path, name: str) -> Document:
    """Read what a PDF shows, its notes and the values of its form; what is not read stands in the document's warnings.

    Of the properties only the title is read, of earlier versions of the file nothing.

    Raises:
        LoadError: it is encrypted, damaged, too long, or all its pages are pictures.
    """
    # pypdf logs what it passes over, at times with pieces of the text; our own warnings say what is missing.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        reader = _open(file, name)
        notes: list[Notice] = []
        glyphs = list(_glyphs(reader, name, notes))
        outline = _outline(reader)
        title = _title(reader)
        notes += beside_the_pages(reader, sum(page.attached for page in glyphs))
    return _build(glyphs, outline, title, name, notes)


def _open(file: Any, name: str) -> PdfReader:
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise LoadError(
                f"{name} is protected by a password.",
                remedy="Open it in a PDF viewer with its password and save it without one.",
            )
        count = len(reader.pages)
    except DAMAGE as error:
        raise _damaged(name, error) from None
    if count > MAX_PAGES:
        raise LoadError(
            f"{name} has {count} pages; at most {MAX_PAGES} are read.", remedy="Split it into smaller files."
        )
    return reader


def _damaged(name: str, error: Exception) -> LoadError:
    return LoadError(
        f"{name} is damaged or not a complete PDF ({type(error).__name__}).",
        remedy="Open it in a PDF viewer and print or save it as a new PDF.",
    )


def _glyphs(reader: PdfReader, name: str, notes: list[Notice]) -> Iterator[PageGlyphs]:
    """Each page's pieces of text; damaged pages are noted."""
    deadline = time.monotonic() + MAX_SECONDS
    fonts: dict[int, Any] = {}
    layers = _layers(reader)
    broken: list[int] = []
    for number in range(1, len(reader.pages) + 1):
        if time.monotonic() > deadline:
            raise LoadError(
                f"{name} takes more than {MAX_SECONDS:.0f} seconds to read.",
                remedy="Print it as a new PDF, or split it into smaller files.",
            )
        try:
            yield page_glyphs(reader.pages[number - 1], fonts, layers)
        except DAMAGE:
            broken.append(number)
            yield PageGlyphs()
    if broken and len(broken) == len(reader.pages):
        raise LoadError(
            f"{name} is damaged or overloaded: none of its pages can be read.",
            remedy="Open it in a PDF viewer and print or save it as a new PDF.",
        )
    if broken:
        notes.append(Notice("damaged or overloaded, not read", tuple(broken)))


def _build(
    glyphs: Sequence[PageGlyphs], outline: dict[str, int], title: str, name: str, notes: list[Notice]
) -> Document:
    pages = read_pages([page.pieces for page in glyphs], [page.height for page in glyphs])
    notes += not_read(glyphs, [bool(page[0]) for page in pages], name)
    builder = DocumentBuilder()
    items = dict(laid_out(pages, outline))
    for number, page in enumerate(glyphs, 1):
        add_items(builder, items.get(number, []), number)
        for said in page.said:
            builder.add("paragraph", said, page=number)
    return builder.document(name, "application/pdf", title=title, pages=len(glyphs), warnings=notes)


def _layers(reader: PdfReader) -> Layers:
    try:
        return Layers.of(reader)
    except DAMAGE:
        return Layers()


def _outline(reader: PdfReader) -> dict[str, int]:
    """Titles of the bookmarks in small letters without their numbers, each with its depth from 1."""
    levels: dict[str, int] = {}

    def walk(items: Sequence[Any], level: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, level + 1)
            elif title := re.sub(r"^[\d.]+\s+", "", " ".join(str(item.title or "").split())).casefold():
                levels.setdefault(title, min(level, 6))

    try:
        walk(reader.outline, 1)
    except DAMAGE:
        return {}
    return levels


def _title(reader: PdfReader) -> str:
    """The title in the file's properties, if it looks like one."""
    try:
        title = " ".join(str((reader.metadata and reader.metadata.title) or "").split())
    except DAMAGE:
        return ""
    return "" if len(title) < 4 or _EMPTY_TITLES.fullmatch(title) else title
