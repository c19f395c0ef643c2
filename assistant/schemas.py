"""The JSON of questions and searches as schemas, for those who must know it before it comes: OpenAPI and MCP.

The functions that make the JSON (`assistant.shapes`, `assistant.json`) don't use these; tests hold the two together.
More fields may be added, none is renamed.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    """An object that may have more fields than are told."""

    model_config = ConfigDict(extra="allow")


class Citation(Shape):
    """Where a sentence of an answer stands; `start`..`end` are characters of the redacted document."""

    document: str
    document_id: str
    page: int | None
    section: str | None
    chunk_id: str
    quote: str
    start: Count
    end: Count
    score: float


class Hit(Shape):
    """A passage that was found."""

    document: str
    document_id: str
    chunk_id: str
    page: int | None
    section: str | None
    score: float
    text: str
    start: Count
    end: Count


class Refusal(Shape):
    """Why there is no answer."""

    reason: str
    message: str


class Decision(Shape):
    """That an engine was to answer, and why; `confidence` is the reader's, where the decision rests on it."""

    engine: str
    reason: str
    confidence: Share | None


class Answer(Shape):
    """An answer with its citations, or a refusal with the closest passages. All text is redacted."""

    id: Any
    question: str
    rewritten: str | None
    answered: bool
    answer: str
    unanswered: list[str]
    confidence: Share
    engine: str
    routing: list[Decision]
    citations: list[Citation]
    refusal: Refusal | None
    closest: list[Hit]
    timings_ms: dict[str, float]


class Hits(Shape):
    """Passages, best first."""

    id: Any
    query: str
    hits: list[Hit]
