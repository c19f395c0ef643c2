"""POST /v1/chat/completions, as OpenAI's clients speak it: the last user message is the question.

What went before it is not used: an answer stands on documents, not on what was said. Parameters of sampling have no
meaning for an answer that is quoted, and are passed over, as unknown ones are, so that any client works.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.joining import join_sentences
from assistant.rest.access import MayAsk, Parts
from assistant.rest.ask import Piece, event_stream, started
from assistant.rest.bodies import WorkspaceName
from assistant.rest.errors import HttpError, body_of
from assistant.shapes import Json, answer_to_json
from assistant.wiring import Wiring
from policies.errors import AssistantError

router = APIRouter(tags=["openai"])


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class Part(_Lenient):
    """A part of a message that is given as a list; only text can be read."""

    type: str = "text"
    text: str | None = None


class Message(_Lenient):
    """One message of a conversation."""

    role: str
    content: str | list[Part] | None = None


class StreamOptions(_Lenient):
    """What a stream holds beyond its pieces."""

    include_usage: bool = False


class Completion(_Lenient):
    """A conversation to be continued; `workspace` is ours, the rest is OpenAI's."""

    messages: list[Message] = Field(min_length=1, max_length=1000)
    model: str = "auto"
    stream: bool = False
    stream_options: StreamOptions | None = None
    workspace: WorkspaceName = None


@router.post("/v1/chat/completions")
def chat_completions(body: Completion, who: MayAsk, parts: Parts) -> Response:
    """Answer the last user message from the workspace's documents."""
    if body.model not in parts.engines():
        raise HttpError(404, "There is no such model.", remedy="See GET /v1/models.", code="model_not_found")
    workspace = parts.workspace(body.workspace)
    question = _question(body.messages)
    head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": body.model}
    if body.stream:
        pieces = workspace.stream(question, actor=who.name, engine=body.model)
        usage = body.stream_options is not None and body.stream_options.include_usage
        return event_stream(_chunks(started(pieces), head, parts if usage else None))
    answer = workspace.ask(question, actor=who.name, engine=body.model)
    message = {"role": "assistant", "content": _content(answer), "refusal": None, **_grounds(answer)}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": _usage(answer, parts)})


def _question(messages: list[Message]) -> str:
    for message in reversed(messages):
        if message.role == "user":
            content = message.content or ""
            if isinstance(content, str):
                return content
            return "\n".join(part.text for part in content if part.type == "text" and part.text)
    raise HttpError(
        422, "No message has the role 'user'.", remedy="Send the question as a user message.", code="invalid"
    )


def _content(answer: Answer) -> str:
    """Say a refusal in the message's text: clients show that, and few show anything else."""
    return answer.refusal.message if answer.refusal else answer.text.value


def _grounds(answer: Answer) -> Json:
    """What an answer stands on: more fields of a message, which OpenAI's clients keep."""
    whole = answer_to_json(answer)
    return {name: whole[name] for name in ("answered", "citations", "confidence", "closest")}


def _usage(answer: Answer, parts: Wiring) -> Json:
    """Count word pieces of the embedder: of the question as it was understood, and of the answer."""
    asked, answered = parts.embedder.count_tokens([answer.question, answer.text])
    return {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered}


def _chunks(pieces: Iterator[Piece], head: Json, usage: Wiring | None) -> Iterator[str]:
    def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _data({**head, "object": "chat.completion.chunk", "choices": [choice]})

    yield chunk({"role": "assistant", "content": ""})
    sentences: list[str] = []
    try:
        for piece in pieces:
            if not isinstance(piece, Answer):
                before = len(join_sentences(sentences)) if sentences else 0
                sentences.append(piece.value)
                yield chunk({"content": join_sentences(sentences)[before:]})
                continue
            if piece.refusal is not None:
                yield chunk({"content": piece.refusal.message})
            yield chunk(_grounds(piece), "stop")
            if usage is not None:
                last = {**head, "object": "chat.completion.chunk", "choices": [], "usage": _usage(piece, usage)}
                yield _data(last)
    except AssistantError as error:
        yield _data(body_of(error))
    yield "data: [DONE]\n\n"


def _data(value: Json) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
