"""HTML, by lxml."""

from __future__ import annotations

from pathlib import Path

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import clean, squeeze


def load(path: Path, name: str) -> Document:
    """Read a page."""
    from lxml import html

    tree = html.fromstring(path.read_bytes())
    builder = DocumentBuilder()
    for element in tree.iter("h1", "h2", "h3", "h4", "p", "li", "td"):
        text = squeeze(clean(element.text_content()))
        if element.tag.startswith("h"):
            builder.add("heading", text, level=int(element.tag[1]))
        else:
            builder.add("paragraph", text)
    return builder.document(name, "text/html", title=tree.findtext(".//title") or "")
