"""Texts of our own with marked names, as in `[Rose]P, did [Zenith Bank]O in [Lagos]L call?`.

`training/tagger/written/*.txt` has texts apart by empty lines, written as people write in mails, on web pages and in
reviews. P marks persons, L places, O organisations; M marks nationalities, works, products and events, which are no
personal data. Names stand without titles and possessive endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from training.tagger.spans import Document, Span

FOLDER = Path(__file__).parent / "written"

UNLABELLED = ("DATE_TIME", "STREET_ADDRESS")
"""Types that the marks say nothing about."""

_MARK = re.compile(r"\[([^\[\]\n]+)\]([PLOM])(?![A-Za-z])")
_TYPES = {"P": "PERSON", "L": "LOCATION", "O": "ORGANIZATION"}


def marked_texts(folder: Path = FOLDER) -> list[Document]:
    """All texts of a folder, in the order of the files' names."""
    return [made for path in sorted(folder.glob("*.txt")) for made in _texts(path.read_text(encoding="utf-8"))]


def marked(text: str) -> Document:
    """One text without its marks, and its spans."""
    plain, spans, end = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[end : match.start()]
        if match[2] in _TYPES:
            spans.append(Span(len(plain), len(plain) + len(match[1]), _TYPES[match[2]]))
        plain += match[1]
        end = match.end()
    return Document(plain + text[end:], tuple(spans), "written", unlabelled=UNLABELLED)


def lines(document: Document) -> Iterator[Document]:
    """Each line of a text by itself."""
    start = 0
    for line in document.text.split("\n"):
        end = start + len(line)
        inside = [span for span in document.spans if start <= span.start < end]
        spans = tuple(Span(span.start - start, span.end - start, span.label) for span in inside)
        yield replace(document, text=line, spans=spans)
        start = end + 1


def _texts(content: str) -> Iterator[Document]:
    for text in re.split(r"\n[ \t]*\n", content.strip()):
        yield marked(text.strip())
