"""OpenAI's own client against a real server on loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
import uvicorn

from assistant import installation
from assistant.rest.app import create_app
from assistant.settings import load_settings
from assistant.wiring import Wiring

QUESTION = [
    {"role": "system", "content": "You are a pirate."},
    {"role": "user", "content": "Hello!"},
    {"role": "assistant", "content": "Ahoy."},
    {"role": "user", "content": "For how many days may a book be borrowed?"},
]


@pytest.fixture
def client(library: Path) -> Iterator[openai.OpenAI]:
    settings, _ = load_settings()
    with Wiring(settings) as wiring, socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(create_app(wiring, settings), log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        key = installation.create_api_key(wiring, "client", "user", actor="test")
        base = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        with openai.OpenAI(base_url=base, api_key=key, max_retries=0) as made:
            yield made
        server.should_exit = True
        thread.join()


def test_a_completion_answers_the_last_user_message_with_citations_and_usage(client: openai.OpenAI) -> None:
    completion = client.chat.completions.create(
        model="auto",
        messages=QUESTION,  # type: ignore[arg-type]
        temperature=0.2,
        max_tokens=50,
        user="somebody",
        extra_body={"an_unknown_parameter": True},
    )
    message = completion.choices[0].message
    assert "twenty-one days" in (message.content or "") and completion.choices[0].finish_reason == "stop"
    assert message.model_extra and message.model_extra["citations"][0]["document"] == "loans.txt"
    usage = completion.usage
    assert usage and usage.total_tokens == usage.prompt_tokens + usage.completion_tokens > 0


def test_a_stream_says_the_same_as_a_completion(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="reader", messages=QUESTION)  # type: ignore[arg-type]
    stream = client.chat.completions.create(
        model="reader",
        messages=QUESTION,  # type: ignore[arg-type]
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage == whole.usage and len({chunk.id for chunk in chunks}) == 1


def test_a_refusal_is_said_in_words_and_marked(client: openai.OpenAI) -> None:
    question = [{"role": "user", "content": "Who won the chess championship in 1972?"}]
    for stream in (False, True):
        if stream:
            chunks = list(client.chat.completions.create(model="auto", messages=question, stream=True))  # type: ignore[arg-type]
            text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
            extra = chunks[-1].choices[0].delta.model_extra
        else:
            message = client.chat.completions.create(model="auto", messages=question).choices[0].message  # type: ignore[arg-type]
            text, extra = message.content or "", message.model_extra
        assert "not answer" in text and extra and extra["answered"] is False and extra["citations"] == []


def test_a_message_in_parts_is_read_by_its_text(client: openai.OpenAI) -> None:
    parts = [{"type": "text", "text": "Where are bicycles kept?"}]
    completion = client.chat.completions.create(model="auto", messages=[{"role": "user", "content": parts}])  # type: ignore[list-item,misc]
    assert "bakery" in (completion.choices[0].message.content or "")


def test_the_models_are_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["auto", "reader"]
    assert client.models.retrieve("reader").id == "reader"


def test_errors_are_those_that_the_client_knows(client: openai.OpenAI) -> None:
    message = [{"role": "user", "content": "a"}]
    with pytest.raises(openai.NotFoundError, match="no such model"):
        client.chat.completions.create(model="gpt-4", messages=message)  # type: ignore[arg-type]
    with pytest.raises(openai.UnprocessableEntityError, match="role 'user'"):
        client.chat.completions.create(model="auto", messages=[{"role": "system", "content": "a"}])
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").models.list()
