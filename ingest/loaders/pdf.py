"""PDF, by pypdf: text in reading order with its pages, headings, lists and tables."""

from __future__ import annotations

import logging
import re
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from struct import error as StructError
from typing import Any, cast
from zlib import error as ZlibError

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.document import BlockKind, Document, Notice
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.pdf_columns import columns
from ingest.loaders.pdf_furniture import without_furniture
from ingest.loaders.pdf_glyphs import PageGlyphs, page_glyphs
from ingest.loaders.pdf_lines import Segment, page_segments, rows
from ingest.loaders.pdf_paragraphs import Paragraph, body_style, paragraphs, usual_leading, with_headings
from ingest.loaders.pdf_tables import Grid, text_and_tables
from ingest.loaders.tables import has_header, table_lines
from ingest.loaders.wrapping import join_lines, vocabulary
from policies.errors import LoadError

MAX_PAGES = 5_000
MAX_SECONDS = 300.0
_LONG = 80  # a text longer than this that ends without a stop was cut, whatever the next page begins with
_SINGLE = 1.2  # ems between baselines when a document is too short to tell
_STOPS = '.!?:;"”’)]'

# What pypdf raises on damaged files besides its own errors: objects of another type than expected, bad numbers.
_DAMAGE = (
    PyPdfError,
    StructError,
    ZlibError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    EOFError,
    OSError,
)
_EMPTY_TITLES = re.compile(
    r"(?:\(?(?:untitled|unknown|anonymous)\)?|document\d*|microsoft word - .*|.*\.(?:pdf|docx?|tex|indd|rtf|odt))",
    re.IGNORECASE,
)


def load(path: Path, name: str) -> Document:
    """Read a PDF. Pages that hold only pictures, or could not be read, are named in the document's warnings.

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
        if _has_attachments(reader):
            notes.append(Notice("files attached to the PDF were not read"))
    document = _build(glyphs, outline, title, name, notes)
    return document


def _open(file: Any, name: str) -> PdfReader:
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise LoadError(
                f"{name} is protected by a password.",
                remedy="Open it in a PDF viewer with its password and save it without one.",
            )
        count = len(reader.pages)
    except _DAMAGE as error:
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
    broken: list[int] = []
    for number in range(1, len(reader.pages) + 1):
        if time.monotonic() > deadline:
            raise LoadError(
                f"{name} takes more than {MAX_SECONDS:.0f} seconds to read.",
                remedy="Print it as a new PDF, or split it into smaller files.",
            )
        try:
            yield page_glyphs(reader.pages[number - 1], fonts)
        except _DAMAGE:
            broken.append(number)
            yield PageGlyphs((), False, False, 0.0)
    if broken and len(broken) == len(reader.pages):
        raise LoadError(
            f"{name} is damaged: none of its pages can be read.",
            remedy="Open it in a PDF viewer and print or save it as a new PDF.",
        )
    if broken:
        notes.append(Notice("damaged, not read", tuple(broken)))


def _note_pictures(
    glyphs: Sequence[PageGlyphs], bodies: Sequence[Sequence[Segment]], name: str, notes: list[Notice]
) -> None:
    """Name the pages that show something but give no text; refuse a file that has no others."""
    pictures = [
        number
        for number, (page, body) in enumerate(zip(glyphs, bodies, strict=True), 1)
        if not body and (page.pictured or (page.painted and not page.pieces))
    ]
    if pictures and not any(bodies):
        raise LoadError(
            f"{name} is a scan: its pages are pictures without text.",
            remedy="Run text recognition (OCR) over it, for example with ocrmypdf, and ingest the result.",
        )
    if pictures:
        notes.append(Notice("only a picture, not read: text recognition (OCR) is needed", tuple(pictures)))


def _build(
    glyphs: Sequence[PageGlyphs], outline: dict[str, int], title: str, name: str, notes: list[Notice]
) -> Document:
    segments = [page_segments(page.pieces) for page in glyphs]
    upright = without_furniture([found[0] if found else [] for found in segments], [page.height for page in glyphs])
    _note_pictures(glyphs, upright, name, notes)
    words = vocabulary("\n".join(segment.text for page in upright for segment in page))
    leading = usual_leading(segment for page in upright for segment in page) or _SINGLE
    pages: list[list[Paragraph | Grid]] = [
        [
            *(item for region in columns(body) for item in _items(region, words, leading)),
            *(item for turned in found[1:] for item in _items(turned, words, leading)),
        ]
        for body, found in zip(upright, segments, strict=True)
    ]
    style = body_style(segment for page in upright for segment in page)
    marked = _joined_over_pages(with_headings(pages, style, outline), words)
    builder = DocumentBuilder()
    for number, items in enumerate(marked, 1):
        _add(builder, items, number)
    return builder.document(name, "application/pdf", title=title, pages=len(glyphs), warnings=notes)


def _items(region: Sequence[Segment], words: frozenset[str], leading: float) -> Iterator[Paragraph | Grid]:
    lines: list[Segment] = []
    for part in text_and_tables(rows(region)):
        if isinstance(part, Grid):
            yield from paragraphs(lines, words, leading)
            lines = []
            yield part
        else:
            lines.append(part)
    yield from paragraphs(lines, words, leading)


def _joined_over_pages(pages: list[list[Paragraph | Grid]], words: frozenset[str]) -> list[list[Paragraph | Grid]]:
    """A paragraph that a page break cuts stands whole on the page where it begins."""
    last: list[Paragraph | Grid] | None = None
    for page in pages:
        first = page[0] if page else None
        before = last[-1] if last else None
        if isinstance(first, Paragraph) and isinstance(before, Paragraph) and last is not None:
            goes_on = first.kind == "paragraph" and before.kind in ("paragraph", "list") and first.size == before.size
            cut = first.text[0].islower() or len(before.text) > _LONG
            if goes_on and cut and before.text[-1] not in _STOPS:
                text = join_lines(before.text, first.text, words)
                last[-1] = Paragraph(before.kind, text, before.size, before.bold)
                del page[0]
        last = page or last
    return pages


def _add(builder: DocumentBuilder, items: Sequence[Paragraph | Grid], page: int) -> None:
    listed: list[str] = []
    for item in [*items, None]:
        if isinstance(item, Paragraph) and item.kind == "list":
            listed.append(item.text)
            continue
        builder.add("list", "\n".join(listed), page=page)
        listed = []
        if isinstance(item, Paragraph):
            builder.add(cast(BlockKind, item.kind), item.text, level=item.level, page=page)
        elif isinstance(item, Grid) and item.is_form:
            builder.add("paragraph", "\n".join(item.form_lines()), page=page)
        elif isinstance(item, Grid):
            builder.add_table(table_lines(item.rows), header_rows=int(has_header(item.rows)), page=page)


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
    except _DAMAGE:
        return {}
    return levels


def _title(reader: PdfReader) -> str:
    """The title in the file's properties, if it looks like one."""
    try:
        title = " ".join(str((reader.metadata and reader.metadata.title) or "").split())
    except _DAMAGE:
        return ""
    return "" if len(title) < 4 or _EMPTY_TITLES.fullmatch(title) else title


def _has_attachments(reader: PdfReader) -> bool:
    try:
        return bool(reader.attachments)
    except _DAMAGE:
        return False
