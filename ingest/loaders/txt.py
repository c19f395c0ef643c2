"""Plain text: empty lines separate blocks; lines that were only wrapped are joined."""

from __future__ import annotations

import re
from collections.abc import Set
from pathlib import Path

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import decode, squeeze
from ingest.loaders.txt_headings import is_title, leading_level, own_level
from ingest.loaders.wrapping import is_item, unwrap, vocabulary

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
_UNDERLINE = re.compile(r"\s*([=\-~*_#])\1{2,}\s*")
_HEADING_CHARACTERS = 80


def load(path: Path, name: str) -> Document:
    """Read a text file.

    Raises:
        LoadError: it is binary, damaged or without text.
    """
    builder = DocumentBuilder()
    text = decode(path.read_bytes(), name)
    blocks = _Blocks(builder, vocabulary(text))
    for found in _PARAGRAPH.finditer(text):
        blocks.add(found.group().rstrip("\n").split("\n"))
    return builder.document(name, "text/plain")


class _Blocks:
    """Adds paragraph after paragraph, each with the heading on top of it."""

    def __init__(self, builder: DocumentBuilder, words: Set[str]) -> None:
        self._builder = builder
        self._words = words
        self._first = True
        self._numbered = False

    def add(self, lines: list[str]) -> None:
        """Add the lines between two empty ones."""
        first, self._first = self._first, False
        lines = self._without_heading(lines, first=first)
        lines = [line for line in lines if not _UNDERLINE.fullmatch(line)]
        if not lines:
            return
        if all(line.strip().startswith("|") for line in lines):
            self._builder.add_table([squeeze(line) for line in lines], header_rows=1)
            return
        joined = unwrap(lines, self._words)
        items = sum(map(is_item, joined))
        self._builder.add("list" if items and items == len(joined) else "paragraph", "\n".join(joined))

    def _without_heading(self, lines: list[str], *, first: bool) -> list[str]:
        underlined = len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]) is not None
        if underlined and len(lines[0].strip()) <= _HEADING_CHARACTERS:
            return self._heading(lines, 1 if "=" in lines[1] else 2, taken=2)
        level = own_level(lines) or (1 if first and is_title(lines) else 0)
        # In a numbered text a heading without a number stands beside the numbered ones, else under the one in capitals.
        level = level or leading_level(lines, unnumbered=1 if self._numbered else 2)
        if not level:
            return lines
        self._numbered = self._numbered or lines[0].strip().lstrip("§ ")[:1].isdigit()
        return self._heading(lines, level)

    def _heading(self, lines: list[str], level: int, taken: int = 1) -> list[str]:
        self._builder.add("heading", squeeze(lines[0]), level=level)
        return lines[taken:]
