"""The seam for vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ingest.embedder import Vectors


class VectorStore(Protocol):
    """Vectors of L2 norm 1 under opaque ids. It holds no text and no metadata."""

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace, as one batch."""
        ...

    def delete(self, ids: Sequence[str]) -> None:
        """Remove; ids that are not there are passed over."""
        ...

    def query(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The nearest of a vector of shape (dimension,): (id, cosine similarity -1..1), best first."""
        ...

    def get(self, ids: Sequence[str]) -> Vectors:
        """Vectors by their ids, to the bit as they were added, also after `erase`: shape (found, dimension).

        In no order; ids that are not there are passed over.
        """
        ...

    def ids(self) -> set[str]:
        """All ids."""
        ...

    def count(self) -> int:
        """How many vectors there are."""
        ...

    def erase(self, ids: Sequence[str]) -> None:
        """Remove and leave no byte: rebuild from the survivors in a fresh folder, swap, destroy the old files."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...
