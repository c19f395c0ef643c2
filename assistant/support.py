"""Whether a passage supports a sentence that is not quoted from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Passage
from assistant.facts import missing
from assistant.lexemes import content_stems, words
from assistant.units import units
from ingest.embedder import Embedder

THRESHOLD = 0.5

_NEGATIONS = frozenset("no not never none neither nor cannot without n't".split())


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """A span of a passage's text (offsets of that text) and how well it supports a claim, 0..1."""

    passage: Passage
    start: int
    end: int
    score: float


class SupportModel:
    """Weighs the words of a claim against the sentences of a passage, one by one and two together."""

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder

    def best_evidence(self, claim: str, passages: Sequence[Passage]) -> Evidence | None:
        """The span that best supports the claim, None when none does."""
        best: Evidence | None = None
        wanted = set(content_stems(claim))
        if not wanted:
            return None
        for passage in passages:
            for start, end in spans(passage.text.value):
                text = passage.text.value[start:end]
                context = f"{passage.title.value} {passage.section.value} {passage.header.value}"
                if missing(claim, f"{context} {text}") or negated(claim) != negated(text):
                    continue
                score = len(wanted & set(content_stems(text))) / len(wanted)
                if score >= THRESHOLD and (best is None or score > best.score):
                    best = Evidence(passage, start, end, score)
        return best


def spans(text: str) -> list[tuple[int, int]]:
    """Each unit of a text, and each two that follow one another."""
    found = units(text)
    single = [(unit.start, unit.end) for unit in found]
    return single + [(first[0], second[1]) for first, second in pairwise(single)]


def negated(text: str) -> bool:
    """Whether a text denies: an odd number of negations."""
    return sum(word in _NEGATIONS or word.endswith("n't") for word in words(text)) % 2 == 1
