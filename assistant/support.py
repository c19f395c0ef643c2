"""Whether a passage supports a sentence that is not quoted from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from assistant import support_weights
from assistant.answer import Passage
from assistant.facts import facts, missing
from assistant.lexemes import content_stems, words
from assistant.units import units

FEATURES = ("containment", "bigrams", "passage_containment")
"""containment: share of the claim's stems in the span, 0..1; bigrams: share of its pairs of neighbouring stems that are
neighbours in the span; passage_containment: share of its stems in the whole passage with title, section and header.

The cosine of claim and span was tried and left: it brought .001 of balanced accuracy (`benchmarks/grounding.py`)."""

LEAST_STEMS = 2
"""A claim with fewer words of content, and no number or name, says nothing that could be checked."""

_NEGATIONS = frozenset("no not never none neither nor cannot without".split())


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """A span of a passage's text (offsets of that text) and how likely it is that it supports a claim, 0..1."""

    passage: Passage
    start: int
    end: int
    score: float


def best_evidence(claim: str, passages: Sequence[Passage]) -> Evidence | None:
    """The unit of a passage, or two that follow one another, that best supports a claim; None when none does.

    Every number, date, measure, name and pseudonym of the claim must stand in the passage, its title, section or table
    header; claim and span must both deny or neither.
    """
    if len(set(content_stems(claim))) < LEAST_STEMS and not facts(claim):
        return None
    best: Evidence | None = None
    for passage in passages:
        label = f"{passage.title.value}\n{passage.section.value}\n{passage.header.value}\n"
        if missing(claim, label + passage.text.value):
            continue
        for start, end in spans(passage.text.value):
            text = passage.text.value[start:end]
            if negated(claim) != negated(text):
                continue
            score = support(features(claim, label, text, passage.text.value))
            if score >= support_weights.THRESHOLD and (best is None or score > best.score):
                best = Evidence(passage, start, end, score)
    return best


def features(claim: str, label: str, span: str, passage: str) -> tuple[float, float, float]:
    """The values of `FEATURES`. `label` is the passage's title, section and header."""
    asked = content_stems(claim)
    if not asked:
        return 0.0, 0.0, 0.0
    wanted, here = set(asked), content_stems(span)
    pairs = set(pairwise(asked))
    return (
        len(wanted & set(here)) / len(wanted),
        len(pairs & set(pairwise(here))) / (len(pairs) or 1),
        len(wanted & set(content_stems(label + passage))) / len(wanted),
    )


def support(values: Sequence[float]) -> float:
    """How likely it is, 0..1, that a span with these features supports the claim."""
    logit = support_weights.INTERCEPT + sum(w * v for w, v in zip(support_weights.WEIGHTS, values, strict=True))
    return 1 / (1 + exp(-logit))


def spans(text: str) -> list[tuple[int, int]]:
    """Each unit of a text, and each two that follow one another."""
    single = [(unit.start, unit.end) for unit in units(text)]
    return single + [(first[0], second[1]) for first, second in pairwise(single)]


def negated(text: str) -> bool:
    """Whether a text denies: an odd number of negations."""
    return sum(word in _NEGATIONS or word.endswith("n't") for word in words(text)) % 2 == 1
