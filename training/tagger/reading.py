"""What a network or a model folder tags, as spans: for choosing checkpoints and for figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch

from policies.recognizers.tag_sequences import best_tags, entities_of
from training.tagger.examples import TAGS, examples_of, words_of
from training.tagger.network import Network, tensors_of
from training.tagger.spans import Document, Span

Array = npt.NDArray[np.float32]

Read = Callable[[Sequence[Document]], list[list[Span]]]
"""The spans found in each document."""


def read_with(network: Network) -> Read:
    """A reading by the network in torch, in windows that do not overlap."""

    def read(documents: Sequence[Document]) -> list[list[Span]]:
        network.eval()
        windows = [(index, example) for index, one in enumerate(documents) for example in examples_of(one)]
        logits: list[list[Array]] = [[] for _ in documents]
        results: list[Array | None] = [None] * len(windows)
        order = sorted(range(len(windows)), key=lambda place: len(windows[place][1].ids))
        with torch.no_grad():
            for start in range(0, len(order), 24):
                places = order[start : start + 24]
                ids, shapes, mask, _ = tensors_of([windows[place][1] for place in places])
                found = network(ids, shapes, mask).numpy()
                for row, place in enumerate(places):
                    results[place] = found[row, : len(windows[place][1].ids)]
        for (index, _), result in zip(windows, results, strict=True):
            assert result is not None
            logits[index].append(result[1:-1])
        return [
            _spans(one, np.concatenate(found) if found else None) for one, found in zip(documents, logits, strict=True)
        ]

    return read


def _spans(document: Document, logits: Array | None) -> list[Span]:
    words = words_of(document.text)
    if logits is None or not words:
        return []
    firsts = np.cumsum([0, *(len(word.pieces) for word in words[:-1])])
    tags = best_tags(logits[firsts], TAGS)
    return [Span(words[first].start, words[last - 1].end, label) for label, first, last in entities_of(tags, TAGS)]
