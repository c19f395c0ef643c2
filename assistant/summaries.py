"""Extractive summaries: a document in a few of its own sentences, each with its citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answer import Citation
from assistant.lexemes import content_stems
from assistant.units import units
from ingest.embedder import Embedder
from ingest.stored import StoredChunk, StoredDocument
from policies.text import RedactedText

MOST_CANDIDATES = 400
"""Longer documents are read at even steps: the comparison of all sentences with all is quadratic."""

_LEAST_STEMS, _MOST_STEMS = 4, 45
_LEAD_BONUS = 0.05
_REPETITION = 0.6
_DAMPING = 0.15  # of a random walk over sentences: Erkan & Radev, 2004, LexRank
_STEPS = 30
_SAME = 0.9


@dataclass(frozen=True, slots=True, repr=False)
class SummarySentence:
    """A sentence of a summary, verbatim, and where it stands."""

    text: RedactedText
    citation: Citation


@dataclass(frozen=True, slots=True, repr=False)
class Summary:
    """A document's summary: its sentences in the document's order."""

    document: RedactedText
    document_id: str
    title: RedactedText
    sentences: tuple[SummarySentence, ...]


@dataclass(frozen=True, slots=True, repr=False)
class _Sentence:
    chunk: StoredChunk
    start: int
    end: int
    leads: bool

    @property
    def text(self) -> RedactedText:
        return self.chunk.text.slice(self.start, self.end)

    def cited(self, score: float) -> Citation:
        return Citation.of(self.chunk, self.start, self.end, score)


def summarize(
    document: StoredDocument, chunks: Sequence[StoredChunk], embedder: Embedder, *, sentences: int = 5
) -> Summary:
    """At most `sentences` sentences that are central to the document and don't repeat one another.

    Centrality is LexRank over embeddings; the first sentence of a section counts a little more. A document of tables
    alone, or of nothing but short lines, gives its first rows or lines.
    """
    found = _sentences(chunks)
    chosen: list[int] = []
    scores = np.zeros(0)
    if found:
        vectors = embedder.embed([sentence.text for sentence in found])
        similar = np.clip(vectors @ vectors.T, 0.0, 1.0).astype(np.float64)
        scores = _centrality(similar) + np.array([_LEAD_BONUS * sentence.leads for sentence in found])
        chosen = sorted(_choose(scores, similar, sentences))
    picked = tuple(
        SummarySentence(found[row].text, found[row].cited(float(np.clip(scores[row], 0, 1)))) for row in chosen
    )
    return Summary(document.name, document.document_id, document.title, picked)


def _sentences(chunks: Sequence[StoredChunk]) -> list[_Sentence]:
    prose: list[_Sentence] = []
    other: list[_Sentence] = []
    seen: set[str] = set()
    section: str | None = None
    for chunk in chunks:
        text = chunk.text.value
        for unit in units(text):
            piece = " ".join(text[unit.start : unit.end].split())
            if piece in seen:
                continue
            seen.add(piece)
            sentence = _Sentence(chunk, unit.start, unit.end, leads=chunk.section.value != section)
            stems = len(content_stems(piece))
            if unit.kind in ("sentence", "item") and _LEAST_STEMS <= stems <= _MOST_STEMS and not piece.endswith("?"):
                prose.append(sentence)
                section = chunk.section.value
            else:
                other.append(sentence)
    found = prose or [sentence for sentence in other if sentence.end > sentence.start]
    step = max(1, -(-len(found) // MOST_CANDIDATES))
    return found[::step]


def _centrality(similar: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Stationary weights of a walk from sentence to similar sentence, divided by the largest: 0..1."""
    size = len(similar)
    links = np.where(similar > 0.1, similar, 0.0)
    np.fill_diagonal(links, 0.0)
    totals = links.sum(axis=1, keepdims=True)
    links = np.divide(links, totals, out=np.full_like(links, 1 / size), where=totals > 0)
    weights = np.full(size, 1 / size)
    for _ in range(_STEPS):
        weights = _DAMPING / size + (1 - _DAMPING) * links.T @ weights
    relative: npt.NDArray[np.float64] = weights / weights.max()
    return relative


def _choose(scores: npt.NDArray[np.float64], similar: npt.NDArray[np.float64], most: int) -> list[int]:
    """Maximal marginal relevance (Carbonell & Goldstein, 1998): central, and unlike what was chosen before."""
    chosen: list[int] = []
    while len(chosen) < min(most, len(scores)):
        near = similar[:, chosen].max(axis=1) if chosen else np.zeros(len(scores))
        gain = scores - _REPETITION * near
        gain[chosen] = -np.inf
        gain[near > _SAME] = -np.inf
        best = int(np.argmax(gain))
        if gain[best] == -np.inf:
            break
        chosen.append(best)
    return chosen
