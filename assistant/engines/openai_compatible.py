"""A model behind OpenAI's interface on the organisation's own network: llama-server, vLLM, Ollama."""

from __future__ import annotations

import email.utils
import http.client
import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from assistant.answer import Draft, DraftSentence, Passage
from assistant.engines.drafting import Drafting
from assistant.engines.json_strings import strings_of, unheard, with_value
from assistant.engines.replicas import NoneFree, Replica, Replicas
from assistant.engines.watched_http import ServerTrouble, events, json_body, request
from assistant.prompting import Source, messages
from assistant.remote_engines import Endpoint, RemoteEngine
from assistant.selection import Selector
from assistant.turn import ALONE, Turn
from policies.errors import AssistantError, EngineError, OverloadError
from policies.text import RedactedText

SEED: Final = 1
PATIENCE_SECONDS: Final = 4.0
"""How long a question waits for a server that may be asked, before it fails."""
PROBE_SECONDS: Final = 2.0
MOST_CHARACTERS: Final = 100_000
_TICK_SECONDS: Final = 0.05
_AGAIN: Final = frozenset({408, 500, 502, 504})
_PAUSED: Final = frozenset({429, 503})
_TOO_LONG: Final = frozenset({400, 413, 422})
_NOT_UNDERSTOOD: Final = frozenset({400, 422, 500, 501})
"""What servers answer to a form of request that they don't know."""


_Chat = Callable[[Sequence[Source]], list[dict[str, str]]]
"""The chat with these sources in it."""


@dataclass(frozen=True, slots=True)
class Health:
    """How a server is. `problem` is empty when it is well; `lists_model` tells whether it names the model."""

    server: str
    problem: str
    lists_model: bool = False


class _TooLong(Exception):
    """The server refuses the request as it is."""


class _OtherForm(Exception):
    """The server seems not to understand how a schema is asked for; the other form comes next."""


class _Paused(Exception):
    """The server asked to be left alone for a while, which is noted."""


class OpenAICompatible:
    """A model on one server or several. It is sent redacted text only: the prompt is made of nothing else.

    A question that fails before its first word is asked again, of another server where there is one; afterwards never,
    for its first sentences may have been shown.
    """

    def __init__(self, engine: RemoteEngine, *, key: Callable[[], str], selector: Selector) -> None:
        self._engine = engine
        self._key = key
        self._replicas = Replicas(engine.endpoints)
        self._drafting = Drafting(selector, engine.name)

    @property
    def name(self) -> str:
        """The engine's name in the settings."""
        return self._engine.name

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        """The model's sentences; the confidence is the selection's.

        Raises:
            EngineError: no server answers, or what came is no answer.
            OverloadError: all servers ask to be left alone; says for how long.
            EgressError: a server's name leads to a public address.
        """
        values: list[object] = []
        draft = self._drafting.draft(
            question, passages, lambda sources: self._written(question, sources, turn, values.append)
        )
        return with_value(draft, values[-1], turn.schema) if turn.schema is not None and values else draft

    def write(self, chat: list[dict[str, str]], turn: Turn = ALONE) -> Generator[str, None, None]:
        """What the model writes for a chat.

        Raises:
            AssistantError: as `answer`.
        """
        yield from self._pieces(lambda _: chat, [], turn)

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        """The model's sentences, each when it is whole.

        Raises:
            AssistantError: as `answer`.
        """
        yield from self._drafting.sentences(question, passages, lambda sources: self._written(question, sources, turn))

    def health(self) -> list[Health]:
        """How each server is; connects to all of them.

        Raises:
            ConfigError: the key is missing.
        """
        key = self._key()
        return [self._health(endpoint, key) for endpoint in self._engine.endpoints]

    def _written(
        self, question: RedactedText, sources: list[Source], turn: Turn, whole: Callable[[object], None] = unheard
    ) -> Generator[str, None, None]:
        """What the model writes from sources; under a schema, the strings of the JSON that it writes."""
        as_json = turn.schema is not None
        pieces = self._pieces(lambda some: messages(question, some, as_json=as_json), sources, turn)
        with closing(pieces):
            yield from strings_of(pieces, self._engine.answer_tokens, whole) if as_json else pieces

    def _pieces(self, chat: _Chat, sources: list[Source], turn: Turn) -> Generator[str, None, None]:
        key, until = self._key(), time.monotonic() + PATIENCE_SECONDS
        while not turn.cancelled():
            try:
                with self._replicas.taken() as replica:
                    began = False
                    try:
                        for piece in self._asked(replica, key, chat(sources), turn):
                            began = True
                            yield piece
                        self._replicas.answered(replica)
                        return
                    except ServerTrouble as error:
                        if turn.cancelled():
                            return
                        self._replicas.failed(replica, error)
                        if began:
                            self._fail(error.problem)
                    except (_OtherForm, _Paused):
                        continue
                    except _TooLong:
                        if len(sources) < 2:
                            self._fail("refuses even the shortest prompt")
                        sources = sources[: len(sources) // 2]
            except NoneFree as busy:
                if time.monotonic() + busy.seconds > until:
                    self._give_up(busy)
                _rest(busy.seconds, turn)

    def _asked(self, replica: Replica, key: str, chat: list[dict[str, str]], turn: Turn) -> Iterator[str]:
        engine = self._engine
        if replica.suspect:
            found = self._health(replica.endpoint, key)
            if found.problem:
                raise ServerTrouble(found.problem)
        with request(
            engine,
            replica.endpoint,
            f"{replica.endpoint.path}/chat/completions",
            key=key,
            body={**_body(engine, chat), **_response_format(turn.schema, replica)},
            seconds=engine.answer_seconds,
            first_seconds=engine.first_token_seconds,
            cancelled=turn.cancelled,
        ) as (response, watch):
            self._check_status(response, replica, turn)
            for piece in _contents(events(response)):
                watch.within(engine.answer_seconds, "the whole answer")  # the reader of this may take its time
                yield piece
                watch.within(engine.idle_seconds, "the next word")

    def _check_status(self, response: http.client.HTTPResponse, replica: Replica, turn: Turn) -> None:
        """Pass a stream of events, and say of anything else what follows from it."""
        status = response.status
        if status == 200:
            if response.headers.get_content_type() != "text/event-stream":
                raise ServerTrouble("answers with something else than a stream")
            return
        if status in _PAUSED:
            self._replicas.paused(replica, _retry_seconds(response.getheader("Retry-After")))
            raise _Paused
        if turn.schema is not None and status in _NOT_UNDERSTOOD:
            replica.takes_json_schema = not replica.takes_json_schema
            if not replica.takes_json_schema:
                raise _OtherForm
        if status in _AGAIN:
            raise ServerTrouble(f"fails with HTTP status {status}")
        if status in _TOO_LONG:
            raise _TooLong
        if 300 <= status < 400:
            self._refused("answers with a redirect, which is not followed", "Give its address itself as url.")
        if status in (401, 403):
            self._refused("does not accept our key", "Check the variable that key_variable names.")
        if status == 404:
            self._refused("does not know the model or the path", "Check model and url; the path often is /v1.")
        self._refused(f"refuses with HTTP status {status}")

    def _health(self, endpoint: Endpoint, key: str) -> Health:
        try:
            status, listed = self._get(endpoint, f"{endpoint.path}/models", key)
            if status == 404:  # a server that only says that it is up
                status, listed = self._get(endpoint, "/health", key)
        except (ServerTrouble, AssistantError) as error:
            return Health(endpoint.listed, error.problem)
        problem = "" if status == 200 else f"answers with HTTP status {status}"
        return Health(endpoint.listed, problem, self._engine.model in listed)

    def _get(self, endpoint: Endpoint, path: str, key: str) -> tuple[int, list[Any]]:
        with request(self._engine, endpoint, path, key=key, seconds=PROBE_SECONDS, first_seconds=PROBE_SECONDS) as (
            response,
            _,
        ):
            body = json_body(response)
            rows = body.get("data") if isinstance(body, dict) else None
            return response.status, [row.get("id") for row in rows or () if isinstance(row, dict)]

    def _give_up(self, busy: NoneFree) -> NoReturn:
        if busy.trouble:
            self._fail(busy.trouble.problem, busy.trouble.remedy)
        seconds = max(1, round(busy.seconds))
        raise OverloadError(
            f"The servers of '{self.name}' are busy.",
            remedy=f"Ask again in {seconds} s, or with --engine reader.",
            retry_seconds=seconds,
        )

    def _refused(self, problem: str, remedy: str = "") -> NoReturn:
        """Asking again is of no use; but where there are other servers, they may be set up rightly."""
        if len(self._replicas) > 1:
            raise ServerTrouble(problem, remedy)
        self._fail(problem, remedy)

    def _fail(self, problem: str, remedy: str = "") -> NoReturn:
        raise EngineError(
            f"The server of '{self.name}' {problem}.",
            remedy=remedy
            or "Look at that server, or ask with --engine reader. `assistant models list --health` tells.",
        )


def _body(engine: RemoteEngine, chat: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "model": engine.model,
        "messages": chat,
        "stream": True,
        "temperature": 0.0,
        "seed": SEED,
        "max_tokens": engine.answer_tokens,
    }


def _response_format(schema: Mapping[str, Any] | None, replica: Replica) -> dict[str, Any]:
    """What of a request asks for a schema: OpenAI's form, or `json_object`'s, which llama-cpp-python's server wants."""
    if schema is None:
        return {}
    if replica.takes_json_schema:
        form = {"name": "answer", "schema": dict(schema), "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": form}}
    return {"response_format": {"type": "json_object", "schema": dict(schema)}}


def _contents(data: Iterator[str]) -> Iterator[str]:
    """The pieces of text in a stream of completion chunks.

    Raises:
        ServerTrouble: a chunk is none, the stream ends before its end, or it has none.
    """
    finished, length = False, 0
    for event in data:
        if event == "[DONE]":
            return
        try:
            chunk = json.loads(event)
            choices = chunk["choices"]
            choice = choices[0] if choices else {}  # the last chunk may hold usage alone
            piece = choice.get("delta", {}).get("content") or ""
            finished = finished or choice.get("finish_reason") is not None
            length += len(piece)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            raise ServerTrouble("sends something that is no answer") from None
        if length > MOST_CHARACTERS:
            raise ServerTrouble("does not stop writing")
        if piece:
            yield piece
    if not finished:
        raise ServerTrouble("broke off the answer")


def _retry_seconds(header: str | None) -> float:
    """Seconds of a Retry-After header, RFC 9110 section 10.2.3: a number or a date; 1 where there is none."""
    if header is None:
        return 1.0
    if header.strip().isdecimal():
        return float(min(int(header), 86_400))
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return 1.0


def _rest(seconds: float, turn: Turn) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not turn.cancelled():
        time.sleep(max(0.0, min(_TICK_SECONDS, until - time.monotonic())))
