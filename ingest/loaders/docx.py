"""DOCX, by python-docx: the body's paragraphs, lists and tables in order, as it reads with all changes accepted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile
from zlib import error as ZlibError

from ingest.document import Document
from ingest.loaders.archives import check_archive
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import squeeze
from ingest.loaders.docx_parts import not_read, notes_of
from ingest.loaders.docx_styles import Styles
from ingest.loaders.docx_tables import rows
from ingest.loaders.docx_text import Reader, Reference, references
from ingest.loaders.docx_xml import W, in_fallback
from ingest.loaders.merged_cells import MergedCells
from ingest.loaders.tables import table_lines
from policies.errors import LoadError

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def load(path: Path, name: str) -> Document:
    """Read a Word document: its body, with comments and footnotes behind what they are about.

    What is not read (page headers, tracked deletions, hidden or struck-out text, pictures, embedded objects) is
    named in the warnings. Of the properties only the title is read.

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
        styles = Styles(document)
        reader = Reader(styles)
        merged = MergedCells(name, path.stat().st_size)
        _Body(builder, styles, reader, notes_of(document, reader), merged).add(document.element.body)
        title = squeeze(document.core_properties.title or "")
        notes = list(not_read(document, reader))
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


class _Body:
    """Adds blocks in the order of the body."""

    def __init__(
        self,
        builder: DocumentBuilder,
        styles: Styles,
        reader: Reader,
        notes: dict[Reference, str],
        merged: MergedCells,
    ) -> None:
        self._builder = builder
        self._styles = styles
        self._reader = reader
        self._notes = notes
        self._merged = merged
        self._due: list[str] = []
        self._items: list[str] = []
        self._counts: Counter[tuple[str, int]] = Counter()

    def add(self, container: Any) -> None:
        """Add a container's paragraphs and tables, also those in content controls and text boxes."""
        for element in container:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._flush()
                self._table(element)
                self._refer(element)
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo"):
                self.add(element)
        self._flush()

    def _paragraph(self, element: Any) -> None:
        text = self._reader.text(element)
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
        self._refer(element)
        if not self._items:
            self._flush()
        for box in element.iter(f"{W}txbxContent"):
            if not in_fallback(box):
                self.add(box)

    def _table(self, element: Any) -> None:
        read = self._merged.table([rows(element, self._reader)])
        for title in read.titles:
            self._builder.add("paragraph", squeeze(title))
        self._builder.add_table(table_lines(read.rows), header_rows=int(read.has_header))

    def _refer(self, element: Any) -> None:
        """Keep the notes that an element refers to until it is added; each is told once."""
        self._due += filter(None, (self._notes.pop(each, None) for each in references(element)))

    def _flush(self) -> None:
        """Add the list that is open, and the notes to what stands above."""
        self._builder.add("list", "\n".join(self._items))
        for note in self._due:
            self._builder.add("paragraph", note)
        self._items, self._due = [], []
