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
from ingest.loaders.pictures import pictures_not_read
from ingest.loaders.tables import has_header, table_lines
from policies.errors import LoadError

_DROPPED = frozenset(
    "script style noscript template nav footer aside head svg math canvas iframe object embed audio video picture "
    "button select option datalist input textarea dialog menu map".split()
)
_BOILERPLATE_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "complementary", "dialog"])
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form header hr "
    "html legend li main ol p pre section summary table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6".split()
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|clip\s*:\s*rect\(\s*0"
    r"|(?:opacity|font-size)\s*:\s*0{0,9}\.?0{1,9}\s*(?:px|pt|r?em|%)?\s*(?:!|;|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
_EMBEDDED = ("iframe", "object", "embed", "audio", "video")
_FIELDS = ("input", "textarea", "select")
_BUTTONS = ("button", "submit", "reset", "image")
_DOT = ("0", "1")  # a picture that only counts visitors
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_SKIP = re.compile(r"\s*(?:skip|jump|back) to ", re.I)
_MAX_DEPTH = 200


def load(path: Path, name: str) -> Document:
    """Read what a page shows: no comments, attributes, scripts or hidden parts; pictures and fields are named.

    Raises:
        LoadError: it is binary, damaged or without content.
    """
    from lxml import etree, html

    text = _characters(path.read_bytes(), name)
    # Declared encodings no longer hold for decoded text, and lxml refuses them there.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
        tree = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise LoadError(
            f"{name} can't be read as HTML ({type(error).__name__}).",
            remedy="Open it in a browser and save it again as a web page.",
        ) from None
    builder = DocumentBuilder()
    found = tree.find("body")
    body = tree if found is None else found
    notes = list(_not_read(body))
    _Walker(builder).walk(body, 0)
    return builder.document(name, "text/html", title=tree.findtext("head/title") or "", warnings=notes)


def _not_read(body: Any) -> Iterator[Notice]:
    """Name what a person may miss; asked before the walk, which takes lists apart."""
    if any(_is_hidden(element) and squeeze(element.text_content()) for element in body.iter("*")):
        yield Notice("hidden text was not read")
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

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._inline: list[str] = []
        self._level = 1

    def walk(self, element: Any, depth: int) -> None:
        """Add an element's content as blocks; what is inline around them becomes paragraphs."""
        self._inline.append(_spaced(element.text))
        for child in element:
            self._child(child, depth)
            self._inline.append(_spaced(child.tail))
        if element.tag in _BLOCKS:
            self.flush("paragraph")

    def _child(self, child: Any, depth: int) -> None:
        tag = child.tag if isinstance(child.tag, str) else ""
        if not tag or depth > _MAX_DEPTH or _is_dropped(child):
            return
        if tag == "br":
            self._inline.append("\n")
        elif tag not in _BLOCKS:
            self.walk(child, depth + 1)
        else:
            self.flush("paragraph")
            if re.fullmatch("h[1-6]", tag):
                self._level = int(tag[1])
                self._builder.add("heading", squeeze(_text(child)), level=self._level)
            elif tag == "summary":  # what folds out is a section under the heading above
                self._builder.add("heading", squeeze(_text(child)), level=min(self._level + 1, 6))
            elif tag == "pre":
                self._builder.add("code", clean(_verbatim(child)))
            elif tag in ("ul", "ol") and not _holds_blocks(child):
                self._builder.add("list", "\n".join(_items(child, 0)))
            elif tag == "table" and _is_data(child):
                self._table(child)
            elif tag == "dl":
                self._builder.add("list", "\n".join(_definitions(child)))
            else:
                self.walk(child, depth + 1)
                self.flush("paragraph")

    def _table(self, table: Any) -> None:
        for caption in table.iterfind("caption"):
            self._builder.add("paragraph", squeeze(_text(caption)))
        rows = [[squeeze(_text(cell)) for cell in row.iterfind("*")] for row in _rows(table)]
        heads = [row for row in _rows(table) if row.findall("th") and not row.findall("td")]
        first_is_head = bool(heads) and next(_rows(table)) is heads[0]
        self._builder.add_table(table_lines(rows), header_rows=int(first_is_head or has_header(rows)))

    def flush(self, kind: BlockKind) -> None:
        """Close the running text as one block."""
        lines = [squeeze(line) for line in "".join(self._inline).split("\n")]
        self._builder.add(kind, "\n".join(filter(None, lines)))
        self._inline = []


def _spaced(text: str | None) -> str:
    """Text of the source: its newlines are spaces, only `<br>` breaks a line."""
    return re.sub(r"\s+", " ", clean(text)) if text else ""


def _is_dropped(element: Any) -> bool:
    role = element.get("role", "").lower()
    if element.tag == "header" and element.find(".//h1") is None and element.getparent().tag == "body":
        return True
    if element.tag in ("ul", "ol", "a") and _is_contents(element):
        return True
    return element.tag in _DROPPED or role in _BOILERPLATE_ROLES or _is_hidden(element)


def _is_hidden(element: Any) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or _HIDDEN.search(element.get("style", "")) is not None


def _is_contents(element: Any) -> bool:
    """Whether a list holds nothing but links into its own page, or a link only skips to another part of it."""
    if element.tag == "a":
        return element.get("href", "").startswith("#") and _SKIP.match(element.text_content()) is not None
    links = [link for link in element.iter("a") if link.get("href", "").startswith("#")]
    inside = sum(len(squeeze(link.text_content())) for link in links)
    return len(links) > 1 and inside >= 0.9 * len(squeeze(element.text_content()))


def _text(element: Any) -> str:
    """All visible text inside an element, blocks apart."""
    if _is_dropped(element):
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            inner = _text(child)
            parts.append(f" {inner} " if child.tag in _BLOCKS or child.tag == "br" else inner)
        parts.append(child.tail or "")
    return clean("".join(parts))


def _verbatim(element: Any) -> str:
    """All visible text with its white space as it stands."""
    if _is_dropped(element):
        return ""
    parts = [element.text or ""]
    for child in element:
        inner = "\n" if child.tag == "br" else _verbatim(child) if isinstance(child.tag, str) else ""
        parts += [inner, child.tail or ""]
    return "".join(parts)


def _holds_blocks(element: Any) -> bool:
    """Whether a list is really page layout: its items hold headings, tables or several paragraphs."""
    if next(element.iter("h1", "h2", "h3", "h4", "h5", "h6", "table", "pre"), None) is not None:
        return True
    return any(len(item.findall("p")) > 1 for item in element.iter("li"))


def _items(element: Any, depth: int) -> Iterator[str]:
    for number, item in enumerate(element.iterfind("li"), 1):
        if _is_dropped(item):
            continue
        nested = [child for child in item if child.tag in ("ul", "ol")]
        for child in nested:
            child.getparent().remove(child)
        mark = f"{number}." if element.tag == "ol" else "-"
        if text := squeeze(_text(item)):
            yield f"{'  ' * depth}{mark} {text}"
        for child in nested:
            if not _is_dropped(child):
                yield from _items(child, min(depth + 1, 5))


def _definitions(element: Any) -> Iterator[str]:
    term = ""
    for child in element.iter("dt", "dd"):
        text = squeeze(_text(child))
        if child.tag == "dt":
            term = text
        elif text:
            yield f"- {term}: {text}" if term else f"- {text}"


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows, not those of tables inside it."""
    for part in table:
        if not isinstance(part.tag, str) or _is_dropped(part):
            continue
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.iterfind("tr") if not _is_dropped(row))


def _is_data(table: Any) -> bool:
    """Whether a table holds data: at least two rows of at least two cells, and no table inside."""
    rows = [len(row.findall("*")) for row in _rows(table)]
    return len(rows) > 1 and max(rows) > 1 and table.find(".//table") is None
