"""How much a unit of a passage looks like the answer to a question, as features of numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answer import Passage
from assistant.lexemes import content_stems, tokens
from assistant.units import Unit, points_back, units
from ingest.embedder import Embedder
from policies.text import RedactedText

FEATURES = (
    "cosine", "context_cosine", "overlap", "context_overlap", "passage_cosine", "rank", "expected", "named", "heading",
    "question", "short", "long", "points_back",
)  # fmt: skip
"""The columns of a feature matrix, in order."""

_EXPECTATIONS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(question, re.IGNORECASE), re.compile(answer))
    for question, answer in (
        (r"\bhow (?:many|much|long|old|far|often|high|large|big|tall)\b|\bwhat (?:percentage|percent|number|amount|age)\b",
         r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand|million|once|twice|daily|weekly"
         r"|monthly|yearly|none|half)\b|\[DATE|⟦DATE"),
        (r"\bwhen\b|\bwhat (?:year|date|day|month|time)\b|\bwhich (?:year|date|day|month)\b",
         r"\b\d{4}\b|\b\d{1,2}[:.]\d{2}\b|\b(?:January|February|March|April|May|June|July|August|September|October|November"
         r"|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|day|week|month|year|century|before|after"
         r"|until|within)\b|DATE"),
        (r"\bwho\b|\bwhose\b|\bwhom\b", r"(?<=\w )[A-Z]\w+|PERSON|ORGANI[SZ]ATION"),
        (r"\bwhere\b|\bwhat (?:city|country|place)\b|\bin which (?:city|country)\b",
         r"\b(?:in|at|on|near|from|to|of) (?:the )?[A-Z]\w+|LOCATION|ADDRESS"),
        (r"\bhow much\b|\bwhat (?:is the )?(?:fee|price|cost)\b", r"[$€£¥%]|\b(?:dollars?|euros?|pounds?|percent)\b"),
        (r"\bwhy\b", r"\b(?:because|since|due to|so that|in order|reason|therefore|caused?|result)\b"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """A unit of a passage; offsets are characters of the passage's text."""

    passage: Passage
    unit: Unit
    position: int
    """Which unit of its passage it is, from 0."""

    @property
    def text(self) -> RedactedText:
        """The unit's characters."""
        return self.passage.text.slice(self.unit.start, self.unit.end)


def candidates(passages: Sequence[Passage]) -> list[Candidate]:
    """The units of all passages, best passage first; a span that two overlapping passages share comes once."""
    seen: set[tuple[str, int, int]] = set()
    found: list[Candidate] = []
    for passage in passages:
        for position, unit in enumerate(units(passage.text.value)):
            place = (passage.document_id, passage.start + unit.start, passage.start + unit.end)
            if place not in seen:
                seen.add(place)
                found.append(Candidate(passage, unit, position))
    return found


def features(question: RedactedText, found: Sequence[Candidate], embedder: Embedder) -> npt.NDArray[np.float64]:
    """A row for each candidate, columns as in `FEATURES`. Everything is embedded in one batch."""
    passages = list({candidate.passage.chunk_id: candidate.passage for candidate in found}.values())
    contexts = [_with_context(candidate) for candidate in found]
    texts = [
        question,
        *(candidate.text for candidate in found),
        *contexts,
        *(passage.text for passage in passages),
    ]
    vectors = embedder.embed(texts)
    similar = vectors[1:] @ vectors[0]
    units_similar, contexts_similar = similar[: len(found)], similar[len(found) : 2 * len(found)]
    passage_similar = dict(zip((p.chunk_id for p in passages), similar[2 * len(found) :], strict=True))
    ranks = {passage.chunk_id: rank for rank, passage in enumerate(passages)}
    wanted = Counter(content_stems(question.value))
    stems = [set(content_stems(candidate.text.value)) for candidate in found]
    weights = _weights(wanted, stems)
    asked_tokens = tokens(question.value)
    rows = []
    for row, candidate in enumerate(found):
        text = candidate.text.value
        passage = candidate.passage
        around = stems[row] | set(
            content_stems(f"{passage.title.value} {passage.section.value} {passage.header.value}")
        )
        if row and candidate.position and found[row - 1].passage is passage:
            around |= stems[row - 1]
        rows.append([
            units_similar[row], contexts_similar[row], _share(stems[row], weights), _share(around, weights),
            passage_similar[passage.chunk_id], 1 / (1 + ranks[passage.chunk_id]), _expected(question.value, text),
            _held(asked_tokens, text), candidate.unit.kind == "heading", text.endswith("?"),
            len(stems[row]) < 4, len(stems[row]) > 30, points_back(text),
        ])  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(found), len(FEATURES))


def _with_context(candidate: Candidate) -> RedactedText:
    passage = candidate.passage
    lead = [part for part in (passage.title, passage.section, passage.header) if part]
    return RedactedText.join([*lead, candidate.text], ". ")


def _weights(wanted: Counter[str], stems: Sequence[set[str]]) -> dict[str, float]:
    """Inverse document frequency of the question's stems, each candidate a document."""
    total = len(stems)
    return {stem: math.log(1 + total / (0.5 + sum(stem in found for found in stems))) for stem in wanted}


def _share(present: set[str], weights: dict[str, float]) -> float:
    total = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in present) / total if total else 0.0


def _expected(question: str, text: str) -> float:
    """1 where the text holds what the question asks for, -1 where it does not, 0 where the question doesn't tell."""
    asked = [answer for pattern, answer in _EXPECTATIONS if pattern.search(question)]
    if not asked:
        return 0.0
    return 1.0 if all(answer.search(text) for answer in asked) else -1.0


def _held(asked: frozenset[str], text: str) -> float:
    return len(asked & tokens(text)) / len(asked) if asked else 0.0
