"""How well a reader reads: exact match and F1 in SQuAD's manner, and areas under the curve of its verdicts."""

from __future__ import annotations

import collections
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from training.reader.batches import Pieces, batch
from training.reader.model import Reader

LONGEST_ANSWER = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader says of one example: the best span's text, its logit sum, and the three verdict logits."""

    text: str
    score: float
    verdicts: tuple[float, float, float]


@torch.no_grad()
def read(reader: Reader, items: Sequence[Pieces], tokens: int = 4096) -> list[Reading]:
    """Read all items, in their order."""
    reader.eval()
    found: dict[int, Reading] = {}
    order = sorted(range(len(items)), key=lambda index: len(items[index].ids))
    group: list[int] = []
    for index in [*order, -1]:
        if group and (index < 0 or len(items[index].ids) * (len(group) + 1) > tokens):
            part = [items[i] for i in group]
            made = batch(part)
            spans, verdicts = reader(made.ids, made.types, made.mask)
            for row, (i, item) in enumerate(zip(group, part, strict=True)):
                text, score = _best(item, spans[row].numpy())
                a, b, c = verdicts[row].tolist()
                found[i] = Reading(text, score, (a, b, c))
            group = []
        group.append(index)
    return [found[index] for index in range(len(items))]


def exact_and_f1(items: Sequence[Pieces], readings: Sequence[Reading]) -> tuple[float, float]:
    """Means over the items that have answers, the best of the answers counting."""
    exact, f1 = [], []
    for item, reading in zip(items, readings, strict=True):
        answers = [item.example.passage[a:b] for a, b in item.example.spans]
        if answers:
            exact.append(max(float(_plain(reading.text) == _plain(answer)) for answer in answers))
            f1.append(max(_overlap(_plain(reading.text), _plain(answer)) for answer in answers))
    return float(np.mean(exact)), float(np.mean(f1))


def auc(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the ROC curve."""
    return float(roc_auc_score(labels, scores))


def _best(item: Pieces, logits: np.ndarray) -> tuple[str, float]:  # type: ignore[type-arg]
    first, last = item.passage, len(item.ids) - 1
    starts, ends = logits[first:last, 0], logits[first:last, 1]
    sums = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(np.ones_like(sums, dtype=bool), LONGEST_ANSWER)
    place = int(np.where(allowed, sums, -np.inf).argmax())
    start, end = divmod(place, sums.shape[1])
    text = item.example.passage[item.offsets[start][0] : item.offsets[end][1]]
    return text, float(sums[start, end])


def _plain(text: str) -> str:
    bare = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def _overlap(said: str, gold: str) -> float:
    one, two = said.split(), gold.split()
    common = sum((collections.Counter(one) & collections.Counter(two)).values())
    if not one or not two or not common:
        return float(one == two)
    precision, recall = common / len(one), common / len(two)
    return 2 * precision * recall / (precision + recall)
