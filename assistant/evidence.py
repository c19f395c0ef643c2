"""How much a unit of a passage looks like the answer to a question, as numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from assistant.answer import Passage
from assistant.expectations import expectation
from assistant.lexemes import content_stems
from assistant.units import Unit, points_back, units
from ingest.embedder import Embedder
from policies.text import EMPTY, RedactedText

FEATURES = ("cosine", "cosine_gap", "overlap", "context_overlap", "overlap_gap", "bigrams", "expected", "rank_score")
"""Columns of a feature matrix.

cosine           of the question and the quote that the unit gives, with title, section and table header, -1..1
cosine_gap       to the best candidate's, 0 or less
overlap          share of the question's stems in the unit, each weighed by its rarity among the candidates, 0..1
context_overlap  the same for the unit with the unit before it, title, section and header
overlap_gap      to the best candidate's overlap, 0 or less
bigrams          share of the question's pairs of neighbouring stems that are neighbours in the unit too
expected         1 where the unit holds the kind of thing that is asked for, -1 where not, 0 where that is open
rank_score       the passage's retrieval score as a share of the best passage's
"""

COSINE, CONTEXT_OVERLAP = FEATURES.index("cosine"), FEATURES.index("context_overlap")
MOST_CANDIDATES = 16
"""More are not embedded: on two cores that is what a question costs. 16 answer as many questions as all do."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """A unit of a passage, with the unit before it and the header of its table where there are such.

    Offsets are characters of the passage's text.
    """

    passage: Passage
    unit: Unit
    before: Unit | None = None
    header: Unit | None = None

    @property
    def text(self) -> RedactedText:
        """The unit's characters."""
        return self.passage.text.slice(self.unit.start, self.unit.end)

    @property
    def labels(self) -> list[RedactedText]:
        """What stands above the unit: title, section, table header."""
        passage = self.passage
        header = passage.header if self.header is None else passage.text.slice(self.header.start, self.header.end)
        shown = header if self.unit.kind == "row" else EMPTY
        return [part for part in (passage.title, passage.section, shown) if part]

    @property
    def quote(self) -> tuple[int, int]:
        """The unit, from the one before it on where it says little alone: one that points back, the head of a list."""
        text, before = self.passage.text.value, self.before
        if before is None:
            return self.unit.start, self.unit.end
        leads = before.kind == "heading" and text[before.end - 1] in "?:"
        follows = self.unit.kind == before.kind == "sentence" and points_back(text[self.unit.start : self.unit.end])
        return (before.start if leads or follows else self.unit.start), self.unit.end


def candidates(passages: Sequence[Passage]) -> list[Candidate]:
    """The units of the passages in order, without headings and headers of tables.

    A span that two overlapping passages share comes once.
    """
    seen: set[tuple[str, int, int]] = set()
    found: list[Candidate] = []
    for passage in passages:
        before: Unit | None = None
        header: Unit | None = None
        for unit in units(passage.text.value):
            # A chunk from the middle of a table carries the header beside its text: its first row is no other one.
            if unit.kind == "header" and not passage.header:
                header, before = unit, None
                continue
            place = (passage.document_id, passage.start + unit.start, passage.start + unit.end)
            if unit.kind != "heading" and place not in seen:
                seen.add(place)
                row = unit if unit.kind != "header" else replace(unit, kind="row")
                found.append(Candidate(passage, row, before, header if row.kind == "row" else None))
            before = unit
    return found


def weigh(question: RedactedText, passages: Sequence[Passage], embedder: Embedder) -> tuple[list[Candidate], Matrix]:
    """The candidates of the passages and a row of `FEATURES` for each. All is embedded in one batch.

    Of more than `MOST_CANDIDATES` those with the fewest of the question's words in and around them are left out.
    """
    found = candidates(passages)
    if not found:
        return [], np.zeros((0, len(FEATURES)))
    words = _Words(question.value, found)
    if len(found) > MOST_CANDIDATES:
        order = np.argsort(-(words.context_overlap + 0.3 * words.overlap + 0.5 * _rank_scores(found)), kind="stable")
        kept = sorted(order[:MOST_CANDIDATES].tolist())
        found, words = [found[row] for row in kept], words.rows(kept)
    vectors = embedder.embed([question, *(_with_context(candidate) for candidate in found)])
    cosine = (vectors[1:] @ vectors[0]).astype(np.float64)
    expected = [expectation(question.value, candidate.text.value) for candidate in found]
    columns = (
        cosine,
        cosine - cosine.max(),
        words.overlap,
        words.context_overlap,
        words.overlap - words.overlap.max(),
        words.bigrams,
        np.array(expected, dtype=np.float64),
        _rank_scores(found),
    )
    return found, np.column_stack(columns)


class _Words:
    """What of a question's words each candidate holds: three columns."""

    def __init__(self, question: str, found: Sequence[Candidate]) -> None:
        asked = content_stems(question)
        stems = [content_stems(candidate.text.value) for candidate in found]
        sets = [set(each) for each in stems]
        weights = {
            stem: math.log(1 + len(sets) / (0.5 + sum(stem in each for each in sets))) for stem in dict.fromkeys(asked)
        }
        pairs = set(itertools.pairwise(asked))
        around = _around(found, sets)
        self.overlap = np.array([_share(each, weights) for each in sets])
        self.context_overlap = np.array([_share(each, weights) for each in around])
        self.bigrams = np.array([len(pairs & set(itertools.pairwise(each))) / (len(asked) or 1) for each in stems])

    def rows(self, kept: Sequence[int]) -> _Words:
        """The rows of some candidates."""
        self.overlap, self.context_overlap, self.bigrams = (
            column[list(kept)] for column in (self.overlap, self.context_overlap, self.bigrams)
        )
        return self


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


def _rank_scores(found: Sequence[Candidate]) -> Matrix:
    scores = np.array([candidate.passage.score for candidate in found], dtype=np.float64)
    best = float(scores.max())
    return np.clip(scores / best, 0.0, 1.0) if best > 0 else np.zeros(len(found))


def _with_context(candidate: Candidate) -> RedactedText:
    return RedactedText.join([*candidate.labels, candidate.passage.text.slice(*candidate.quote)], ". ")
