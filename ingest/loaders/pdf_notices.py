"""What of a PDF was not read, for whoever ingests it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from ingest.document import Notice
from ingest.loaders.pdf_damage import DAMAGE
from ingest.loaders.pdf_glyphs import PageGlyphs
from ingest.loaders.pdf_visibility import NOT_READ
from ingest.loaders.pictures import pictures_not_read
from policies.errors import LoadError


def not_read(pages: Sequence[PageGlyphs], readable: Sequence[bool], name: str) -> Iterator[Notice]:
    """Name the pages with hidden text, with pictures, and those that show something but give no text.

    Raises:
        LoadError: there are no others: the file is a scan.
    """
    numbered = list(enumerate(pages, 1))
    for verdict, what in NOT_READ.items():
        if found := tuple(number for number, page in numbered if verdict in page.hidden):
            yield Notice(what, found)
    mute = [
        number
        for (number, page), has_text in zip(numbered, readable, strict=True)
        if not has_text and (page.pictures or (page.painted and not page.pieces and not page.hidden))
    ]
    if mute and not any(readable) and not any(page.said for page in pages):
        raise LoadError(
            f"{name} is a scan: its pages are pictures without text.",
            remedy="Run text recognition (OCR) over it, for example with ocrmypdf, and ingest the result.",
        )
    if mute:
        yield Notice("only a picture, not read: text recognition (OCR) is needed", tuple(mute))
    pictured = [(number, page.pictures) for number, page in numbered if page.pictures and number not in mute]
    if pictured:
        yield pictures_not_read(sum(count for _, count in pictured), tuple(number for number, _ in pictured))


def beside_the_pages(reader: PdfReader, on_pages: int) -> Iterator[Notice]:
    """Name attached files, `on_pages` of which were found there, and the data of an XFA form."""
    try:
        attached = on_pages + len(reader.attachments)
    except DAMAGE:
        attached = on_pages + 1  # a list of files that can't be read is one of files all the same
    if attached:
        files = "1 file" if attached == 1 else f"{attached} files"
        yield Notice(f"{files} attached to the PDF: not read; ingest each by itself")
    if _has_xfa(reader):
        yield Notice("a form of Adobe's XFA kind: its data was not read; print it to a new PDF and ingest that")


def _has_xfa(reader: PdfReader) -> bool:
    try:
        catalog = cast(DictionaryObject, reader.trailer["/Root"].get_object())
        return "/XFA" in catalog.get("/AcroForm", DictionaryObject()).get_object()
    except DAMAGE:
        return False
