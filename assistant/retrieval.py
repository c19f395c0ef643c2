"""Dense and lexical retrieval side by side, fused by score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Passage
from assistant.lexemes import TOKEN
from ingest.embedder import Embedder, Vectors
from ingest.stored import StoredChunk
from policies.text import RedactedText

Ranking = list[tuple[str, float]]


class PassageIndex(Protocol):
    """What of an index retrieval needs."""

    def lexical(self, query: RedactedText, limit: int) -> Ranking:
        """Chunks by BM25, best first."""
        ...

    def dense(self, vector: Vectors, limit: int) -> Ranking:
        """Chunks by cosine similarity, best first."""
        ...

    def passages(self, chunk_ids: Sequence[str]) -> list[StoredChunk]:
        """The stored chunks of these ids, in their order; ids that are gone are passed over."""
        ...


@dataclass(frozen=True, slots=True)
class Fusion:
    """How two rankings become one.

    A chunk scores the weighted sum of its share of each ranking's best score; one that a ranking doesn't list has the
    share of the last that it lists. Then a chunk is averaged with the best other chunk of its document: what several
    passages of a document say, it is about. `depth` is how many of each ranking are fused.

    Measured on one index each. Reciprocal rank fusion (k 60): Cranfield nDCG@10 .426, the right passage first for 74 %
    of questions about encyclopedia articles; shares: .427 and 82 %; with siblings: .434 and 82 %. Pseudo-relevance
    feedback was left out: +.02 on Cranfield, but the right passage first for 69 % instead of 93 % of Natural Questions.
    """

    dense_weight: float = 1.0
    lexical_weight: float = 0.6
    sibling_weight: float = 0.2
    depth: int = 200


LEAST_POOL = 50
"""Fused chunks whose documents are looked at, for the siblings."""


NAMED = 2.0
"""What a pseudonym of the question adds to a chunk that holds it: more than meaning and words can."""


class HybridRetriever:
    """Finds passages by meaning and by words, and by the pseudonyms that a question names.

    A dense model reads pseudonyms as noise: passages that hold one of the question's come first, those that hold more
    of them before those that hold fewer.
    """

    def __init__(self, index: PassageIndex, embedder: Embedder, fusion: Fusion | None = None) -> None:
        self._index = index
        self._embedder = embedder
        self._fusion = fusion or Fusion()

    def retrieve(self, question: RedactedText, limit: int) -> list[Passage]:
        """At most `limit` passages, best first.

        Scores are at most 1 for a passage that is best by meaning and by words, plus `NAMED` for each pseudonym
        that it shares with the question: they order, and say nothing of fit.
        """
        fusion = self._fusion
        depth = max(limit, fusion.depth)
        with ThreadPoolExecutor(1) as pool:
            words = pool.submit(self._index.lexical, question, depth)
            dense = self._index.dense(self._embedder.embed([question])[0], depth)
            lexical = words.result()
        fused = fuse([(dense, fusion.dense_weight), (lexical, fusion.lexical_weight)], depth)
        for chunk_id, count in self._naming(question, depth).items():
            fused[chunk_id] = fused.get(chunk_id, 0.0) + NAMED * count
        best = dict(sorted(fused.items(), key=lambda item: (-item[1], item[0]))[: max(2 * limit, LEAST_POOL)])
        stored = self._index.passages(list(best))
        scores = with_siblings(stored, best, fusion.sibling_weight)
        stored.sort(key=lambda chunk: (-scores[chunk.chunk_id], chunk.chunk_id))
        return [_passage(chunk, scores[chunk.chunk_id]) for chunk in stored[:limit]]

    def _naming(self, question: RedactedText, depth: int) -> dict[str, int]:
        """How many of the question's pseudonyms each chunk holds, for chunks that hold one."""
        counts: dict[str, int] = {}
        named = {match.group(): match.span() for match in TOKEN.finditer(question.value)}
        for token, span in named.items():
            found = [chunk_id for chunk_id, _ in self._index.lexical(question.slice(*span), depth)]
            for stored in self._index.passages(found):
                if token in stored.text.value:
                    counts[stored.chunk_id] = counts.get(stored.chunk_id, 0) + 1
        return counts


def fuse(rankings: Sequence[tuple[Ranking, float]], depth: int) -> dict[str, float]:
    """Weighted sum of shares of the best score: chunk id -> 0..1.

    A ranking of fewer than `depth` chunks is whole: what it doesn't list has no share in it.
    """
    total = sum(weight for _, weight in rankings)
    fused = dict.fromkeys((chunk_id for ranking, _ in rankings for chunk_id, _ in ranking), 0.0)
    for ranking, weight in rankings:
        scores = dict(ranking)
        best = max(scores.values(), default=0.0)
        if best <= 0:
            continue
        floor = min(scores.values()) if len(ranking) >= depth else 0.0
        for chunk_id in fused:
            fused[chunk_id] += weight / total * max(0.0, scores.get(chunk_id, floor)) / best
    return fused


def with_siblings(stored: Sequence[StoredChunk], scores: Mapping[str, float], weight: float) -> dict[str, float]:
    """Each chunk's score, averaged with the best other one of its document; a chunk without others keeps its own."""
    by_document: dict[str, list[float]] = {}
    for chunk in stored:
        by_document.setdefault(chunk.document_id, []).append(scores[chunk.chunk_id])
    best_two = {document: (sorted(values, reverse=True) * 2)[:2] for document, values in by_document.items()}
    averaged: dict[str, float] = {}
    for chunk in stored:
        own, (first, second) = scores[chunk.chunk_id], best_two[chunk.document_id]
        averaged[chunk.chunk_id] = (own + weight * (second if own == first else first)) / (1 + weight)
    return averaged


def _passage(chunk: StoredChunk, score: float) -> Passage:
    return Passage(
        chunk_id=chunk.chunk_id,
        document_id=chunk.document_id,
        document=chunk.document,
        title=chunk.title,
        section=chunk.section,
        page=chunk.page,
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        header=chunk.header,
        score=score,
    )
