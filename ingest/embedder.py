"""The seam for embedding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from policies.text import RedactedText

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """Who made an index: another embedder than this one is refused."""

    name: str
    sha256: str
    dimension: int


class Embedder(Protocol):
    """Turns redacted text into unit vectors."""

    @property
    def identity(self) -> EmbedderIdentity:
        """Name, weights' sha256 and dimension."""
        ...

    @property
    def max_tokens(self) -> int:
        """Word pieces that one text may have, special tokens included; more are cut."""
        ...

    def embed(self, texts: Sequence[RedactedText]) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, L2 norm 1, in the order given. No texts: shape (0, d)."""
        ...

    def count_tokens(self, texts: Sequence[RedactedText]) -> list[int]:
        """Word pieces of each text, without special tokens, uncut."""
        ...
