"""Doubles at the seams: an embedder that counts words, and a redactor that hides given words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from ingest.embedder import EmbedderIdentity, Vectors
from policies.text import Entity, RedactedText, Redaction


class WordCounter:
    """An embedder whose word pieces are words and punctuation marks."""

    identity = EmbedderIdentity("words", "0" * 64, 2)

    def __init__(self, max_tokens: int = 256) -> None:
        self.max_tokens = max_tokens

    def count_tokens(self, texts: Sequence[RedactedText]) -> list[int]:
        return [len(re.findall(r"\w+|[^\w\s]", text.value)) for text in texts]

    def embed(self, texts: Sequence[RedactedText]) -> Vectors:
        return np.tile(np.array([1, 0], dtype=np.float32), (len(texts), 1))


class HidingRedactor:
    """Replaces every occurrence of each given text by its replacement."""

    policy = "test"
    languages = ("en",)

    def __init__(self, hidden: Mapping[str, str] | None = None) -> None:
        self._hidden = hidden or {}
        self.texts: list[str] = []

    def redact(self, text: str, *, keep_tokens: bool = False, subject: str | None = None) -> Redaction:
        self.texts.append(text)
        entities: list[Entity] = []
        parts: list[str] = []
        at = 0
        if self._hidden:
            pattern = "|".join(re.escape(value) for value in sorted(self._hidden, key=len, reverse=True))
            for found in re.finditer(pattern, text):
                replacement = self._hidden[found.group()]
                entities.append(Entity("PERSON", *found.span(), 1.0, "replace", replacement, "test"))
                parts += [text[at : found.start()], replacement]
                at = found.end()
        return Redaction(RedactedText("".join([*parts, text[at:]])), tuple(entities), self.policy)
