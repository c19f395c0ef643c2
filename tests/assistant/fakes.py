"""Hand-written stand-ins for the seams around answering."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Generator, Iterator, Sequence

import numpy as np

from assistant.answer import Draft, DraftSentence, Passage
from assistant.lexemes import content_stems
from assistant.readings import Reading
from assistant.turn import ALONE, Turn
from ingest.embedder import EmbedderIdentity, Vectors
from ingest.stored import StoredChunk
from policies.audit_events import AuditEvent
from policies.errors import AuditError
from policies.text import EMPTY, Entity, RedactedText, Redaction


def redacted(text: str) -> RedactedText:
    return RedactedText(text)


def passage(
    text: str, chunk_id: str = "c1", *, start: int = 100, title: str = "", section: str = "", score: float = 1.0
) -> Passage:
    return Passage(
        chunk_id=chunk_id,
        document_id=f"doc-{chunk_id}",
        document=redacted(f"{chunk_id}.md"),
        title=redacted(title),
        section=redacted(section),
        page=2,
        start=start,
        end=start + len(text),
        text=redacted(text),
        score=score,
    )


def chunk(text: str, chunk_id: str, *, ordinal: int = 0, start: int = 0, section: str = "") -> StoredChunk:
    return StoredChunk(
        chunk_id=chunk_id,
        document_id="doc",
        document=redacted("handbook.md"),
        title=redacted("Handbook"),
        section=redacted(section),
        header=EMPTY,
        page=None,
        start=start,
        end=start + len(text),
        text=redacted(text),
        ordinal=ordinal,
    )


class WordEmbedder:
    """Texts with the same stems are near: each stem has a random direction of its own."""

    identity = EmbedderIdentity("words", "0" * 64, 64)
    max_tokens = 256

    def __init__(self) -> None:
        self.batches: list[int] = []

    def embed(self, texts: Sequence[RedactedText]) -> Vectors:
        self.batches.append(len(texts))
        return np.stack([self._vector(text.value) for text in texts]) if texts else np.zeros((0, 64), np.float32)

    def count_tokens(self, texts: Sequence[RedactedText]) -> list[int]:
        return [len(text.value.split()) for text in texts]

    def _vector(self, text: str) -> Vectors:
        total = np.full(64, 1e-6)
        for stem in content_stems(text):
            seed = int.from_bytes(hashlib.sha256(stem.encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).standard_normal(64)
        return (total / np.linalg.norm(total)).astype(np.float32)


class MarkingReader:
    """Reads words: an answer is one of the texts that it was given, wherever a passage holds one."""

    def __init__(self, *answers: str) -> None:
        self._answers = answers
        self.read_passages: list[list[str]] = []

    def read(self, question: RedactedText, passages: Sequence[Passage]) -> list[Reading]:
        self.read_passages.append([each.chunk_id for each in passages])
        best = max((each.score for each in passages), default=1.0)
        return [self._reading(each.text.value, each.score / best) for each in passages]

    def support(self, claim: str, texts: Sequence[RedactedText]) -> list[float]:
        return [4.0 if set(content_stems(claim)) <= set(content_stems(text.value)) else -4.0 for text in texts]

    def _reading(self, text: str, prior: float) -> Reading:
        offsets = np.array([found.span() for found in re.finditer(r"\w+|[^\w\s]", text)], dtype=np.int64).reshape(-1, 2)
        places = [(text.index(answer), text.index(answer) + len(answer)) for answer in self._answers if answer in text]
        starts = np.array([6.0 if any(a == start for a, _ in places) else -6.0 for start, _ in offsets], np.float32)
        ends = np.array([6.0 if any(b == end for _, b in places) else -6.0 for _, end in offsets], np.float32)
        verdict = 5.0 if places else -5.0
        return Reading(prior, verdict, verdict, offsets, starts, ends, 0.0)


class MaskingRedactor:
    """Replaces one word everywhere; leaves the rest."""

    policy = "test"
    languages = ("en",)

    def __init__(self, name: str = "Marlow", pseudonym: str = "⟦PERSON_k7Q2⟧") -> None:
        self._name, self._pseudonym = name, pseudonym

    def redact(self, text: str, *, keep_tokens: bool = False, subject: str | None = None) -> Redaction:
        found: tuple[Entity, ...] = ()
        return Redaction(redacted(text.replace(self._name, self._pseudonym)), found, self.policy)


class RecordingAudit:
    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    def record(self, event: AuditEvent) -> None:
        self.events.append(event)


class FullDiskAudit:
    def record(self, event: AuditEvent) -> None:
        raise AuditError("The disk is full.", remedy="Free some space.")


class FixedRetriever:
    def __init__(self, *passages: Passage) -> None:
        self.passages = list(passages)
        self.asked: list[str] = []

    def retrieve(self, question: RedactedText, limit: int) -> list[Passage]:
        self.asked.append(question.value)
        return self.passages[:limit]


class FixedEngine:
    """Drafts the sentences it was given and remembers the passages that it was shown."""

    name = "fixed"

    def __init__(self, *sentences: DraftSentence, confidence: float = 0.9) -> None:
        self._sentences = sentences
        self._confidence = confidence
        self.shown: list[str] = []

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        self.shown = [each.chunk_id for each in passages]
        return Draft(self._sentences, self._confidence, self.name)

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        self.shown = [each.chunk_id for each in passages]
        yield from self._sentences


class ScriptedWriter:
    """Writes what it was given, piece by piece, and remembers the chats and how much was taken of it."""

    def __init__(self, *pieces: str) -> None:
        self._pieces = pieces
        self.chats: list[list[dict[str, str]]] = []
        self.written = 0
        self.closed = False

    def write(self, chat: list[dict[str, str]], turn: Turn = ALONE) -> Generator[str, None, None]:
        self.chats.append(chat)
        try:
            for piece in self._pieces:
                self.written += 1
                yield piece
        finally:
            self.closed = True
