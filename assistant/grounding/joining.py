"""Sentences as one text."""

from __future__ import annotations

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
    """What a sentence adds to the joined ones before it: itself, behind a space or the end of a line."""
    if not before:
        return text
    last_line = before.rpartition("\n")[2]
    between = "\n" if text.startswith(_LINE_STARTS) or last_line.startswith(_LINE_STARTS) else " "
    return between + text


_LINE_STARTS = ("|", "-", "*", "•")
