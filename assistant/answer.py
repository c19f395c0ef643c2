"""What flows through answering: `Passage` -> `Draft` -> `Verdict` -> `Answer`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from policies.text import EMPTY, RedactedText

if TYPE_CHECKING:
    from assistant.readings import Reading
    from ingest.stored import StoredChunk


@dataclass(frozen=True, slots=True, repr=False)
class Passage:
    """A stored chunk that was retrieved. `start`/`end`: characters of the redacted document's text.

    `reading` is what was read in it for the question that it was retrieved for, where that was done already.
    """

    chunk_id: str
    document_id: str
    document: RedactedText
    title: RedactedText
    section: RedactedText
    page: int | None
    start: int
    end: int
    text: RedactedText
    header: RedactedText = EMPTY
    score: float = 0.0
    reading: Reading | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        return f"<passage {self.chunk_id}>"


@dataclass(frozen=True, slots=True, repr=False)
class DraftSentence:
    """A sentence an engine proposes, with the ids of the passages that it says it stands on (may be wrong or empty).

    `confidence` is the engine's own for the answer as a whole, 0..1, None where it has none: a stream has no `Draft`
    to carry it. `emphasis` is the answer itself, in characters of `text`; `header` what names the columns of a row.
    `parts` are the numbers of the question's parts that it answers, from 0; none where it answers the whole.
    """

    text: str
    chunk_ids: tuple[str, ...] = ()
    confidence: float | None = None
    emphasis: tuple[int, int] | None = None
    header: str = ""
    parts: tuple[int, ...] = ()

    def __repr__(self) -> str:
        return f"<draft sentence on {', '.join(self.chunk_ids) or 'nothing'}>"


@dataclass(frozen=True, slots=True)
class Draft:
    """An engine's proposal. `confidence` is 0..1, calibrated; no sentences: the engine found no answer.

    `value` is the JSON value that the sentences were read from, with each string as the places of its sentences in
    the draft; None where none was asked for.
    """

    sentences: tuple[DraftSentence, ...]
    confidence: float
    engine: str
    value: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Citation:
    """Where a sentence of the answer stands. `quote` is the characters `start`..`end` of the redacted document."""

    document: RedactedText
    document_id: str
    page: int | None
    section: RedactedText
    chunk_id: str
    quote: RedactedText
    start: int
    end: int
    score: float

    @classmethod
    def of(cls, source: Passage | StoredChunk, start: int, end: int, score: float) -> Self:
        """What stands at the characters `start`..`end` of a passage's text."""
        return cls(
            document=source.document,
            document_id=source.document_id,
            page=source.page,
            section=source.section,
            chunk_id=source.chunk_id,
            quote=source.text.slice(start, end),
            start=source.start + start,
            end=source.start + end,
            score=score,
        )

    def __repr__(self) -> str:
        return f"<citation of {self.chunk_id}, characters {self.start}-{self.end}>"


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What the gate let through: `text` empty means refusal. `removed` counts the sentences that had no support.

    `emphases` are the answers in it, in characters of `text`. `value` is what stays of a draft's JSON value.
    """

    text: str
    citations: tuple[Citation, ...]
    removed: int
    confidence: float
    emphases: tuple[tuple[int, int], ...] = ()
    value: object = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer. `reason`: no_documents | not_found | not_supported | not_allowed."""

    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Decision:
    """That an engine was to answer, and why: a sentence of ours, without content.

    `confidence` is the reader's, 0..1, where the decision rests on it.
    """

    engine: str
    reason: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What leaves the system for a question. `closest` holds the nearest passages when the answer is a refusal.

    `removed` counts the drafted sentences that no passage supported. `value` is the answer as JSON where a schema was
    asked for and the engine writes: strings are `RedactedText`, and what no passage supports is not there.
    `rewritten` is the question as it was understood from the conversation, None where it stands alone. `routing` holds
    the engines that were to answer, `engine` the last of them. `unanswered` are the parts of a question that asks
    several things for which no answer was found, where one was found for others.
    """

    question: RedactedText
    text: RedactedText
    confidence: float
    engine: str
    citations: tuple[Citation, ...] = ()
    refusal: Refusal | None = None
    closest: tuple[Passage, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    rewritten: RedactedText | None = None
    removed: int = 0
    routing: tuple[Decision, ...] = ()
    value: object = None
    unanswered: tuple[RedactedText, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the documents gave an answer."""
        return self.refusal is None
