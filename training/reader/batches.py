"""Batches of groups of similar length, as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch

from training.reader.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of a batch; `labels` (batch, 3) holds -1 where nothing is known.

    `starts` and `ends` (batch, tokens) mark the first and the last piece of each way to say the answer, none where
    there is no answer. `priors` (batch,) are log-odds of the first label, known beforehand. `group` (batch,) numbers
    the questions: rows of one number are passages to choose from.
    """

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    passage: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    labels: torch.Tensor
    weights: torch.Tensor
    priors: torch.Tensor
    group: torch.Tensor


def batch(groups: Sequence[Sequence[Pieces]], pick: random.Random | None = None) -> Batch:
    """Pad and stack; one is picked of the answers that stand apart, as the items of a list do."""
    items = [item for group in groups for item in group]
    width = max(len(item.ids) for item in items)
    shape = (len(items), width)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    passage = torch.zeros(shape, dtype=torch.bool)
    starts, ends = (torch.zeros(shape, dtype=torch.bool) for _ in range(2))
    for row, item in enumerate(items):
        size = len(item.ids)
        ids[row, :size] = torch.tensor(item.ids)
        types[row, item.second : size] = 1
        mask[row, :size] = 1
        passage[row, item.passage : size - 1] = True
        if item.spans:
            apart = _apart(item.spans)
            for start, end in pick.choice(apart) if pick else apart[0]:
                starts[row, start] = ends[row, end] = True
    labels = [
        [-1.0 if label is None else label for label in (e.answerable, e.relevance, e.support)]
        for e in (item.example for item in items)
    ]
    weights = torch.tensor([item.example.weight for item in items])
    priors = torch.tensor([item.example.prior for item in items])
    numbers = torch.tensor([number for number, group in enumerate(groups) for _ in group])
    return Batch(ids, types, mask, passage, starts, ends, torch.tensor(labels), weights, priors, numbers)


def _apart(spans: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Spans that overlap are one answer, said shorter and longer: the answers, each with all its spans."""
    answers: list[list[tuple[int, int]]] = []
    last = -1
    for span in sorted(spans):
        if span[0] > last:
            answers.append([])
        answers[-1].append(span)
        last = max(last, span[1])
    return answers


def by_length(
    groups: Iterable[Sequence[Pieces]], tokens: int, pick: random.Random, pool: int = 1024
) -> Iterator[list[Sequence[Pieces]]]:
    """Batches of at most `tokens` word pieces, padding included, of neighbours in length within a pool of groups.

    A group that is longer by itself is a batch of its own.
    """
    waiting: list[Sequence[Pieces]] = []

    def cut() -> Iterator[list[Sequence[Pieces]]]:
        batches, own, rows = [], list[Sequence[Pieces]](), 0
        for group in sorted(waiting, key=lambda group: _length(group) + pick.random()):
            if own and _length(group) * (rows + len(group)) > tokens:
                batches.append(own)
                own, rows = [], 0
            own.append(group)
            rows += len(group)
        if own:
            batches.append(own)
        pick.shuffle(batches)
        yield from batches

    for group in groups:
        waiting.append(group)
        if len(waiting) == pool:
            yield from cut()
            waiting = []
    yield from cut()


def _length(group: Sequence[Pieces]) -> int:
    return max(len(item.ids) for item in group)
