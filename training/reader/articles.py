"""Questions in SQuAD's manner as documents of the product: a file an article, and how gold spans are looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def write_articles(rows: Sequence[Row], folder: Path) -> None:
    """One Markdown file a title, a paragraph a context."""
    folder.mkdir()
    articles: dict[str, dict[str, None]] = {}
    for row in rows:
        articles.setdefault(row["title"], {})[" ".join(row["context"].split())] = None
    for title, paragraphs in articles.items():
        text = f"# {title.replace('_', ' ')}\n\n" + "\n\n".join(paragraphs) + "\n"
        (folder / f"{file_name(title)}.md").write_text(text, "utf-8")


def file_name(title: str) -> str:
    """The name of a title's file, without suffix."""
    return re.sub(r"[^\w-]+", "_", title)


def plain(text: str) -> str:
    """A text in lower case with single spaces: how spans and quotes are compared."""
    return " ".join(text.split()).casefold()
