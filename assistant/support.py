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
from assistant.seams import SupportJudge
from assistant.units import units

FEATURES = ("containment", "bigrams", "passage_containment", "judged")
"""containment: share of the claim's stems in the span, 0..1; bigrams: share of its pairs of neighbouring stems that are
neighbours in the span; passage_containment: share of its stems in the whole passage with title, section and header;
judged: the logit of the passage's supporting the claim, by the trained judge.

The cosine of claim and span was tried and left: it brought .001 of balanced accuracy (`benchmarks/grounding.py`)."""

MOST_JUDGED = 4
"""Passages that the judge reads for one claim: those that hold most of its words."""

CLEARLY_MORE = 0.5
"""Of `Held.words`."""

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


def best_evidence(claim: str, passages: Sequence[Passage], judge: SupportJudge) -> Evidence | None:
    """The unit of a passage, or two that follow one another, that best supports a claim; None when none does.

    Every number, date, measure, name and pseudonym of the claim must stand in the passage, its title, section or table
    header; claim and span must both deny or neither.
    """
    if len(set(content_stems(claim))) < LEAST_STEMS and not facts(claim):
        return None
    found = [(passage, held) for passage in passages if (held := best_span(claim, passage)) is not None]
    found.sort(key=lambda each: -each[1].words)
    found = found[:MOST_JUDGED]
    judged = judge.support(claim, [passage.text for passage, _ in found])
    scored = [
        Evidence(passage, held.start, held.end, score=support((*held.features, logit)))
        for (passage, held), logit in zip(found, judged, strict=True)
    ]
    best = max(scored, key=lambda evidence: evidence.score, default=None)
    return best if best is not None and best.score >= support_weights.THRESHOLD else None


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What of a claim's words a span of a passage's text holds: the lexical ones of `FEATURES`."""

    start: int
    end: int
    features: tuple[float, float, float]

    @property
    def words(self) -> float:
        """How much it holds, 0..3, to choose by."""
        return sum(self.features)


def best_span(claim: str, passage: Passage) -> Held | None:
    """The span of a passage that holds most of a claim's words; None where a hard rule speaks against all of them.

    A span that denies what the claim says, or the other way round, and holds clearly more of its words than any other
    speaks against it too.
    """
    label = f"{passage.title.value}\n{passage.section.value}\n{passage.header.value}\n"
    text = passage.text.value
    if missing(claim, label + text):
        return None
    asked, denies = content_stems(claim), negated(claim)
    wanted, pairs = set(asked), set(pairwise(asked))
    around = len(wanted & set(content_stems(label + text))) / (len(wanted) or 1)
    agreeing: Held | None = None
    most = 0.0
    for start, end in spans(text):
        here = content_stems(text[start:end])
        shares = len(wanted & set(here)) / (len(wanted) or 1), len(pairs & set(pairwise(here))) / (len(pairs) or 1)
        held = Held(start, end, (*shares, around))
        if denies != negated(text[start:end]):
            most = max(most, held.words)
        elif agreeing is None or held.words > agreeing.words:
            agreeing = held
    return None if agreeing is None or most - agreeing.words > CLEARLY_MORE else agreeing


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
