"""The same answer in another context: less of the passage around it, or other sentences before and behind it.

Few articles have many questions each, and a reader learns such passages by heart. A passage that differs each time it
comes can't be; and a single sentence becomes a passage that has to be searched.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from training.reader.examples import Example, Span, crop, sentences

LEAST_SENTENCES = 3
"""Of a passage that is cut."""


def cut_around(example: Example, pick: random.Random) -> Example:
    """The passage cut to some of its sentences in a row, answers among them where it has any."""
    parts = sentences(example.passage)
    if len(parts) <= LEAST_SENTENCES:
        return example
    answer = pick.choice(example.spans) if example.spans else None
    first, last = _touched(parts, answer) if answer else (0, 0)
    size = pick.randint(max(LEAST_SENTENCES, last - first + 1), len(parts))
    low = pick.randint(max(0, last - size + 1), min(first, len(parts) - size)) if answer else 0
    start, end = parts[low][0], parts[low + size - 1][1]
    shorter = crop(example, start, end)
    return shorter if bool(shorter.spans) == bool(example.spans) else example


def set_among(example: Example, others: Sequence[str], pick: random.Random) -> Example:
    """The passage with up to three others before it and up to two behind, spans moved along."""
    before = "".join(f"{text.strip()} " for text in pick.sample(others, pick.randint(0, 3)))
    behind = "".join(f" {text.strip()}" for text in pick.sample(others, pick.randint(0, 2)))
    spans: tuple[Span, ...] = tuple((start + len(before), end + len(before)) for start, end in example.spans)
    return replace(example, passage=before + example.passage.strip() + behind, spans=spans)


def _touched(parts: Sequence[Span], answer: Span) -> Span:
    """First and last sentence that hold characters of the answer."""
    inside = [n for n, (start, end) in enumerate(parts) if start < answer[1] and answer[0] < end]
    return (inside[0], inside[-1]) if inside else (0, len(parts) - 1)
