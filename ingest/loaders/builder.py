"""Puts blocks into one text and keeps their offsets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from ingest.document import Block, BlockKind, Document, Notice
from ingest.loaders.characters import clean, squeeze
from policies.errors import LoadError

_TITLE_CHARACTERS = 200


class DocumentBuilder:
    """Collects blocks in reading order; `document()` makes the `Document` that they stand in.

    Blocks are separated by an empty line. In a block's text a newline means something (the next item, row or label);
    lines that were only wrapped are joined by the loader.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, kind: BlockKind, text: str, *, level: int = 0, page: int | None = None) -> None:
        """Add a block; one without any visible character is passed over."""
        text = text.strip("\n").rstrip() if kind == "code" else text.strip()
        if text.strip():
            start = self._append(text)
            leading = len(text) - len(text.lstrip())
            self._blocks.append(Block(kind, start + leading, self._length, level, page))

    def add_table(self, lines: Sequence[str], *, header_rows: int = 0, page: int | None = None) -> None:
        """Add a table of pipe rows, the first `header_rows` of which are its header."""
        if not lines:
            return
        start = self._append("\n".join(lines))
        header = "\n".join(lines[:header_rows]) if header_rows < len(lines) else ""
        header_end = start + len(header) if header else None
        self._blocks.append(Block("table", start, self._length, page=page, header_end=header_end))

    def document(
        self,
        name: str,
        media_type: str,
        *,
        title: str = "",
        pages: int | None = None,
        warnings: Sequence[Notice] = (),
    ) -> Document:
        """The finished document. Without a `title` the heading above all is it, and without one the file's name.

        Raises:
            LoadError: there is no text.
        """
        if not self._blocks:
            raise LoadError(f"{name} holds no text.", remedy="Check that it is the right file, or leave it out.")
        text = "".join(self._parts)
        title = squeeze(clean(title)) or self._leading_heading(text) or _spoken(name)
        blocks, notes = tuple(self._blocks), tuple(warnings)
        return Document(name, media_type, title[:_TITLE_CHARACTERS], text, blocks, pages, notes)

    def _append(self, text: str) -> int:
        if self._parts:
            self._parts.append("\n\n")
            self._length += 2
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def _leading_heading(self, text: str) -> str:
        """The heading that names the whole document: its first block, or the only one of the first level."""
        top = [block for block in self._blocks if block.level == 1]
        if self._blocks[0].kind == "heading":
            top = self._blocks[:1]
        return squeeze(text[top[0].start : top[0].end]) if len(top) == 1 else ""


def _spoken(name: str) -> str:
    """A file name as words: `visit-notes_2024.txt` is "visit notes 2024"."""
    return squeeze(PurePath(name).stem.replace("_", " ").replace("-", " ")) or name
