"""OpenAI's own client against a real server on loopback."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import openai
import pydantic
import pytest

from assistant.rest.messages import Message, beginning_of, conversation_of
from assistant.turn import Turn
from assistant.workspaces.workspace import Workspace
from tests.assistant.serving import Listening

LOAN = "For how many days may a book be borrowed?"
MESSAGES: Any = [
    {"role": "system", "content": "You are a pirate."},
    {"role": "user", "content": "Hello!"},
    {"role": "assistant", "content": "Ahoy."},
    {"role": "user", "content": LOAN},
]
UNANSWERABLE = "Who won the chess championship in 1972?"


@pytest.fixture(scope="module")
def client(real_server: Listening) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{real_server.url}/v1", api_key=real_server.key(), max_retries=0) as made:
        yield made


def asked(question: str) -> Any:
    return [{"role": "user", "content": question}]


def text_of(chunks: list[Any]) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


def test_a_completion_answers_the_last_user_message_with_citations_and_usage(client: openai.OpenAI) -> None:
    completion = client.chat.completions.create(
        model="auto",
        messages=MESSAGES,
        temperature=0.2,
        max_tokens=50,
        max_completion_tokens=50,
        stop=["Observation:"],
        user="somebody",
        tools=[{"type": "function", "function": {"name": "look_up", "parameters": {"type": "object"}}}],
        tool_choice="required",
        extra_body={"an_unknown_parameter": True},
    )
    choice = completion.choices[0]
    assert "twenty-one days" in (choice.message.content or "") and choice.finish_reason == "stop"
    assert choice.message.tool_calls is None
    extra = choice.message.model_extra
    assert extra and extra["citations"][0]["document"] == "loans.txt" and extra["answered"] is True
    assert 0 < extra["confidence"] <= 1 and extra["closest"] == []
    usage = completion.usage
    assert usage and usage.total_tokens == usage.prompt_tokens + usage.completion_tokens > 0


def test_it_is_told_how_a_follow_up_was_understood_and_that_is_counted(client: openai.OpenAI) -> None:
    understood = "How much does the helmet cost?"
    talk = [*asked("How much does the card cost?"), {"role": "assistant", "content": "Fifty cents."}]
    messages: Any = talk + asked("What about the helmet?")
    whole = client.chat.completions.create(model="reader", messages=messages)
    alone = client.chat.completions.create(model="reader", messages=asked(understood))
    *_, last = client.chat.completions.create(model="reader", messages=messages, stream=True)
    told: list[Any] = [whole.choices[0].message, last.choices[0].delta, alone.choices[0].message]
    assert [each.model_extra["rewritten"] for each in told] == [understood, understood, None]
    assert whole.usage and alone.usage and whole.usage.prompt_tokens == alone.usage.prompt_tokens


def test_the_text_ends_with_numbered_notes_unless_they_are_not_wanted(client: openai.OpenAI) -> None:
    with_notes = client.chat.completions.create(model="auto", messages=asked(LOAN)).choices[0].message.content
    without = client.chat.completions.create(model="auto", messages=asked(LOAN), extra_body={"notes": False})
    assert with_notes and with_notes.endswith("\n\n[1] loans.txt")
    assert without.choices[0].message.content == with_notes.removesuffix("\n\n[1] loans.txt")


def test_a_stream_says_the_same_as_a_completion(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="reader", messages=MESSAGES)
    stream = client.chat.completions.create(
        model="reader", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    assert text_of(chunks) == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage == whole.usage and len({chunk.id for chunk in chunks}) == 1


def test_a_refusal_is_said_in_words_and_marked(client: openai.OpenAI) -> None:
    message = client.chat.completions.create(model="auto", messages=asked(UNANSWERABLE)).choices[0].message
    chunks = list(client.chat.completions.create(model="auto", messages=asked(UNANSWERABLE), stream=True))
    for text, extra in (
        (message.content or "", message.model_extra),
        (text_of(chunks), chunks[-1].choices[0].delta.model_extra),
    ):
        assert "not answer" in text and "[1]" not in text
        assert extra and extra["answered"] is False and extra["citations"] == [] and extra["closest"]


def test_a_message_in_parts_is_read_by_its_text(client: openai.OpenAI) -> None:
    parts = [{"type": "text", "text": "Where are bicycles kept?"}]
    completion = client.chat.completions.create(model="auto", messages=[{"role": "user", "content": parts}])  # type: ignore[list-item,misc]
    assert "bakery" in (completion.choices[0].message.content or "")


def test_an_answer_comes_as_any_json_object(client: openai.OpenAI) -> None:
    for stream in (False, True):
        made = client.chat.completions.create(
            model="reader",
            messages=asked(LOAN),
            response_format={"type": "json_object"},
            stream=stream,  # type: ignore[arg-type]
        )
        content = text_of(list(made)) if stream else made.choices[0].message.content
        told = json.loads(content or "")
        assert told["answered"] is True and "twenty-one" in told["answer"]
        assert told["citations"][0]["document"] == "loans.txt"


def test_an_answer_comes_as_the_type_that_a_client_declares(client: openai.OpenAI) -> None:
    class Source(pydantic.BaseModel):
        document: str
        quote: str

    class Reply(pydantic.BaseModel):
        answer: str
        confidence: float
        sources: list[Source]

    message = client.chat.completions.parse(model="reader", messages=asked(LOAN), response_format=Reply).choices[0]
    reply = message.message.parsed
    assert reply and reply.sources[0].document == "loans.txt" and "twenty-one days" in reply.sources[0].quote


def test_json_that_does_not_fit_is_a_bad_request_also_on_a_stream(client: openai.OpenAI) -> None:
    for stream in (False, True):
        for schema in (
            {"type": "object", "properties": {"mood": {"type": "string"}}, "required": ["mood"]},
            {"type": "no type"},
            {"$ref": "http://198.51.100.7/schema.json"},
            {"$ref": "#"},
        ):
            with pytest.raises(openai.BadRequestError) as refused:
                client.chat.completions.create(
                    model="reader",
                    messages=asked(LOAN),
                    stream=stream,  # type: ignore[arg-type]
                    response_format={"type": "json_schema", "json_schema": {"name": "x", "schema": schema}},
                )
            assert refused.value.param == "response_format"


def test_several_choices_are_a_bad_request(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="one answer") as refused:
        client.chat.completions.create(model="auto", messages=asked(LOAN), n=2)
    assert refused.value.param == "n"


def test_the_engine_learns_the_conversation_its_history_and_the_schema(
    client: openai.OpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, Turn, Any]] = []
    gone: list[bool] = []
    ask = Workspace.ask

    def spy(self: Workspace, question: str, **rest: Any) -> Any:
        seen.append((question, rest["turn"], rest["history"]))
        answer = ask(self, question, **rest)
        gone.append(rest["turn"].cancelled())
        return answer

    monkeypatch.setattr(Workspace, "ask", spy)
    first = client.chat.completions.create(model="reader", messages=asked(LOAN)).choices[0].message.content
    follow_up = [*asked(LOAN), {"role": "assistant", "content": first}, *asked("And an overdue one?")]
    schema = {"type": "object", "properties": {"answer": {"type": "string"}}}
    as_json: Any = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    client.chat.completions.create(model="reader", messages=follow_up, response_format=as_json)
    client.chat.completions.create(model="reader", messages=asked(LOAN), user="another")

    assert seen[1][0] == "And an overdue one?"
    assert [(each.question, "[1]" in each.answer, bool(each.answer)) for each in seen[1][2]] == [(LOAN, False, True)]
    assert seen[0][1].conversation == seen[1][1].conversation != seen[2][1].conversation
    assert seen[0][1].schema is None and seen[1][1].schema == schema
    assert gone == [False, False, False]


def test_a_conversation_has_a_name_that_depends_on_whose_it_is_and_how_it_began() -> None:
    def named(*texts: str, whose: str = "ada") -> str:
        return conversation_of([whose], beginning_of([Message(role="user", content=text) for text in texts]))

    assert named("a") == named("a", "b") != named("b")
    assert named("a") != named("a", whose="eve")


def test_the_models_are_listed(client: openai.OpenAI, real_server: Listening) -> None:
    embedder = real_server.wiring.models.embedder.identity.name
    assert [model.id for model in client.models.list()] == ["auto", "reader", embedder]
    assert client.models.retrieve("reader").id == "reader"


@pytest.mark.parametrize("encoding", ["float", "base64"])
def test_a_text_has_the_vector_of_its_redacted_form(
    client: openai.OpenAI, real_server: Listening, encoding: Any
) -> None:
    made = client.embeddings.create(
        model="embedder", input=["Ottilie Brandauer has a card.", "A yard."], encoding_format=encoding
    )
    wiring = real_server.wiring
    redacted = [wiring.workspace().redactor.redact(text).text for text in ("Ottilie Brandauer has a card.", "A yard.")]
    vectors = made.data[0].embedding, made.data[1].embedding
    if encoding == "base64":
        vectors = tuple(_decoded(each) for each in vectors)  # type: ignore[assignment]
    assert "Brandauer" not in redacted[0].value
    np.testing.assert_allclose(np.array(vectors), wiring.models.embedder.embed(redacted), atol=1e-6)
    assert [each.index for each in made.data] == [0, 1] and made.usage.total_tokens > 5
    assert wiring.storage.audit.entries(1)[0].event.counts["purpose"] == "embedding"


def _decoded(encoded: Any) -> list[float]:
    import base64

    return list(np.frombuffer(base64.b64decode(encoded), "<f4"))


def test_what_cannot_be_embedded_is_told(client: openai.OpenAI) -> None:
    def embed(**what: Any) -> None:
        client.embeddings.create(**{"model": "embedder", "input": "a", **what})

    with pytest.raises(openai.BadRequestError, match="Lists of tokens"):
        embed(input=[1, 2, 3])
    with pytest.raises(openai.BadRequestError, match="Lists of tokens"):
        embed(input=[[1, 2], [3]])
    with pytest.raises(openai.BadRequestError, match="word pieces"):
        embed(input=["short", "word " * 400])
    with pytest.raises(openai.BadRequestError, match="dimensions"):
        embed(dimensions=7)
    with pytest.raises(openai.NotFoundError, match="no such embedder"):
        embed(model="text-embedding-3-small")
    for empty in ("", [], [""], ["a"] * 257):
        with pytest.raises(openai.UnprocessableEntityError) as refused:
            embed(input=empty)
        # In words of the interface, none of the program that reads it.
        assert re.fullmatch(r"Error code: 422 - [\w ,.:()]+", str(refused.value))


def test_errors_are_those_that_the_client_knows(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="no such model"):
        client.chat.completions.create(model="gpt-4", messages=asked("a"))
    with pytest.raises(openai.UnprocessableEntityError, match="role 'user'"):
        client.chat.completions.create(model="auto", messages=[{"role": "system", "content": "a"}])
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").models.list()
    with pytest.raises(openai.NotFoundError, match="/v1/chat/completions"):
        client.completions.create(model="auto", prompt="Once upon a time")
