"""Batches of examples of similar length, as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch

from training.reader.pieces import Pieces


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
