"""POST /v1/chat/completions, as OpenAI's clients speak it: the last user message is the question.

The messages before it tell what it means and are never a source. Parameters of sampling and length have no meaning for
an answer whose sentences are quoted or checked one by one, and are passed over, as `tools` and unknown ones are, so
that any client works. What would give another thing than was asked for is refused: several choices, and JSON that
does not fit.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from assistant.answer import Answer
from assistant.conversations.dialogue import question_of
from assistant.grounding.joining import addition
from assistant.notes import notes_of
from assistant.rest.access import MayAsk, Parts, Who
from assistant.rest.ask import Piece, event_stream, started
from assistant.rest.bodies import WorkspaceName
from assistant.rest.disconnecting import Gone
from assistant.rest.errors import HttpError, body_of
from assistant.rest.messages import Lenient, Message, beginning_of, conversation_of
from assistant.rest.response_format import ResponseFormat, content_of, schema_of, unfit
from assistant.shapes import Json, answer_to_json
from assistant.structured import ANY_OBJECT
from assistant.turn import Turn
from assistant.wiring import Wiring
from policies.errors import AssistantError, SchemaError

router = APIRouter(tags=["openai"])


class StreamOptions(Lenient):
    """What a stream holds beyond its pieces."""

    include_usage: bool = False


class Completion(Lenient):
    """A conversation to be continued; `workspace` and `notes` are ours, the rest is OpenAI's.

    `notes`: put the places that the answer cites, numbered, at the end of its text, for whoever sees nothing else.
    `user` tells conversations of one key apart; it is neither stored nor logged.
    """

    messages: list[Message] = Field(min_length=1, max_length=1000)
    model: str = "auto"
    stream: bool = False
    stream_options: StreamOptions | None = None
    response_format: ResponseFormat | None = None
    n: int | None = None
    user: str | None = None
    workspace: WorkspaceName = None
    notes: bool = True


@router.post("/v1/chat/completions")
def chat_completions(body: Completion, who: MayAsk, parts: Parts, gone: Gone) -> Response:
    """Answer the last user message from the workspace's documents."""
    if body.model not in parts.engines.names():
        raise HttpError(
            404, "There is no such model.", remedy="See GET /v1/models.", code="model_not_found", param="model"
        )
    if body.n not in (None, 1):
        raise HttpError(
            400, "There is one answer to a question.", remedy="Leave `n` out.", code="unsupported", param="n"
        )
    schema = schema_of(body.response_format)
    question, history = question_of([(message.role, message.text) for message in body.messages])
    workspace = parts.workspace(body.workspace)
    turn = Turn(
        conversation=conversation_of((who.name, body.user or "", workspace.name), beginning_of(body.messages)),
        cancelled=gone,
        schema=None if schema is None or schema is ANY_OBJECT else schema.document,
        wants_writing=schema is not None and schema.wants_writing(),
    )
    head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": body.model}
    usage = parts if body.stream_options is not None and body.stream_options.include_usage else None
    if body.stream and schema is None:
        pieces = workspace.stream(question, actor=who.name, engine=body.model, turn=turn, history=history)
        return event_stream(_chunks(started(pieces), head, usage, notes=body.notes))
    try:
        answer = workspace.ask(question, actor=who.name, engine=body.model, turn=turn, history=history)
    except SchemaError as error:
        raise unfit(error) from error
    content = _text(answer, notes=body.notes) if schema is None else content_of(answer, schema)
    if body.stream:
        # JSON is whole or nothing: it comes in one piece.
        return event_stream(_whole(content, answer, head, usage))
    message = {"role": "assistant", "content": content, "refusal": _unsaid(content, answer), **_grounds(answer)}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": _usage(answer, parts)})


@router.post("/v1/completions")
def completions(who: Who) -> Response:
    """Say where to ask instead: there is no answer without a question."""
    raise HttpError(
        404,
        "There are no completions here but those of /v1/chat/completions.",
        remedy="Send messages there.",
        code="not_found",
    )


def _text(answer: Answer, *, notes: bool) -> str:
    """Say a refusal in the message's text: clients show that, and few show anything else."""
    if answer.refusal is not None:
        return answer.refusal.message
    return answer.text.value + (notes_of(answer) if notes else "")


def _unsaid(content: str | None, answer: Answer) -> str | None:
    """A refusal that the content has no place for, where OpenAI's clients look for one."""
    return answer.refusal.message if content is None and answer.refusal is not None else None


def _grounds(answer: Answer) -> Json:
    """What an answer stands on: more fields of a message, which OpenAI's clients keep."""
    whole = answer_to_json(answer)
    names = ("answered", "rewritten", "unanswered", "citations", "confidence", "closest", "engine", "routing")
    return {name: whole[name] for name in names}


def _usage(answer: Answer, parts: Wiring) -> Json:
    """Count word pieces of the embedder: of the question as it was understood, and of the answer."""
    asked, answered = parts.models.embedder.count_tokens([answer.rewritten or answer.question, answer.text])
    return {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered}


def _chunks(pieces: Iterator[Piece], head: Json, usage: Wiring | None, *, notes: bool) -> Iterator[str]:
    yield _chunk(head, {"role": "assistant", "content": ""})
    text = ""
    try:
        for piece in pieces:
            if not isinstance(piece, Answer):
                added = addition(text, piece.value)
                text += added
                yield _chunk(head, {"content": added})
                continue
            after = piece.refusal.message if piece.refusal is not None else notes_of(piece) if notes else ""
            if after:
                yield _chunk(head, {"content": after})
            yield from _end(piece, head, usage)
    except AssistantError as error:
        yield _data(body_of(error))
    yield "data: [DONE]\n\n"


def _whole(content: str | None, answer: Answer, head: Json, usage: Wiring | None) -> Iterator[str]:
    unsaid = _unsaid(content, answer)
    yield _chunk(head, {"role": "assistant", "content": content} | ({"refusal": unsaid} if unsaid else {}))
    yield from _end(answer, head, usage)
    yield "data: [DONE]\n\n"


def _end(answer: Answer, head: Json, usage: Wiring | None) -> Iterator[str]:
    yield _chunk(head, _grounds(answer), "stop")
    if usage is not None:
        yield _data({**head, "object": "chat.completion.chunk", "choices": [], "usage": _usage(answer, usage)})


def _chunk(head: Json, delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return _data({**head, "object": "chat.completion.chunk", "choices": [choice]})


def _data(value: Json) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
