"""A double of the vector store: a dict, searched exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.embedder import Vectors


class VectorsInMemory:
    def __init__(self) -> None:
        self._vectors: dict[str, Vectors] = {}

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        self._vectors.update(zip(ids, vectors, strict=True))

    def delete(self, ids: Sequence[str]) -> None:
        for key in ids:
            self._vectors.pop(key, None)

    def query(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        scores = [(key, float(np.dot(vector, other))) for key, other in self._vectors.items()]
        return sorted(scores, key=lambda found: -found[1])[:limit]

    def get(self, ids: Sequence[str]) -> Vectors:
        rows = [self._vectors[key] for key in ids if key in self._vectors]
        return np.asarray(rows, dtype=np.float32).reshape(len(rows), -1 if rows else 0)

    def ids(self) -> set[str]:
        return set(self._vectors)

    def count(self) -> int:
        return len(self._vectors)

    def erase(self, ids: Sequence[str]) -> None:
        self.delete(ids)

    def close(self) -> None:
        self._vectors.clear()
