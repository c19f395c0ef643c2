"""Examples as word pieces, laid out as the product's reader does."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.onnx_reader import HEADING_PIECES, QUESTION_PIECES
from policies.onnx_model import CLS, SEP
from training.reader.examples import Example
from training.word_pieces import tokenizer

MODEL_LENGTH = 320
"""Word pieces of a sequence that the model is made for."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """One example in word pieces.

    Attributes:
        ids: the whole sequence.
        second: where the second text begins.
        passage: where the passage begins; the heading, if any, lies before it.
        offsets: characters of the passage, a pair a piece of it.
        spans: first and last piece of each answer, within the sequence.
        example: what it was made of.
    """

    ids: list[int]
    second: int
    passage: int
    offsets: list[tuple[int, int]]
    spans: list[tuple[int, int]]
    example: Example


def pieces(examples: Sequence[Example], longest: int, pick: random.Random | None = None) -> list[Pieces]:
    """Encode examples.

    Args:
        examples: what to encode.
        longest: word pieces of a sequence at most.
        pick: places the window over a passage that is too long, around an answer; None takes the beginning.
    """
    encode = tokenizer().encode_batch
    firsts = encode([e.first for e in examples], add_special_tokens=False)
    headings = encode([e.heading for e in examples], add_special_tokens=False)
    passages = encode([e.passage for e in examples], add_special_tokens=False)
    found = []
    for example, first, heading, passage in zip(examples, firsts, headings, passages, strict=True):
        head = [CLS, *first.ids[:QUESTION_PIECES], SEP]
        start = [*head, *heading.ids[:HEADING_PIECES]]
        room = longest - len(start) - 1
        spans = [span for span in (_cover(passage.offsets, *chars) for chars in example.spans) if span]
        low = _window(len(passage.ids), room, spans, pick)
        ids = [*start, *passage.ids[low : low + room], SEP]
        shift = len(start) - low
        inside = [(a + shift, b + shift) for a, b in spans if a >= low and b < low + room]
        if example.spans and not inside:
            continue
        offsets = passage.offsets[low : low + room]
        found.append(Pieces(ids, len(head), len(start), offsets, inside, example))
    return found


def _cover(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """First and last piece that touch the characters."""
    touched = [index for index, (a, b) in enumerate(offsets) if a < end and b > start]
    return (touched[0], touched[-1]) if touched else None


def _window(length: int, room: int, spans: Sequence[tuple[int, int]], pick: random.Random | None) -> int:
    if length <= room or pick is None:
        return 0
    if not spans:
        return pick.randint(0, length - room)
    first, last = pick.choice(list(spans))
    low, high = max(0, last + 1 - room), min(first, length - room)
    return pick.randint(low, high) if low <= high else min(first, length - room)
