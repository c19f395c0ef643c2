"""A retriever and a chat model for LangChain over the one path of every question.

    with Client("http://127.0.0.1:8080", key) as client:      # or: with in_process(actor="reports") as client:
        chain = prompt | ChatAssistant(source=client) | StrOutputParser()

Texts come redacted and each question is audited. LangChain itself sends what passes through it to a tracing service
when its variables say so (`LANGSMITH_TRACING`): leave them unset.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

from langchain_core.callbacks import CallbackManagerForLLMRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.client import Answer, Hits
from assistant.conversations.dialogue import ASSISTANT, USER, question_of
from assistant.grounding.joining import addition


@runtime_checkable
class Source(Protocol):
    """Who is asked: `assistant.client.Client`, or `assistant.client.InProcess`."""

    def ask(self, question: str, *, engine: str | None = None, history: Sequence[tuple[str, str]] = ()) -> Answer:
        """Answer a question, or refuse."""
        ...

    def stream(
        self, question: str, *, engine: str | None = None, history: Sequence[tuple[str, str]] = ()
    ) -> Iterator[str | Answer]:
        """The sentences of the answer, then the whole of it."""
        ...

    def search(self, query: str, *, k: int = 10) -> Hits:
        """Find at most `k` passages, best first."""
        ...


class AssistantRetriever(BaseRetriever):
    """Passages as documents, best first; where each stands is in its metadata, its id is the passage's."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    source: Source
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        found = self.source.search(query, k=self.k).hits
        return [Document(id=hit.chunk_id, page_content=hit.text, metadata=_without_text(hit)) for hit in found]


class ChatAssistant(BaseChatModel):
    """A chat model whose answers are cited, or refusals that say so.

    The last human message is the question; those before it tell what it means, and system messages are not read.
    `response_metadata` holds `answered`, `rewritten`, `unanswered`, `confidence`, `engine`, `citations`,
    `closest` and `refusal`.
    Tools are not called and `stop` has no meaning: an answer is whole sentences of documents.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    source: Source
    engine: str | None = None
    # A cached answer would be given to somebody without a trace in the audit.
    cache: bool = False

    @property
    def _llm_type(self) -> str:
        return "onprem-assistant"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"engine": self.engine or "auto"}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        question, history = _asked(messages)
        answer = self.source.ask(question, engine=self.engine, history=history)
        message = AIMessage(content=_said(answer), response_metadata=_grounds(answer))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        question, history = _asked(messages)
        text = ""
        for piece in self.source.stream(question, engine=self.engine, history=history):
            if isinstance(piece, Answer):
                last = "" if piece.answered else _said(piece)
                chunk = AIMessageChunk(content=last, response_metadata=_grounds(piece), chunk_position="last")
            else:
                chunk = AIMessageChunk(content=addition(text, piece))
                text += chunk.text
            generation = ChatGenerationChunk(message=chunk)
            if run_manager is not None:
                run_manager.on_llm_new_token(chunk.text, chunk=generation)
            yield generation


def _asked(messages: Sequence[BaseMessage]) -> tuple[str, list[tuple[str, str]]]:
    question, history = question_of([(_role(message), message.text) for message in messages])
    return question, [(each.question, each.answer) for each in history]


def _role(message: BaseMessage) -> str:
    if isinstance(message, HumanMessage):
        return USER
    return ASSISTANT if isinstance(message, AIMessage) else message.type


def _said(answer: Answer) -> str:
    return answer.refusal.message if answer.refusal is not None else answer.answer


def _grounds(answer: Answer) -> dict[str, Any]:
    whole = dataclasses.asdict(answer)
    names = ("answered", "rewritten", "unanswered", "confidence", "engine", "citations", "closest", "refusal")
    return {"model_name": answer.engine, **{name: whole[name] for name in names}}


def _without_text(hit: Any) -> dict[str, Any]:
    return {name: value for name, value in dataclasses.asdict(hit).items() if name != "text"}
