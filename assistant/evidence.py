"""How much a unit of a passage looks like the answer to a question, as numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from assistant.answer import Passage
from assistant.answered_questions import question_before
from assistant.expectations import expectation, may_answer
from assistant.lexemes import content_stems
from assistant.readings import Reading, Span
from assistant.units import Unit, units
from policies.text import EMPTY, RedactedText

FEATURES = (
    "span",
    "span_gap",
    "answerable",
    "relevance",
    "overlap",
    "context_overlap",
    "overlap_gap",
    "bigrams",
    "expected",
    "prior",
    "margin",
)
"""Columns of a feature matrix.

span             logit of the best answer that lies within the unit
span_gap         to the best answer of the whole passage, 0 or less
answerable       logit of the passage's answering the question
relevance        logit of its being about what is asked
overlap          share of the question's stems in the unit, or in the question of the document that it answers, each
                 weighed by its rarity among the candidates, 0..1
context_overlap  the same for the unit with the unit before it, title, section and header
overlap_gap      to the best candidate's overlap, 0 or less
bigrams          share of the question's pairs of neighbouring stems that are neighbours in the unit too
expected         1 where the unit holds the kind of thing that is asked for, -1 where not, 0 where that is open
prior            the passage's retrieval score as a share of the best passage's
margin           `span` less the logit of the passage's holding no answer
"""

_BEFORE = 250
"""Characters in front of a unit that may say what it is about: a sentence or two."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """A unit of a passage, with the header of its table or the question that it answers, and the best span within it.

    Offsets are characters of the passage's text.
    """

    passage: Passage
    unit: Unit
    span: Span
    header: Unit | None = None
    question: Unit | None = None

    @property
    def text(self) -> RedactedText:
        """The unit's characters."""
        return self.passage.text.slice(self.unit.start, self.unit.end)

    @property
    def asked(self) -> RedactedText:
        """The question of the document that the unit answers; empty without one."""
        return EMPTY if self.question is None else self.passage.text.slice(self.question.start, self.question.end)

    @property
    def told(self) -> str:
        """What the unit says, with the question that it answers: its words tell what an answer is about."""
        return f"{self.asked.value}\n{self.text.value}"

    @property
    def answer(self) -> str:
        """The characters of the best answer, case aside."""
        return self.passage.text.value[self.span.start : self.span.end].casefold()

    @property
    def labels(self) -> list[RedactedText]:
        """What stands above the unit: title, section, table header."""
        passage = self.passage
        header = passage.header if self.header is None else passage.text.slice(self.header.start, self.header.end)
        shown = header if self.unit.kind == "row" else EMPTY
        return [part for part in (passage.title, passage.section, shown) if part]

    @property
    def before(self) -> RedactedText:
        """What stands in front of the unit, a sentence or two."""
        return self.passage.text.slice(max(0, self.unit.start - _BEFORE), self.unit.start)

    def may_answer(self, question: str) -> bool:
        """See `assistant.expectations`."""
        labels = "\n".join(part.value for part in self.labels)
        return may_answer(question, self.text.value, labels=labels, before=self.before.value)


def candidates(passages: Sequence[Passage], readings: Sequence[Reading]) -> list[Candidate]:
    """The units of the passages in order, without headings and headers of tables, and without what was not read.

    A span that two overlapping passages share comes once.
    """
    seen: set[tuple[str, int, int]] = set()
    found: list[Candidate] = []
    for passage, reading in zip(passages, readings, strict=True):
        header: Unit | None = None
        own = units(passage.text.value)
        for number, unit in enumerate(own):
            # A chunk from the middle of a table carries the header beside its text: its first row is no other one.
            if unit.kind == "header" and not passage.header:
                header = unit
                continue
            place = (passage.document_id, passage.start + unit.start, passage.start + unit.end)
            span = reading.best(unit.start, unit.end)
            if unit.kind == "heading" or place in seen or span is None:
                continue
            seen.add(place)
            row = unit if unit.kind != "header" else replace(unit, kind="row")
            asked = question_before(passage.text.value, own, number)
            question = None if asked is None else own[asked]
            found.append(Candidate(passage, row, span, header if row.kind == "row" else None, question))
    return found


def weigh(
    question: RedactedText, passages: Sequence[Passage], readings: Sequence[Reading]
) -> tuple[list[Candidate], Matrix]:
    """The candidates of the passages and a row of `FEATURES` for each."""
    found = candidates(passages, readings)
    if not found:
        return [], np.zeros((0, len(FEATURES)))
    of = {id(passage): (reading, reading.best()) for passage, reading in zip(passages, readings, strict=True)}
    read = [of[id(candidate.passage)] for candidate in found]
    words = _Words(question.value, found)
    span = np.array([candidate.span.logit for candidate in found])
    columns = (
        span,
        span - np.array([best.logit if best else 0.0 for _, best in read]),
        np.array([reading.answerable for reading, _ in read]),
        np.array([reading.relevance for reading, _ in read]),
        words.overlap,
        words.context_overlap,
        words.overlap - words.overlap.max(),
        words.bigrams,
        np.array([expectation(question.value, candidate.text.value) for candidate in found], dtype=np.float64),
        np.array([reading.prior for reading, _ in read]),
        span - np.array([reading.nothing for reading, _ in read]),
    )
    return found, np.column_stack(columns)


class _Words:
    """What of a question's words each candidate holds: three columns."""

    def __init__(self, question: str, found: Sequence[Candidate]) -> None:
        asked = content_stems(question)
        stems = [content_stems(candidate.told) for candidate in found]
        sets = [set(each) for each in stems]
        weights = {
            stem: math.log(1 + len(sets) / (0.5 + sum(stem in each for each in sets))) for stem in dict.fromkeys(asked)
        }
        pairs = set(itertools.pairwise(asked))
        around = _around(found, sets)
        self.overlap = np.array([_share(each, weights) for each in sets])
        self.context_overlap = np.array([_share(each, weights) for each in around])
        self.bigrams = np.array([len(pairs & set(itertools.pairwise(each))) / (len(asked) or 1) for each in stems])


def _around(found: Sequence[Candidate], sets: Sequence[set[str]]) -> list[set[str]]:
    around = []
    for row, candidate in enumerate(found):
        labels = set(content_stems(" ".join(part.value for part in candidate.labels)))
        follows = row > 0 and found[row - 1].passage is candidate.passage
        around.append(sets[row] | labels | (sets[row - 1] if follows else set()))
    return around


def _share(present: set[str], weights: dict[str, float]) -> float:
    total = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in present) / total if total else 0.0
