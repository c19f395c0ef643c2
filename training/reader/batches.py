"""Examples as word pieces, in batches of similar length."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from training.reader.examples import Example

FIRST_PIECES, HEADING_PIECES = 64, 40
_CLS, _SEP = 101, 102


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


def pieces(examples: Sequence[Example], tokenizer: Tokenizer, longest: int, pick: random.Random | None) -> list[Pieces]:
    """Encode examples.

    Args:
        examples: what to encode.
        tokenizer: MiniLM's, without truncation and padding.
        longest: word pieces of a sequence at most.
        pick: places the window over a passage that is too long, around an answer; None takes the beginning.
    """
    firsts = tokenizer.encode_batch([e.first for e in examples], add_special_tokens=False)
    headings = tokenizer.encode_batch([e.heading for e in examples], add_special_tokens=False)
    passages = tokenizer.encode_batch([e.passage for e in examples], add_special_tokens=False)
    found = []
    for example, first, heading, passage in zip(examples, firsts, headings, passages, strict=True):
        head = [_CLS, *first.ids[:FIRST_PIECES], _SEP]
        start = [*head, *heading.ids[:HEADING_PIECES]]
        room = longest - len(start) - 1
        spans = [span for span in (_cover(passage.offsets, *chars) for chars in example.spans) if span]
        low = _window(len(passage.ids), room, spans, pick)
        ids = [*start, *passage.ids[low : low + room], _SEP]
        shift = len(start) - low
        inside = [(a + shift, b + shift) for a, b in spans if a >= low and b < low + room]
        if example.spans and not inside:
            continue
        offsets = passage.offsets[low : low + room]
        found.append(Pieces(ids, len(head), len(start), offsets, inside, example))
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of a batch; `labels` (batch, 3) holds -1 where nothing is known, spans are -1 where there is none."""

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    passage: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    labels: torch.Tensor
    weights: torch.Tensor


def batch(items: Sequence[Pieces], pick: random.Random | None = None) -> Batch:
    """Pad and stack; one of the answers is picked where there are several."""
    width = max(len(item.ids) for item in items)
    shape = (len(items), width)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    passage = torch.zeros(shape, dtype=torch.bool)
    starts = torch.full((len(items),), -1)
    ends = torch.full((len(items),), -1)
    for row, item in enumerate(items):
        size = len(item.ids)
        ids[row, :size] = torch.tensor(item.ids)
        types[row, item.second : size] = 1
        mask[row, :size] = 1
        passage[row, item.passage : size - 1] = True
        if item.spans:
            starts[row], ends[row] = pick.choice(item.spans) if pick else item.spans[0]
    labels = [
        [-1.0 if label is None else label for label in (e.answerable, e.relevance, e.support)]
        for e in (item.example for item in items)
    ]
    weights = torch.tensor([item.example.weight for item in items])
    return Batch(ids, types, mask, passage, starts, ends, torch.tensor(labels), weights)


def by_length(items: Iterable[Pieces], tokens: int, pick: random.Random, pool: int = 1024) -> Iterator[list[Pieces]]:
    """Batches of at most `tokens` word pieces, padding included, of neighbours in length within a pool."""
    waiting: list[Pieces] = []

    def cut() -> Iterator[list[Pieces]]:
        order = sorted(waiting, key=lambda item: len(item.ids) + pick.random())
        groups, group = [], list[Pieces]()
        for item in order:
            if group and len(item.ids) * (len(group) + 1) > tokens:
                groups.append(group)
                group = []
            group.append(item)
        if group:
            groups.append(group)
        pick.shuffle(groups)
        yield from groups

    for item in items:
        waiting.append(item)
        if len(waiting) == pool:
            yield from cut()
            waiting = []
    yield from cut()


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
