"""What happens to documents on their way: capitals lost or everywhere, scanning errors, broken lines."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from training.tagger.spans import Document, Span

LOWER, UPPER, TITLE, SCANNED, WRAPPED = 0.08, 0.06, 0.02, 0.05, 0.05
"""Shares of the documents."""

_MISREAD = {
    "m": "rn", "rn": "m", "l": "1", "I": "l", "O": "0", "o": "0", "e": "c", "cl": "d", "d": "cl", "S": "5", "i": "í",
    "h": "b", "B": "8", "u": "ii", "w": "vv", "nn": "rm", "t": "f", "a": "á",
}  # fmt: skip


def augment(document: Document, rng: random.Random) -> Document:
    """The document as it is, or after one of the accidents."""
    roll = rng.random()
    for share, change in ((LOWER, lower), (UPPER, upper), (TITLE, title)):
        if roll < share:
            return change(document)
        roll -= share
    if roll < SCANNED:
        return scanned(document, rng)
    roll -= SCANNED
    return wrapped(document, rng) if roll < WRAPPED else document


def lower(document: Document) -> Document:
    """Small letters only."""
    return _letter_by_letter(document, str.lower)


def upper(document: Document) -> Document:
    """Capitals only."""
    return _letter_by_letter(document, str.upper)


def title(document: Document) -> Document:
    """Each Word With A Capital."""
    text = document.text.title()
    return replace(document, text=text) if len(text) == len(document.text) else document


def scanned(document: Document, rng: random.Random, share: float = 0.02) -> Document:
    """As an optical character recogniser reads a bad copy: letters confused, spaces lost."""

    def change(text: str, index: int) -> tuple[str, int]:
        for length in (2, 1):
            found = _MISREAD.get(text[index : index + length])
            if found and rng.random() < share:
                return found, length
        if text[index] == " " and rng.random() < share / 2:
            return "", 1
        return text[index], 1

    return _rewritten(document, change)


def wrapped(document: Document, rng: random.Random) -> Document:
    """With the lines of a narrow column: breaks in the midst of names."""
    width = rng.randint(18, 70)
    column = 0

    def change(text: str, index: int) -> tuple[str, int]:
        nonlocal column
        column = 0 if text[index] == "\n" else column + 1
        if text[index] == " " and column >= width:
            column = 0
            return "\n", 1
        return text[index], 1

    return _rewritten(document, change)


def _letter_by_letter(document: Document, change: Callable[[str], str]) -> Document:
    letters = (change(letter) for letter in document.text)
    text = "".join(new if len(new) == 1 else old for new, old in zip(letters, document.text, strict=True))
    return replace(document, text=text)


def _rewritten(document: Document, change: Callable[[str, int], tuple[str, int]]) -> Document:
    """The text after `change(text, index)`, which gives what stands instead of how many characters."""
    parts: list[str] = []
    places: list[int] = []
    length = index = 0
    while index < len(document.text):
        new, taken = change(document.text, index)
        places += [length] * taken
        parts.append(new)
        length += len(new)
        index += taken
    places.append(length)
    spans = (Span(places[span.start], places[span.end], span.label) for span in document.spans)
    return replace(document, text="".join(parts), spans=tuple(span for span in spans if span.start < span.end))
