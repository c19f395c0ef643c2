"""LangChain's own classes for OpenAI against a real server on loopback."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel, SecretStr

from tests.assistant.serving import Listening

LOAN = "For how many days may a book be borrowed?"


@pytest.fixture(scope="module")
def chat(real_server: Listening) -> ChatOpenAI:
    return ChatOpenAI(base_url=f"{real_server.url}/v1", api_key=SecretStr(real_server.key()), model="auto")


def test_a_chat_model_answers_with_numbered_notes_and_usage(chat: ChatOpenAI) -> None:
    answer = chat.invoke([HumanMessage("Hello!"), AIMessage("Hello."), HumanMessage(LOAN)])
    assert "twenty-one days" in answer.text and answer.text.endswith("[1] loans.txt")
    assert answer.usage_metadata and answer.usage_metadata["total_tokens"] > 0


def test_a_chat_model_streams(chat: ChatOpenAI) -> None:
    pieces = list(chat.stream(LOAN))
    assert len(pieces) > 2
    assert "".join(piece.text for piece in pieces) == chat.invoke(LOAN).text


def test_a_chat_model_with_tools_answers_and_calls_none(chat: ChatOpenAI) -> None:
    def look_up(name: str) -> str:
        """Look a name up."""
        raise AssertionError("called")

    answer = chat.bind_tools([look_up]).invoke(LOAN)
    assert isinstance(answer, AIMessage) and not answer.tool_calls and "twenty-one" in answer.text


def test_structured_output_is_parsed(chat: ChatOpenAI) -> None:
    class Reply(BaseModel):
        """What a client wants to know."""

        answer: str
        answered: bool
        sources: list[str]

    reply: Any = chat.with_structured_output(Reply, method="json_schema").invoke(LOAN)
    assert "twenty-one" in reply.answer and reply.answered and reply.sources == ["loans.txt"]


def test_embeddings_are_those_of_the_index(real_server: Listening) -> None:
    embeddings = OpenAIEmbeddings(
        base_url=f"{real_server.url}/v1",
        api_key=SecretStr(real_server.key()),
        model="embedder",
        check_embedding_ctx_length=False,  # it would fetch a tokenizer from the network to count with
    )
    near, far = embeddings.embed_documents(["A book may be borrowed.", "Bicycles stand in the yard."])
    asked = embeddings.embed_query("borrowing a book")
    assert len(asked) == real_server.wiring.models.embedder.identity.dimension
    assert np.dot(asked, near) > np.dot(asked, far)
