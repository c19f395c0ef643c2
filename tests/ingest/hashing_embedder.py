"""A double of the embedder: a bag of hashed words, so that texts that share words are near each other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from ingest.embedder import EmbedderIdentity, Vectors
from policies.text import RedactedText


class HashingEmbedder:
    """32 dimensions, one word piece a word, at most 128 a text; counts how often it was asked."""

    def __init__(self, name: str = "hashing") -> None:
        self.identity = EmbedderIdentity(name, "0" * 64, 32)
        self.max_tokens = 128
        self.calls = 0

    def embed(self, texts: Sequence[RedactedText]) -> Vectors:
        self.calls += 1
        vectors = np.full((len(texts), self.identity.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _words(text)[: self.max_tokens - 2]:
                digest = hashlib.sha256(word.encode()).digest()
                vectors[row, digest[0] % 32] += 1 if digest[1] % 2 else -1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def count_tokens(self, texts: Sequence[RedactedText]) -> list[int]:
        return [len(_words(text)) for text in texts]


def _words(text: RedactedText) -> list[str]:
    return re.findall(r"\w+", text.value.lower())
