"""Plain text: empty lines separate blocks; lines that were only wrapped are joined."""

from __future__ import annotations

import re
from collections.abc import Set
from pathlib import Path

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import decode, squeeze
from ingest.loaders.wrapping import LIST_ITEM, unwrap, vocabulary

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
_UNDERLINE = re.compile(r"\s*([=\-~*_#])\1{2,}\s*")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[A-Z][^.;:!?]*")
_HEADING_CHARACTERS = 80


def load(path: Path, name: str) -> Document:
    """Read a text file.

    Raises:
        LoadError: it is binary, damaged or without text.
    """
    builder = DocumentBuilder()
    text = decode(path.read_bytes(), name)
    words = vocabulary(text)
    for found in _PARAGRAPH.finditer(text):
        _add(builder, found.group().rstrip("\n").split("\n"), words)
    return builder.document(name, "text/plain")


def _add(builder: DocumentBuilder, lines: list[str], words: Set[str]) -> None:
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1]) and len(lines[0].strip()) <= _HEADING_CHARACTERS:
        builder.add("heading", squeeze(lines[0]), level=1 if "=" in lines[1] else 2)
        lines = lines[2:]
    elif level := _heading_level(lines):
        builder.add("heading", squeeze(lines[0]), level=level)
        return
    lines = [line for line in lines if not _UNDERLINE.fullmatch(line)]
    if not lines:
        return
    if all(line.strip().startswith("|") for line in lines):
        builder.add_table([squeeze(line) for line in lines], header_rows=1)
        return
    joined = unwrap(lines, words)
    items = sum(LIST_ITEM.match(line) is not None for line in joined)
    builder.add("list" if items and items == len(joined) else "paragraph", "\n".join(joined))


def _heading_level(lines: list[str]) -> int:
    """The level of a block that is a heading, else 0: one short line in capitals, or numbered like "2.1 Scope"."""
    line = squeeze(lines[0])
    if len(lines) > 1 or not 3 <= len(line) <= _HEADING_CHARACTERS:
        return 0
    if numbered := _NUMBERED.fullmatch(line):
        return min(numbered.group(1).count(".") + 1, 6)
    letters = sum(character.isalpha() for character in line)
    return 1 if line.isupper() and letters >= 3 and line[-1] not in ".,;" and "|" not in line else 0
