"""Cuts what no structure cuts: a sentence, a row or a word longer than a passage may be."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

_TOKEN = re.compile(r"⟦[^⟦⟧\s]*⟧")
_SEPARATORS = ("\n", "; ", ": ", ", ", " | ", " ")
_SLACK = 0.8  # aim below the limit: one part may hold longer words than another

Count = Callable[[Sequence[tuple[int, int]]], list[int]]


def split_long(text: str, limit: int, tokens: int, count: Count) -> list[tuple[int, int, int]]:
    """(start, end, tokens) of parts with at most `limit` tokens: trimmed, in order, around every visible character.

    `tokens` is how many the text has; `count` counts those of many of its spans at once. Parts end at punctuation if
    they can, else between words, else anywhere but inside a pseudonym.
    """
    ready: list[tuple[int, int, int]] = []
    waiting = [(0, len(text), tokens)]
    while waiting:
        spans: list[tuple[int, int]] = []
        for start, end, size in waiting:
            aim = max(1, int((end - start) * limit / size * _SLACK))
            spans += [(start + a, start + b) for a, b in _cut(text[start:end], aim)]
        waiting = []
        for (start, end), size in zip(spans, count(spans), strict=True):
            done = size <= limit or end - start == 1 or _TOKEN.fullmatch(text, start, end) is not None
            (ready if done else waiting).append((start, end, size))
    return sorted(ready)


def _cut(text: str, characters: int) -> list[tuple[int, int]]:
    """Trimmed spans of about `characters` characters."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=list(_SEPARATORS),
        chunk_size=min(characters, max(1, len(text) - 1)),
        chunk_overlap=0,
        keep_separator="end",
        strip_whitespace=False,
    )
    # Nothing is stripped and nothing overlaps: the parts laid end to end are the text, so their lengths give offsets.
    borders, at = [0], 0
    for part in splitter.split_text(text):
        at += len(part)
        borders.append(at)
    borders[-1] = len(text)
    # A word longer than a part (an encoded picture, a key) is cut anywhere but inside a pseudonym.
    cuts = {cut for low, high in itertools.pairwise(borders) for cut in range(low, high, characters)}
    protected = [found.span() for found in _TOKEN.finditer(text)]
    borders = sorted({_outside(border, protected) for border in cuts} | {0, len(text)})
    return [span for a, b in itertools.pairwise(borders) if (span := _trimmed(text, a, b))]


def _outside(border: int, protected: Sequence[tuple[int, int]]) -> int:
    """The border, or the beginning of the pseudonym that it would cut; its end for the first one of a text."""
    at = bisect_left(protected, (border, 0)) - 1
    if at >= 0 and protected[at][0] < border < protected[at][1]:
        return protected[at][0] or protected[at][1]
    return border


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    if not part.strip():
        return None
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
