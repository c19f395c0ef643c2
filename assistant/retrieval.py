"""Dense and lexical retrieval side by side, fused by rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Passage
from assistant.lexemes import TOKEN
from ingest.embedder import Embedder, Vectors
from policies.text import RedactedText

Ranking = list[tuple[str, float]]


class StoredPassage(Protocol):
    """What of a stored chunk a passage is made of."""

    chunk_id: str
    document_id: str
    document: RedactedText
    title: RedactedText
    section: RedactedText
    header: RedactedText
    page: int | None
    start: int
    end: int
    text: RedactedText


class PassageIndex(Protocol):
    """What of an index retrieval needs."""

    def lexical(self, query: RedactedText, limit: int) -> Ranking:
        """Chunks by BM25, best first."""
        ...

    def dense(self, vector: Vectors, limit: int) -> Ranking:
        """Chunks by cosine similarity, best first."""
        ...

    def passages(self, chunk_ids: Sequence[str]) -> Sequence[StoredPassage]:
        """The stored chunks of these ids, in their order; ids that are gone are passed over."""
        ...


@dataclass(frozen=True, slots=True)
class Fusion:
    """How two rankings become one.

    Reciprocal rank fusion (Cormack, Clarke & Büttcher, 2009): a chunk scores the sum of weight / (k + rank). `depth` is
    how many of each ranking are fused. Tuned by `benchmarks/cranfield.py` on every other query of Cranfield.
    """

    k: float = 60.0
    dense_weight: float = 1.0
    lexical_weight: float = 1.0
    depth: int = 200


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
        """At most `limit` passages, best first. Scores are fused ranks: they order, and say nothing of fit."""
        depth = max(limit, self._fusion.depth)
        with ThreadPoolExecutor(1) as pool:
            lexical = pool.submit(self._index.lexical, question, depth)
            dense = self._index.dense(self._embedder.embed([question])[0], depth)
            fused = fuse(
                [(dense, self._fusion.dense_weight), (lexical.result(), self._fusion.lexical_weight)],
                self._fusion.k,
            )
        named = self._naming(question, depth)
        for chunk_id, count in named.items():
            fused[chunk_id] = fused.get(chunk_id, 0.0) + count
        best = sorted(fused.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return _passages(self._index.passages([chunk_id for chunk_id, _ in best]), dict(best))

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


def fuse(rankings: Iterable[tuple[Ranking, float]], k: float) -> dict[str, float]:
    """Weighted reciprocal rank fusion: chunk id -> score. Ranks count from 1."""
    fused: dict[str, float] = {}
    for ranking, weight in rankings:
        for rank, (chunk_id, _) in enumerate(ranking, start=1):
            fused[chunk_id] = fused.get(chunk_id, 0.0) + weight / (k + rank)
    return fused


def _passages(stored: Sequence[StoredPassage], scores: dict[str, float]) -> list[Passage]:
    return [
        Passage(
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
            score=scores[chunk.chunk_id],
        )
        for chunk in stored
    ]
