"""Markdown: the parts that carry structure, without a full parser."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.document import Document
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import decode, squeeze


def load(path: Path, name: str) -> Document:
    """Read a Markdown file."""
    builder = DocumentBuilder()
    for part in re.split(r"\n{2,}", decode(path.read_bytes(), name)):
        if found := re.match(r"(#{1,6}) (.*)", part):
            builder.add("heading", found.group(2), level=len(found.group(1)))
            part = part[found.end() :]
        builder.add("paragraph", squeeze(part))
    return builder.document(name, "text/markdown")
