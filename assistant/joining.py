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
        whole += _between(whole, text)
        if span is not None:
            spans.append((span[0] + len(whole), span[1] + len(whole)))
        whole += text
    return whole, tuple(spans)


def _between(before: str, text: str) -> str:
    if not before:
        return ""
    last_line = before.rpartition("\n")[2]
    return "\n" if text.startswith(_LINE_STARTS) or last_line.startswith(_LINE_STARTS) else " "


_LINE_STARTS = ("|", "-", "*", "•")
