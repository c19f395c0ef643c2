"""What a reader in torch makes of examples, as the product has it: for figures while it is trained."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from assistant.readings import Reading
from training.reader.batches import batch
from training.reader.model import VERDICTS, Reader
from training.reader.pieces import Pieces

_ANSWERABLE, _RELEVANCE = VERDICTS.index("answerable"), VERDICTS.index("relevance")


@torch.no_grad()
def read(reader: Reader, items: Sequence[Pieces], tokens: int = 4096) -> list[Reading]:
    """Read all items, in their order."""
    reader.eval()
    found: dict[int, Reading] = {}
    order = sorted(range(len(items)), key=lambda index: len(items[index].ids))
    group: list[int] = []
    for index in [*order, -1]:
        if group and (index < 0 or len(items[index].ids) * (len(group) + 1) > tokens):
            made = batch([(items[i],) for i in group])
            spans, verdicts = reader(made.ids, made.types, made.mask)
            for row, i in enumerate(group):
                found[i] = _reading(items[i], spans[row], verdicts[row])
            group = []
        group.append(index)
    return [found[index] for index in range(len(items))]


def _reading(item: Pieces, spans: torch.Tensor, verdicts: torch.Tensor) -> Reading:
    passage = spans[item.passage : len(item.ids) - 1].numpy()
    return Reading(
        prior=1.0,
        answerable=float(verdicts[_ANSWERABLE]),
        relevance=float(verdicts[_RELEVANCE]),
        offsets=np.array(item.offsets, dtype=np.int64).reshape(-1, 2),
        starts=passage[:, 0],
        ends=passage[:, 1],
        nothing=float(spans[0].sum()),
    )
