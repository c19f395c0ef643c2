"""What a run is trained on, in order: data sets and generated documents, augmented, in batches of equal length."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.tagger.corpora import training_documents, web_texts
from training.tagger.examples import Example, examples_of
from training.tagger.fillers import Fillers
from training.tagger.marked import lines, marked_texts
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


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a run: its batches, and the factor on the learning rates, which fall to 0 at its end."""

    batches: list[list[Example]]
    rate: float


def stages(data: Path, seed: int, documents: int) -> tuple[Stage, Stage]:
    """All batches of a run; the same for the same arguments.

    First everything, `documents` of them generated; then, at a lower rate, mostly the set whose conventions are the
    product's (names without titles, organisations without departments) and our own texts in its manner.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    ours = marked_texts()
    both = [*ours, *(line for text in ours for line in lines(text))]
    everything = batches_of([*training_documents(data, seed), *both], generated("train", documents, seed), rng)
    settled = batches_of([*web_texts(data, seed + 7, (6,)), *both], generated("train", documents // 10, seed + 7), rng)
    return Stage(everything, 1.0), Stage(settled, 0.4)


def batches_of(labelled: Iterable[Document], made: Iterable[Document], rng: random.Random) -> list[list[Example]]:
    """Sequences of the texts, augmented, in batches of about `TOKENS_A_BATCH` word pieces of like length."""
    examples = [example for document in (*labelled, *made) for example in examples_of(augment(document, rng), rng)]
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
