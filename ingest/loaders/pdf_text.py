"""Strings of a PDF page's content: their codes, meaning and width, by their font (PDF 32000-1, section 9)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

from pypdf.generic._font import Font

_WIDE = re.compile(r" {3,}")  # columns that were made with spaces


def decode(font: Font, item: Any) -> tuple[str, Callable[[str], str]]:
    """The codes of a string, one character each, and what each one means."""
    data = item.original_bytes if hasattr(item, "original_bytes") else bytes(item)
    if isinstance(font.encoding, str):
        encoding, mapping = font.encoding, font.character_map
        return data.decode(encoding, "replace"), lambda code: str(mapping.get(code, code))
    table, mapping = font.encoding, font.character_map

    def meaning(code: str) -> str:
        decoded = table.get(ord(code), code)
        return str(mapping.get(decoded, decoded))

    return data.decode("latin-1"), meaning


def parts(codes: str) -> list[str]:
    """Codes cut behind each wide run of spaces."""
    borders = [0, *(found.end() for found in _WIDE.finditer(codes)), len(codes)]
    return [codes[a:b] for a, b in itertools.pairwise(borders) if a < b]


def ends_wide(text: str) -> bool:
    """Whether a text holds a wide run of spaces, behind which a new piece begins."""
    return _WIDE.search(text) is not None


def width(font: Font, codes: str, *, size: float, char_space: float, word_space: float, scale: float) -> float:
    """How far codes move on along the baseline, in units of the text matrix."""
    glyphs = sum(font.space_width if c == font.space_char else font.get_text_width(c) for c in codes)
    spaces = codes.count(font.space_char) * word_space
    return float((glyphs / 1000 * size + len(codes) * char_space + spaces) * scale)
