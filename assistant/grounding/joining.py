"""Sentences as one text."""

from __future__ import annotations

import re
from collections.abc import Iterable

Span = tuple[int, int]


def join_sentences(texts: Iterable[str]) -> str:
    """Sentences as one text: rows, items and lists on lines of their own, prose in one paragraph."""
    return join_emphasised((text, None) for text in texts)[0]


def join_emphasised(parts: Iterable[tuple[str, Span | None]]) -> tuple[str, tuple[Span, ...]]:
    """The same with what is to be emphasised in each sentence: characters of it, and of the whole in what is given."""
    whole, spans = "", list[Span]()
    for text, span in parts:
        added = addition(whole, text)
        if span is not None:
            start = len(whole) + len(added) - len(text)
            spans.append((span[0] + start, span[1] + start))
        whole += added
    return whole, tuple(spans)


def addition(before: str, text: str) -> str:
    """What a sentence adds to the joined ones before it: itself, behind a space or the end of a line.

    Between prose and rows or items there is an empty line: without one Markdown takes it for one more row or for the
    rest of the last item.
    """
    if not before:
        return text
    last, first = _kind(before.rpartition("\n")[2]), _kind(text)
    if last != first or _HEAD.match(text):
        return f"\n\n{text}"
    return f" {text}" if first == "prose" else f"\n{text}"


_HEAD = re.compile(r"\|[^\n]*\n\|-")
_ITEM = re.compile(r"(?:[-*•‣◦]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")


def _kind(line: str) -> str:
    return "row" if line.startswith("|") else "item" if _ITEM.match(line.lstrip()) else "prose"
