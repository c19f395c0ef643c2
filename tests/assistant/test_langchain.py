"""LangChain's interface over the one path of every question, over HTTP and in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.documents import Document
from langchain_core.globals import set_llm_cache
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from assistant.client import Client, InProcess
from assistant.langchain import AssistantRetriever, ChatAssistant, Source
from policies.errors import AssistantError
from tests.assistant.library import CANARIES
from tests.assistant.serving import Listening

LOAN = "For how many days may a book be borrowed?"
UNANSWERABLE = "Who won the chess championship in 1972?"


@pytest.fixture(scope="module", params=["over HTTP", "in this process"])
def source(real_server: Listening, request: pytest.FixtureRequest) -> Iterator[Source]:
    if request.param == "in this process":
        yield InProcess(real_server.wiring.workspace(), actor="reports")
        return
    with Client(real_server.url, real_server.key()) as client:
        yield client


@pytest.fixture
def chat(source: Source) -> ChatAssistant:
    return ChatAssistant(source=source, engine="reader")


def test_an_answer_carries_its_citations(chat: ChatAssistant) -> None:
    answer = chat.invoke([SystemMessage("Be brief."), HumanMessage("Hello!"), AIMessage("Hello."), HumanMessage(LOAN)])
    assert "twenty-one days" in answer.text and "[1]" not in answer.text
    told = answer.response_metadata
    assert told["answered"] and told["citations"][0]["document"] == "loans.txt" and told["engine"] == "reader"


def test_it_is_told_how_a_follow_up_was_understood(chat: ChatAssistant) -> None:
    said = [HumanMessage("How much does the card cost?"), AIMessage("Fifty cents.")]
    answer = chat.invoke([*said, HumanMessage("What about the helmet?")])
    assert answer.response_metadata["rewritten"] == "How much does the helmet cost?"


def test_a_refusal_is_said_and_carries_the_closest_passages(chat: ChatAssistant) -> None:
    answer = chat.invoke(UNANSWERABLE)
    assert "not answer" in answer.text and not answer.response_metadata["answered"]
    assert answer.response_metadata["closest"] and answer.response_metadata["refusal"]["reason"] == "not_found"


@pytest.mark.parametrize("question", [LOAN, UNANSWERABLE])
def test_a_stream_adds_up_to_the_answer(chat: ChatAssistant, question: str) -> None:
    whole: Any = None
    for chunk in chat.stream(question):
        assert isinstance(chunk, AIMessageChunk)
        whole = chunk if whole is None else whole + chunk
    answer = chat.invoke(question)
    assert whole.text == answer.text
    assert whole.response_metadata["citations"] == answer.response_metadata["citations"]


def test_it_can_be_awaited_batched_and_streamed_without_waiting(chat: ChatAssistant) -> None:
    async def both() -> tuple[str, str]:
        awaited = await chat.ainvoke(LOAN)
        return awaited.text, "".join([chunk.text async for chunk in chat.astream(LOAN)])

    awaited, streamed = asyncio.run(both())
    batched = chat.batch([LOAN, UNANSWERABLE])
    assert awaited == streamed == batched[0].text and "not answer" in batched[1].text


def test_passages_are_documents_with_their_place(source: Source) -> None:
    found = AssistantRetriever(source=source, k=2).invoke("reading card Brandauer")
    assert len(found) == 2 and found[0].metadata["document"] == "letter.txt" and found[0].id
    assert found[0].metadata["end"] - found[0].metadata["start"] == len(found[0].page_content)
    assert not any(canary in document.page_content for document in found for canary in CANARIES)
    assert asyncio.run(AssistantRetriever(source=source, k=2).ainvoke("reading card Brandauer")) == found


def test_a_chain_of_both_runs(source: Source, chat: ChatAssistant) -> None:
    def places(documents: list[Document]) -> str:
        return ", ".join(document.metadata["document"] for document in documents)

    prompt = ChatPromptTemplate.from_messages([("system", "Look at {places}."), ("human", "{question}")])
    retriever = AssistantRetriever(source=source, k=1)
    chain = (
        {"places": retriever | RunnableLambda(places), "question": RunnablePassthrough()}
        | prompt
        | chat
        | StrOutputParser()
    )
    assert "twenty-one days" in chain.invoke(LOAN)
    assert "twenty-one days" in "".join(chain.stream(LOAN))


def test_each_question_is_audited_also_where_answers_are_cached(real_server: Listening, chat: ChatAssistant) -> None:
    set_llm_cache(InMemoryCache())
    try:
        before = real_server.wiring.storage.audit.entries(1)[0].seq
        chat.invoke(LOAN)
        chat.invoke(LOAN)
    finally:
        set_llm_cache(None)
    entries = real_server.wiring.storage.audit.entries(2)
    assert entries[-1].seq == before + 2 and {entry.event.action for entry in entries} == {"answered"}


def test_who_asks_nothing_is_told(chat: ChatAssistant) -> None:
    with pytest.raises(AssistantError, match="role 'user'"):
        chat.invoke([SystemMessage("Be brief.")])
    with pytest.raises(AssistantError, match="empty"):
        chat.invoke(" ")
