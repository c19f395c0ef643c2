"""POST /v1/ask: a question in, a cited answer or a refusal out; at once, or sentence by sentence."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import Field

from assistant.answer import Answer
from assistant.conversations.conversation import Exchange
from assistant.rest.access import MayAsk, Parts
from assistant.rest.bodies import Body, Said, WorkspaceName
from assistant.rest.disconnecting import Gone
from assistant.rest.errors import body_of
from assistant.rest.messages import conversation_of
from assistant.rest.restore import Reading, reading_of
from assistant.restoring import restoration, restored
from assistant.shapes import Json, answer_to_json
from assistant.turn import Turn
from policies.errors import AssistantError
from policies.restoration import Restoration
from policies.text import RedactedText

router = APIRouter(tags=["ask"])
Piece = RedactedText | Answer


class Question(Body):
    """A question for a workspace. `restore`: whether, and why, to show the values behind pseudonyms.

    `history`, oldest first, tells what a follow-up question means; it is never a source.
    """

    question: str
    history: list[Said] = Field(default_factory=list, max_length=1000)
    workspace: WorkspaceName = None
    engine: str | None = None
    stream: bool = False
    restore: Reading | None = None


@router.post("/v1/ask")
def ask(body: Question, who: MayAsk, parts: Parts, gone: Gone) -> Response:
    """Answer from the workspace's documents."""
    workspace = parts.workspace(body.workspace)
    # Who may not is refused before the question is asked.
    reading = (
        None
        if body.restore is None
        else restoration(reading_of(body.restore, who, parts, body.workspace), parts, body.workspace)
    )
    history = [Exchange(each.question, each.answer) for each in body.history]
    first = history[0].question if history else body.question
    turn = Turn(conversation=conversation_of((who.name, workspace.name), [first]), cancelled=gone)
    if not body.stream:
        answered = workspace.ask(body.question, actor=who.name, engine=body.engine, turn=turn, history=history)
        answer = answer_to_json(answered)
        return JSONResponse(answer if reading is None else restored(answer, reading))
    streamed = workspace.stream(body.question, actor=who.name, engine=body.engine, turn=turn, history=history)
    pieces = started(streamed)
    return event_stream(_events(pieces) if reading is None else _restored_events(pieces, reading))


def started(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Take the first piece now: what is wrong with a question is an HTTP status, not an event in a stream."""
    return itertools.chain([next(pieces)], pieces)


def event_stream(events: Iterator[str]) -> StreamingResponse:
    """Return server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _events(pieces: Iterator[Piece]) -> Iterator[str]:
    try:
        for piece in pieces:
            if isinstance(piece, Answer):
                yield _event("answer", answer_to_json(piece))
            else:
                yield _event("sentence", {"text": piece.value})
    except AssistantError as error:
        yield _event("error", body_of(error))


def _restored_events(pieces: Iterator[Piece], reading: Restoration) -> Iterator[str]:
    """As `_events`, with values in place of tokens: each is audited before the event that shows it."""
    answers: list[Answer] = []

    def sentences() -> Iterator[str]:
        for piece in pieces:
            if isinstance(piece, Answer):
                answers.append(piece)
            else:
                yield piece.value

    try:
        for text in reading.stream(sentences()):
            yield _event("sentence", {"text": text})
        for answer in answers:
            yield _event("answer", restored(answer_to_json(answer), reading))
    except AssistantError as error:
        yield _event("error", body_of(error))


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
