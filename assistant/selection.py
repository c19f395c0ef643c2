"""Chooses what of the passages best answers a question, and says how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant import reader_weights
from assistant.answer import Passage
from assistant.answered_questions import is_same_question
from assistant.evidence import FEATURES, Candidate, Matrix, weigh
from assistant.named_rows import rows_of_others
from assistant.opposites import says_opposite
from assistant.quotes import Quote, quote
from assistant.readings import Reading
from assistant.seams import PassageReader
from policies.text import RedactedText

CONFIDENCE_FEATURES = ("best", "lead", "answerable", "relevance", "context_overlap", "margin", "opposite")
"""What the confidence is computed from: the best candidate's score, its lead over the best one of another passage that
says something else, those of `assistant.evidence.FEATURES` of that name (its own passage tells more than the highest of
any), and whether it says the opposite of what is asked (`assistant.opposites`). Of that the choice knows nothing: one
candidate in a thousand does."""
_OF_EVIDENCE = CONFIDENCE_FEATURES[2:-1]

MOST_LEAD = 5.0


@dataclass(frozen=True, slots=True, repr=False)
class Selection:
    """Quotes that may answer, best first, and how sure (0..1, calibrated) that they do.

    `ratios` are their odds as a share of the first one's.
    """

    quotes: tuple[Quote, ...]
    ratios: tuple[float, ...]
    confidence: float


class Selector(Protocol):
    """Chooses what of the passages answers."""

    @property
    def threshold(self) -> float:
        """Confidence below which the passages hold no answer."""
        ...

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        """At most `most` quotes, best first."""
        ...


class ReadingSelector:
    """Weighs what the trained reader says together with words. The weights come from `training/calibrate_reader.py`."""

    def __init__(self, reader: PassageReader, *, threshold: float | None = None) -> None:
        self._reader = reader
        self._threshold = reader_weights.THRESHOLD if threshold is None else threshold

    @property
    def threshold(self) -> float:
        """Confidence below which the passages hold no answer."""
        return self._threshold

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        """At most `most` quotes from the passages, best first; those that overlap become one."""
        readings = self._readings(question, passages)
        found, matrix = weigh(question, passages, readings)
        if not found:
            return Selection((), (), 0.0)
        scores = matrix @ np.array(reader_weights.SENTENCE)
        others = rows_of_others(question.value, found)
        fit = [row for row, each in enumerate(found) if row not in others and each.may_answer(question.value)]
        if not fit:
            return Selection((), (), 0.0)
        best = float(scores.max())
        # Where a document asks this very question, its answer is what the document has to say.
        if same := [row for row in fit if _answers_the_same(found[row], question)]:
            fit, best = same, float(scores[same].max())
        able, able_scores = [found[row] for row in fit], scores[fit]
        quotes, ratios = best_quotes(question, able, able_scores, most)
        return Selection(quotes, ratios, confidence(question, able, matrix[fit], able_scores, best=best))

    def _readings(self, question: RedactedText, passages: Sequence[Passage]) -> list[Reading]:
        """What the reranker read already, and the rest now."""
        missing = [passage for passage in passages if passage.reading is None]
        fresh = iter(self._reader.read(question, missing))
        return [next(fresh) if passage.reading is None else passage.reading for passage in passages]


def _answers_the_same(candidate: Candidate, question: RedactedText) -> bool:
    asked = candidate.asked
    return bool(asked) and is_same_question(asked.value, question.value)


def best_quotes(
    question: RedactedText, found: Sequence[Candidate], scores: Matrix, most: int
) -> tuple[tuple[Quote, ...], tuple[float, ...]]:
    """What to show for the best candidates, and the odds of each as a share of the first one's."""
    order = np.argsort(-scores, kind="stable")
    quotes: list[Quote] = []
    ratios: list[float] = []
    for row in order.tolist():
        if len(quotes) == most:
            break
        shown = quote(question.value, found[row].passage, found[row].span)
        near = [number for number, other in enumerate(quotes) if other.touches(shown)]
        if near:
            quotes[near[0]] = quotes[near[0]].with_(shown)
        else:
            quotes.append(shown)
            ratios.append(float(np.exp(scores[row] - scores[order[0]])))
    return tuple(quotes), tuple(ratios)


def confidence(
    question: RedactedText, found: Sequence[Candidate], matrix: Matrix, scores: Matrix, *, best: float
) -> float:
    """How likely it is, 0..1, that the best quotes hold the answer.

    `best` is the best score of all, also of those that can't be the answer: where the words fit such a one far better,
    the rest is hardly what was asked for.
    """
    values = confidence_features(question, found, matrix, scores)
    logit = reader_weights.INTERCEPT + float(values @ np.array(reader_weights.CONFIDENCE)) + float(scores.max()) - best
    return float(1 / (1 + np.exp(-logit)))


def confidence_features(question: RedactedText, found: Sequence[Candidate], matrix: Matrix, scores: Matrix) -> Matrix:
    """The values of `CONFIDENCE_FEATURES`."""
    best = int(np.argmax(scores))
    passage, said = found[best].passage, found[best].answer
    # A second copy of a document, or another one that gives the same answer, is no rival.
    others = [
        score
        for candidate, score in zip(found, scores, strict=True)
        if candidate.passage is not passage and candidate.answer != said
    ]
    own = dict(zip(FEATURES, matrix[best].tolist(), strict=True))
    lead = min(scores[best] - max(others, default=scores[best] - MOST_LEAD), MOST_LEAD)
    opposite = float(says_opposite(question.value)(found[best].told))
    return np.array([scores[best], lead, *(own[name] for name in _OF_EVIDENCE), opposite])
