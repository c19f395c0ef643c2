"""What the OpenAI-compatible endpoints answer, as schemas; `answered` to `routing` are ours."""

from __future__ import annotations

from typing import Literal

from assistant.schemas import Citation, Count, Decision, Hit, Shape, Share


class Grounds(Shape):
    """What an answer stands on."""

    answered: bool
    rewritten: str | None
    unanswered: list[str]
    citations: list[Citation]
    confidence: Share
    closest: list[Hit]
    engine: str
    routing: list[Decision]


class CompletionMessage(Grounds):
    """The answer."""

    role: Literal["assistant"]
    content: str
    refusal: None


class Choice(Shape):
    """The one choice."""

    index: Literal[0]
    message: CompletionMessage
    finish_reason: Literal["stop"]
    logprobs: None


class Usage(Shape):
    """Word pieces of the embedder: of what was asked, and of the answer."""

    prompt_tokens: Count
    total_tokens: Count


class ChatCompletion(Shape):
    """An answer to the last user message."""

    id: str
    object: Literal["chat.completion"]
    created: Count
    model: str
    choices: list[Choice]
    usage: Usage


class Embedding(Shape):
    """A vector, as numbers or as base64 of little-endian float32."""

    object: Literal["embedding"]
    index: Count
    embedding: list[float] | str


class Embeddings(Shape):
    """Vectors of L2 norm 1, in the order of the texts."""

    object: Literal["list"]
    data: list[Embedding]
    model: str
    usage: Usage


class Model(Shape):
    """An engine, or the embedder. A remote engine whose health was asked for has `healthy` too."""

    id: str
    object: Literal["model"]
    created: Count
    owned_by: str


class Models(Shape):
    """What `model` takes."""

    object: Literal["list"]
    data: list[Model]
