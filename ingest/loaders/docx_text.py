"""The text of a Word paragraph as it reads with all changes accepted: nothing deleted, moved, struck out or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ingest.loaders.characters import clean, squeeze
from ingest.loaders.docx_styles import Styles
from ingest.loaders.docx_xml import MC, W, in_fallback, value_of

# Field codes (where a link leads), the second rendering of a drawing, and what is a block of its own.
_SKIPPED: Final = frozenset(
    [*(W + name for name in ("instrText", "txbxContent", "pPr", "rPr", "sdtPr")), MC + "Fallback"]
)
_DELETED: Final = frozenset(W + name for name in ("del", "moveFrom", "delText"))
_NOTES: Final = {f"{W}{kind}Reference": kind for kind in ("comment", "footnote", "endnote")}

Reference = tuple[str, str]
"""What a note is referred to by: its kind ("comment", "footnote" or "endnote") and its id."""


class Reader:
    """Reads paragraphs, and remembers what it left out."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.deleted = False
        self.hidden = False
        self.struck = False

    def text(self, paragraph: Any) -> str:
        """The visible text; line breaks are newlines."""
        return clean("".join(self._pieces(paragraph, value_of(paragraph, "pPr/pStyle"))))

    def _pieces(self, element: Any, style: str) -> Iterator[str]:
        for child in element:
            if child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag in (f"{W}br", f"{W}cr"):
                yield " " if child.get(f"{W}type") in ("page", "column") else "\n"
            elif child.tag in (f"{W}tab", f"{W}ptab"):
                yield " "
            elif child.tag == f"{W}noBreakHyphen":
                yield "-"
            elif child.tag in _DELETED:
                self.deleted = self.deleted or _says_something(child)
            elif child.tag == f"{W}r" and self._styles.hides(child, style):
                self.hidden = self.hidden or _says_something(child)
            elif child.tag == f"{W}r" and self._styles.strikes(child, style):
                self.struck = self.struck or _says_something(child)
            elif child.tag not in _SKIPPED:
                yield from self._pieces(child, style)

    def lines(self, container: Any) -> str:
        """All paragraphs of a note on one line."""
        return squeeze(" ".join(map(self.text, container.iter(f"{W}p"))))


def references(element: Any) -> Iterator[Reference]:
    """The notes that a paragraph or table refers to, in order."""
    for child in element.iter(*_NOTES):
        deleted = any(parent.tag in _DELETED for parent in child.iterancestors())
        if not deleted and not in_fallback(child):
            yield _NOTES[child.tag], child.get(f"{W}id", "")


def _says_something(element: Any) -> bool:
    return any((each.text or "").strip() for each in element.iter(f"{W}t", f"{W}delText"))
