"""Precision, recall and F1 of what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from training.tagger.spans import TYPES, Document, Span


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of entities, exact in both boundaries."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.found + self.gold
        return 2 * self.right / total if total else 0.0

    def row(self) -> dict[str, float | int]:
        """For a results file."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "entities": self.gold,
        }


def scores(documents: Sequence[Document], found: Sequence[Sequence[Span]], types: Sequence[str]) -> dict[str, Score]:
    """Score of each type, and of all together (`micro`). A street address counts as a place where the set has none."""
    right: Counter[str] = Counter()
    had: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for document, spans in zip(documents, found, strict=True):
        ours = {_known(span, types) for span in spans if _known(span, types).label in types}
        theirs = {span for span in document.spans if span.label in types}
        had.update(span.label for span in ours)
        gold.update(span.label for span in theirs)
        right.update(span.label for span in ours & theirs)
    return {name: Score(right[name], had[name], gold[name]) for name in types} | {
        "micro": Score(right.total(), had.total(), gold.total())
    }


@dataclass(frozen=True, slots=True)
class Names:
    """How well the words of names are covered: what redaction is about. `clean` counts documents without a miss."""

    covered: int
    gold: int
    right: int
    found: int
    clean: int
    documents: int

    def row(self) -> dict[str, float | int]:
        """For a results file."""
        return {
            "recall": round(self.covered / max(1, self.gold), 4),
            "precision": round(self.right / max(1, self.found), 4),
            "documents_without_a_miss": round(self.clean / max(1, self.documents), 4),
            "names": self.gold,
            "documents": self.documents,
        }


def names(documents: Sequence[Document], found: Sequence[Sequence[Span]]) -> Names:
    """Mentions of persons that are hidden whole, and what was taken for a person.

    A mention is covered when each of its letters and digits lies in something found, of any type; a finding of type
    PERSON is right when it touches a mention.
    """
    covered = gold = right = had = clean = 0
    for document, spans in zip(documents, found, strict=True):
        hidden = bytearray(len(document.text))
        for span in spans:
            hidden[span.start : span.end] = b"\1" * (span.end - span.start)
        persons = [span for span in document.spans if span.label == "PERSON"]
        missed = sum(not _covered(document.text, span, hidden) for span in persons)
        covered += len(persons) - missed
        gold += len(persons)
        clean += not missed
        ours = [span for span in spans if span.label == "PERSON"]
        had += len(ours)
        unknown = [span for span in document.spans if span.label in ("PERSON", "?")]
        right += sum(any(a.start < b.end and b.start < a.end for b in unknown) for a in ours)
    return Names(covered, gold, right, had, clean, len(documents))


def _covered(text: str, span: Span, hidden: bytearray) -> bool:
    return all(hidden[index] or not text[index].isalnum() for index in range(span.start, span.end))


def _known(span: Span, types: Sequence[str]) -> Span:
    if span.label == "STREET_ADDRESS" and span.label not in types:
        return Span(span.start, span.end, "LOCATION")
    return span


SENTENCE_TYPES = TYPES[:3]
"""What the labelled sets have: PERSON, LOCATION, ORGANIZATION."""
