"""What a run is trained on, in order: data sets and generated documents, augmented, in batches of equal length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.tagger.corpora import training_documents
from training.tagger.examples import Example, examples_of
from training.tagger.fillers import Fillers
from training.tagger.noise import augment
from training.tagger.spans import Document
from training.tagger.templates import templates, write

TOKENS_A_BATCH = 1024
POOL = 256
"""Batches that are filled with sequences of like length together."""


def generated(part: str, count: int, seed: int) -> Iterator[Document]:
    """Documents of the templates of one part, each template as often as the others."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    fillers = Fillers(part, rng)
    every = [(kind, template) for kind, found in templates(part).items() for template in found]
    order: list[tuple[str, str]] = []
    for _ in range(count):
        if not order:
            order = rng.sample(every, len(every))
        kind, template = order.pop()
        yield write(rng, fillers, kind, template)


def batches(data: Path, seed: int, passes: int, documents: int) -> list[list[Example]]:
    """All batches of a run; the same for the same arguments.

    Args:
        data: the folder with the labelled sets.
        seed: of everything random.
        passes: how often the labelled sets are gone through.
        documents: how many generated documents there are.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    examples: list[Example] = []
    for number in range(passes):
        for document in training_documents(data, seed + number):
            examples += examples_of(augment(document, rng), rng)
    for document in generated("train", documents, seed):
        examples += examples_of(augment(document, rng), rng)
    rng.shuffle(examples)
    return [batch for pool in _pools(examples) for batch in _by_length(pool, rng)]


def _pools(examples: Sequence[Example]) -> Iterator[list[Example]]:
    pool: list[Example] = []
    size = 0
    for example in examples:
        pool.append(example)
        size += len(example.ids)
        if size > POOL * TOKENS_A_BATCH:
            yield pool
            pool, size = [], 0
    if pool:
        yield pool


def _by_length(pool: list[Example], rng: random.Random) -> list[list[Example]]:
    pool.sort(key=lambda example: -len(example.ids))
    made: list[list[Example]] = []
    start = 0
    while start < len(pool):
        count = max(1, TOKENS_A_BATCH // len(pool[start].ids))
        made.append(pool[start : start + count])
        start += count
    rng.shuffle(made)
    return made
