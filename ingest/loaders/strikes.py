"""What is struck out: it stands there as what no longer holds, and answers nothing."""

from __future__ import annotations

import re
from typing import Final

from ingest.document import Notice
from ingest.loaders.hidden_markup import without_elements

STRUCK_OUT: Final = Notice("struck-out text was not read")
STRUCK_ELEMENTS: Final = frozenset(("del", "s", "strike"))
_MARK: Final = re.compile(r"(?<!~)~~(?!~)")


def without_struck(text: str) -> str:
    """Inline Markdown without what stands between two `~~` (GitHub Flavored Markdown, 6.5) or in struck-out elements.

    What has no end stays.
    """
    text = without_struck_elements(text)
    parts: list[str] = []
    kept = 0
    opening: re.Match[str] | None = None
    for mark in _MARK.finditer(text):
        if opening is not None and not text[mark.start() - 1].isspace():
            parts.append(text[kept : opening.start()])
            kept, opening = mark.end(), None
        elif text[mark.end() : mark.end() + 1].strip():
            opening = mark
    return "".join([*parts, text[kept:]])


def without_struck_elements(text: str, *, blocks: bool = False) -> str:
    """The text without `<del>`, `<s>` and `<strike>`; with `blocks` only those that begin a line."""
    return without_elements(text, lambda tag, _: tag in STRUCK_ELEMENTS, blocks=blocks)
