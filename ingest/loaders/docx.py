"""DOCX, by python-docx: the body's paragraphs, lists and tables in order, as it reads with all changes accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile
from zlib import error as ZlibError

from ingest.document import Document, Notice
from ingest.loaders.archives import check_archive
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import clean, squeeze
from ingest.loaders.tables import has_header, table_lines
from policies.errors import LoadError

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted or moved away, field codes, the second rendering of a drawing, and what is a block of its own.
_SKIPPED = frozenset(
    [
        *(_W + name for name in ("del", "moveFrom", "instrText", "delText", "txbxContent", "pPr", "rPr")),
        _MC + "Fallback",
    ]
)
_UNREAD: Final = {
    "header": "page headers",
    "footer": "page footers",
    "comments": "comments",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
}


def load(path: Path, name: str) -> Document:
    """Read a Word document. What stands outside the body (footnotes, comments, headers) is named in the warnings.

    Raises:
        LoadError: it is encrypted, damaged, no Word document, without text, or unpacks to more than is sane.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    check_archive(path, name, needs="word/document.xml")
    try:
        document = docx.Document(str(path))
        builder = DocumentBuilder()
        _Body(builder, _Styles(document)).add(document.element.body)
        title, notes = squeeze(clean(document.core_properties.title or "")), _unread(document)
    except (
        OpcError,
        LxmlError,
        BadZipFile,
        ZlibError,
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        OSError,
    ) as error:
        raise LoadError(
            f"{name} is damaged or no Word document ({type(error).__name__}).",
            remedy="Open it in Word or LibreOffice and save it again as .docx.",
        ) from None
    return builder.document(name, MEDIA_TYPE, title="" if title == "Word Document" else title, warnings=notes)


class _Styles:
    """What a paragraph is, by its style and numbering."""

    def __init__(self, document: Any) -> None:
        self._headings: dict[str, int] = {}
        self._lists: dict[str, tuple[str, int]] = {}
        for style in document.styles.element.iterfind(f"{_W}style"):
            key = style.get(f"{_W}styleId", "")
            name = _value(style, "name").lower()
            based = _value(style, "basedOn")
            level = _value(style, "pPr/outlineLvl")
            if name == "title":
                self._headings[key] = 1
            elif name.startswith("heading ") and name[8:].isdigit():
                self._headings[key] = int(name[8:])
            elif level.isdigit() and int(level) < 9:
                self._headings[key] = int(level) + 1
            elif based in self._headings and not name.startswith("toc"):
                self._headings[key] = self._headings[based]
            if (number := _numbering(style)) or name.startswith(("list bullet", "list number")):
                self._lists[key] = number or ("bullet" if "bullet" in name else name, 0)
        self._formats = _formats(document)

    def heading_level(self, paragraph: Any) -> int:
        """1..6, or 0 for what is no heading."""
        own = _value(paragraph, "pPr/outlineLvl")
        if own.isdigit() and int(own) < 9:
            return min(int(own) + 1, 6)
        return min(self._headings.get(_value(paragraph, "pPr/pStyle"), 0), 6)

    def list_place(self, paragraph: Any) -> tuple[str, int, bool] | None:
        """The list a paragraph is an item of, its depth from 0, and whether it is numbered; None for no item."""
        place = _numbering(paragraph) or self._lists.get(_value(paragraph, "pPr/pStyle"))
        if place is None or place[0] == "0":
            return None
        key, depth = place
        kind = self._formats.get(place, "decimal" if "number" in key else "bullet")
        return key, depth, kind not in ("bullet", "none")


class _Body:
    """Adds blocks in the order of the body."""

    def __init__(self, builder: DocumentBuilder, styles: _Styles) -> None:
        self._builder = builder
        self._styles = styles
        self._items: list[str] = []
        self._counts: Counter[tuple[str, int]] = Counter()

    def add(self, container: Any) -> None:
        """Add a container's paragraphs and tables, also those in content controls and text boxes."""
        for element in container:
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._flush()
                rows = list(_rows(element))
                self._builder.add_table(table_lines(rows), header_rows=_header_rows(element, rows))
            elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
                self.add(element)
        self._flush()

    def _paragraph(self, element: Any) -> None:
        text = _text(element)
        level, place = self._styles.heading_level(element), self._styles.list_place(element)
        if level:
            self._flush()
            self._builder.add("heading", squeeze(text), level=level)
        elif place and text.strip():
            key, depth, numbered = place
            self._counts[key, depth] += 1
            for deeper in [other for other in self._counts if other[0] == key and other[1] > depth]:
                del self._counts[deeper]
            mark = f"{self._counts[key, depth]}." if numbered else "-"
            self._items.append(f"{'  ' * min(depth, 5)}{mark} {squeeze(text)}")
        elif text.strip():
            self._flush()
            self._builder.add("paragraph", "\n".join(filter(None, (squeeze(line) for line in text.split("\n")))))
        for box in element.iter(f"{_W}txbxContent"):
            if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
                self.add(box)

    def _flush(self) -> None:
        self._builder.add("list", "\n".join(self._items))
        self._items = []


def _text(element: Any) -> str:
    """A paragraph's visible text; line breaks are newlines."""
    return clean("".join(_pieces(element)))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield " " if child.get(f"{_W}type") in ("page", "column") else "\n"
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        elif child.tag not in _SKIPPED:
            yield from _pieces(child)


def _rows(table: Any) -> Iterator[list[str]]:
    """A table's rows; merged cells keep their text in the first, a table inside a cell becomes its text."""
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table or row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            cells.append(" ".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p")))
            span = _value(cell, "tcPr/gridSpan")
            cells += [""] * (int(span) - 1 if span.isdigit() and int(span) < 100 else 0)
        yield cells


def _header_rows(table: Any, rows: list[list[str]]) -> int:
    """Rows marked as repeated on each page, else the first if it names the columns."""
    marked = sum(row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in table.iterfind(f"{_W}tr"))
    return marked or int(has_header(rows))


def _value(element: Any, path: str) -> str:
    found = element.find("/".join(_W + step for step in path.split("/")))
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _numbering(element: Any) -> tuple[str, int] | None:
    key, depth = _value(element, "pPr/numPr/numId"), _value(element, "pPr/numPr/ilvl")
    return (key, int(depth) if depth.isdigit() else 0) if key else None


def _formats(document: Any) -> dict[tuple[str, int], str]:
    """How each level of each list is numbered: "bullet", "decimal", ..."""
    part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
    if part is None:
        return {}
    root = part.element
    levels = {
        (abstract.get(f"{_W}abstractNumId"), int(level.get(f"{_W}ilvl", "0"))): _value(level, "numFmt")
        for abstract in root.iterfind(f"{_W}abstractNum")
        for level in abstract.iterfind(f"{_W}lvl")
    }
    return {
        (number.get(f"{_W}numId"), depth): kind
        for number in root.iterfind(f"{_W}num")
        for (abstract, depth), kind in levels.items()
        if abstract == _value(number, "abstractNumId")
    }


def _unread(document: Any) -> list[Notice]:
    """Warnings for the parts with text that are not read."""
    import re

    found: set[str] = set()
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in _UNREAD and not relation.is_external:
            text = re.findall(rb"<w:t(?: [^>]*)?>([^<]*\w[^<]*)</w:t>", relation.target_part.blob)
            if text:
                found.add(_UNREAD[kind])
    return [Notice(f"{what} were not read") for what in sorted(found)]
