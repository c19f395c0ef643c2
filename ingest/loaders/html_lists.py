"""Lists of an HTML page as lines: one item a line, marked as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.loaders.characters import squeeze
from ingest.loaders.html_content import is_dropped, text_of


def holds_blocks(element: Any) -> bool:
    """Whether a list is really page layout: its items hold headings, tables or several paragraphs."""
    if next(element.iter("h1", "h2", "h3", "h4", "h5", "h6", "table", "pre"), None) is not None:
        return True
    return any(len(item.findall("p")) > 1 for item in element.iter("li"))


def items(element: Any, depth: int) -> Iterator[str]:
    """The items of a list as lines, indented by `depth`; takes the lists inside it apart."""
    for number, item in enumerate(element.iterfind("li"), 1):
        if is_dropped(item):
            continue
        nested = [child for child in item if child.tag in ("ul", "ol")]
        for child in nested:
            child.getparent().remove(child)
        mark = f"{number}." if element.tag == "ol" else "-"
        if text := squeeze(text_of(item)):
            yield f"{'  ' * depth}{mark} {text}"
        for child in nested:
            if not is_dropped(child):
                yield from items(child, min(depth + 1, 5))


def definitions(element: Any) -> Iterator[str]:
    """The definitions of a list of terms, each behind its term."""
    term = ""
    for child in element.iter("dt", "dd"):
        text = squeeze(text_of(child))
        if child.tag == "dt":
            term = text
        elif text:
            yield f"- {term}: {text}" if term else f"- {text}"
