"""HTML, by lxml: the page's content in blocks, without scripts, navigation and what is hidden."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.document import BlockKind, Document, Notice
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import clean, decode, squeeze
from ingest.loaders.html_content import BLOCKS, is_dropped, is_hidden, is_struck, text_of, verbatim
from ingest.loaders.html_lists import definitions, holds_blocks, items
from ingest.loaders.html_tables import is_data, parts
from ingest.loaders.merged_cells import MergedCells
from ingest.loaders.pictures import pictures_not_read
from ingest.loaders.strikes import STRUCK_OUT
from ingest.loaders.tables import table_lines
from policies.errors import LoadError

_EMBEDDED = ("iframe", "object", "embed", "audio", "video")
_FIELDS = ("input", "textarea", "select")
_BUTTONS = ("button", "submit", "reset", "image")
_DOT = ("0", "1")  # a picture that only counts visitors
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_MAX_DEPTH = 200
_TOO_DEEP = Notice("what stands too deep in its elements, or behind such a part, was not read")


def load(path: Path, name: str) -> Document:
    """Read what a page shows and holds true: no comments, attributes, scripts, hidden or struck-out parts.

    What a person may miss of it is named in the warnings.

    Raises:
        LoadError: it is binary, damaged or without content.
    """
    from lxml import etree, html

    text = _characters(path.read_bytes(), name)
    # Declared encodings no longer hold for decoded text, and lxml refuses them there.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
        tree = html.document_fromstring(text, parser=parser)
        cut_short = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise LoadError(
            f"{name} can't be read as HTML ({type(error).__name__}).",
            remedy="Open it in a browser and save it again as a web page.",
        ) from None
    builder = DocumentBuilder()
    found = tree.find("body")
    body = tree if found is None else found
    notes = [_TOO_DEEP] if _shortened(body) or cut_short else []
    notes += _not_read(body)
    _Walker(builder, MergedCells(name, len(text))).walk(body)
    return builder.document(name, "text/html", title=tree.findtext("head/title") or "", warnings=notes)


def _shortened(body: Any) -> bool:
    """Take out what stands deeper than any page needs, and say whether there was any: it is read by recursion."""
    from lxml import etree

    deepest = []
    depth = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth == _MAX_DEPTH and len(element):
            deepest.append(element)
    for element in deepest:
        del element[:]
    return bool(deepest)


def _not_read(body: Any) -> Iterator[Notice]:
    """Name what a person may miss; asked before the walk, which takes lists apart."""
    if any(is_hidden(element) and squeeze(element.text_content()) for element in body.iter("*")):
        yield Notice("hidden text was not read")
    if any(is_struck(element) and squeeze(element.text_content()) for element in body.iter("*")):
        yield STRUCK_OUT
    fields = (field for field in body.iter(*_FIELDS) if field.get("type", "text").lower() not in _BUTTONS)
    if any(field.get("value") or squeeze(field.text_content()) for field in fields):
        yield Notice("values of form fields were not read")
    embedded = sum(1 for _ in body.iter(*_EMBEDDED))
    if embedded:
        yield Notice(
            "1 embedded object was not read" if embedded == 1 else f"{embedded} embedded objects were not read"
        )
    pictures = sum(image.get("width") not in _DOT and image.get("height") not in _DOT for image in body.iter("img"))
    if pictures:
        yield pictures_not_read(pictures)


def _characters(data: bytes, name: str) -> str:
    """The text by its byte order mark, else by the charset that it declares, else by the rules for plain text."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        encoding = declared.group(1).decode("ascii", "replace").lower()
        # What calls itself Latin-1 or ASCII is Windows-1252 (WHATWG Encoding Standard, section 4.2).
        encoding = "cp1252" if encoding in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else encoding
        try:
            if encoding not in ("utf-8", "utf8", "utf-16"):
                return clean(data.decode(encoding, "replace"))
        except LookupError:
            pass  # an encoding that no one knows: fall through to the rules for plain text
    return decode(data, name)


class _Walker:
    """Goes through the elements in order and hands finished blocks to the builder."""

    def __init__(self, builder: DocumentBuilder, tables: MergedCells) -> None:
        self._builder = builder
        self._tables = tables
        self._inline: list[str] = []
        self._level = 1

    def walk(self, element: Any) -> None:
        """Add an element's content as blocks; what is inline around them becomes paragraphs."""
        self._inline.append(_spaced(element.text))
        for child in element:
            self._child(child)
            self._inline.append(_spaced(child.tail))
        if element.tag in BLOCKS:
            self.flush("paragraph")

    def _child(self, child: Any) -> None:
        tag = child.tag if isinstance(child.tag, str) else ""
        if not tag or is_dropped(child):
            return
        if tag == "br":
            self._inline.append("\n")
        elif tag not in BLOCKS:
            self.walk(child)
        else:
            self.flush("paragraph")
            if re.fullmatch("h[1-6]", tag):
                self._level = int(tag[1])
                self._builder.add("heading", squeeze(text_of(child)), level=self._level)
            elif tag == "summary":  # what folds out is a section under the heading above
                self._builder.add("heading", squeeze(text_of(child)), level=min(self._level + 1, 6))
            elif tag == "pre":
                self._builder.add("code", clean(verbatim(child)))
            elif tag in ("ul", "ol") and not holds_blocks(child):
                self._builder.add("list", "\n".join(items(child, 0)))
            elif tag == "table" and is_data(child):
                self._table(child)
            elif tag == "dl":
                self._builder.add("list", "\n".join(definitions(child)))
            else:
                self.walk(child)
                self.flush("paragraph")

    def _table(self, table: Any) -> None:
        for caption in table.iterfind("caption"):
            self._builder.add("paragraph", squeeze(text_of(caption)))
        read = self._tables.table(parts(table))
        for title in read.titles:
            self._builder.add("paragraph", title)
        self._builder.add_table(table_lines(read.rows), header_rows=int(read.has_header))

    def flush(self, kind: BlockKind) -> None:
        """Close the running text as one block."""
        lines = [squeeze(line) for line in "".join(self._inline).split("\n")]
        self._builder.add(kind, "\n".join(filter(None, lines)))
        self._inline = []


def _spaced(text: str | None) -> str:
    """Text of the source: its newlines are spaces, only `<br>` breaks a line."""
    return re.sub(r"\s+", " ", clean(text)) if text else ""
