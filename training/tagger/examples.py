"""From labelled texts to what the network is fed with: word pieces, shapes, and the tags that each word may have."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.onnx_model import CLS, SEP
from policies.recognizers.word_shapes import shape_in_text
from training.tagger.spans import TYPES, UNKNOWN, Document
from training.word_pieces import tokenizer

TAGS = ("O", *(f"{part}-{name}" for name in TYPES for part in "BI"))
"""What a word may be: nothing, the first word of an entity, a further one."""

ANY = (1 << len(TAGS)) - 1
WINDOW = 190
"""Word pieces of a sequence in training, the two special ones left out."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its characters, its word pieces and their shape."""

    start: int
    end: int
    pieces: tuple[int, ...]
    shape: int


@dataclass(frozen=True, slots=True)
class Example:
    """One sequence of word pieces.

    `allowed`: of each piece that starts a word the tags that it may have, as bits in the order of `TAGS`; 0 where
    there is nothing to learn.
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    allowed: tuple[int, ...]


def words_of(text: str) -> list[Word]:
    """The words of a text as the encoder's vocabulary splits it: at spaces and at each punctuation mark."""
    encoding = tokenizer().encode(text, add_special_tokens=False)
    found: list[Word] = []
    pieces: list[int] = []
    current: int | None = -1
    start = end = before = 0
    rows = [*zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True), (0, None, (0, 0))]
    for piece, number, (first, last) in rows:
        if number != current:
            if pieces:
                found.append(Word(start, end, tuple(pieces), shape_in_text(text, before, start, end)))
                before = end
            pieces, current, start = [], number, first
        pieces.append(piece)
        end = last
    return found


def allowed_tags(document: Document, words: Sequence[Word]) -> list[int]:
    """The tags that each word may have."""
    outside = 1 | sum(_bits(name) for name in document.unlabelled)
    allowed = [outside] * len(words)
    spans = iter(document.spans)
    span = next(spans, None)
    inside = False
    for index, word in enumerate(words):
        while span is not None and span.end <= word.start:
            span, inside = next(spans, None), False
        if span is None or word.end <= span.start:
            continue
        if span.label == UNKNOWN:
            allowed[index] = ANY
        else:
            allowed[index] = 1 << TAGS.index(f"{'I' if inside else 'B'}-{span.label}")
        inside = True
    return allowed


def examples_of(document: Document, rng: random.Random | None = None, window: int = WINDOW) -> Iterator[Example]:
    """The document in sequences of at most `window` pieces, cut between words; with `rng` the first cut is random."""
    words = words_of(document.text)
    allowed = allowed_tags(document, words)
    total = sum(len(word.pieces) for word in words)
    limit = window if rng is None or total <= window else rng.randint(window // 3, window)
    ids: list[int] = []
    shapes: list[int] = []
    tags: list[int] = []
    for word, tag in zip(words, allowed, strict=True):
        pieces = word.pieces[:window]
        if len(ids) + len(pieces) > limit:
            yield _example(ids, shapes, tags)
            ids, shapes, tags, limit = [], [], [], window
        ids += pieces
        shapes += [word.shape] * len(pieces)
        tags += [tag] + [0] * (len(pieces) - 1)
    if ids:
        yield _example(ids, shapes, tags)


def _example(ids: list[int], shapes: list[int], tags: list[int]) -> Example:
    return Example((CLS, *ids, SEP), (0, *shapes, 0), (0, *(0 if tag == ANY else tag for tag in tags), 0))


def _bits(name: str) -> int:
    return 1 << TAGS.index(f"B-{name}") | 1 << TAGS.index(f"I-{name}")
