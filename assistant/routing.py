"""Which engine answers a question: the cheapest that is sure enough, each decision with its reason."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from assistant.answer import Decision, Draft, DraftSentence, Passage
from assistant.question_kinds import Kind, kind_of
from assistant.router_thresholds import LEAST, SURE
from assistant.seams import Engine
from assistant.turn import ALONE, Turn
from policies.errors import AssistantError
from policies.text import RedactedText

_log = logging.getLogger(__name__)

_WANTED: Final[dict[Kind, str]] = {
    "compare": "the question asks for a comparison",
    "list": "the question asks for a list across documents",
    "summarise": "the question asks for a summary",
    "explain": "the question asks for an explanation",
}


class Attempt(Protocol):
    """One engine's answer to the question, at once or sentence by sentence."""

    @property
    def engine(self) -> str:
        """The engine's name."""
        ...

    def draft(self) -> Draft:
        """The draft as a whole."""
        ...

    def sentences(self) -> Iterator[DraftSentence]:
        """The draft's sentences as they come."""
        ...


class Route(Protocol):
    """The way of one question from engine to engine."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was decided so far, the last one last."""
        ...

    def attempts(self) -> Iterator[Attempt]:
        """Each engine that may answer, at least one. Ask for the next when the gate let nothing of the last one pass.

        What a refusal says of its confidence and engine is the last one's.
        """
        ...


class Router(Protocol):
    """Chooses engines for questions."""

    def route(self, question: RedactedText, passages: Sequence[Passage], turn: Turn) -> Route:
        """The way of a question; nothing is asked of an engine before its attempt is taken."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked:
    question: RedactedText
    passages: Sequence[Passage]
    turn: Turn


@dataclass(frozen=True, slots=True)
class _Direct:
    """An attempt whose failure is the question's failure."""

    by: Engine
    asked: _Asked

    @property
    def engine(self) -> str:
        return self.by.name

    def draft(self) -> Draft:
        return self.by.answer(self.asked.question, self.asked.passages, self.asked.turn)

    def sentences(self) -> Iterator[DraftSentence]:
        yield from self.by.stream(self.asked.question, self.asked.passages, self.asked.turn)


@dataclass(frozen=True, slots=True)
class _Known:
    """An attempt that was made already: the reader's, which every decision rests on."""

    made: Draft

    @property
    def engine(self) -> str:
        return self.made.engine

    def draft(self) -> Draft:
        return self.made

    def sentences(self) -> Iterator[DraftSentence]:
        yield from self.made.sentences


@dataclass(slots=True)
class _Tried:
    """An attempt that may fail: then it ends, and says why. What of a stream was shown by then stands."""

    engine: str
    make: Callable[[], Engine]
    asked: _Asked
    confidence: float
    failure: AssistantError | None = None

    def draft(self) -> Draft:
        try:
            return self.make().answer(self.asked.question, self.asked.passages, self.asked.turn)
        except AssistantError as error:
            self._fail(error)
            return Draft((), self.confidence, self.engine)

    def sentences(self) -> Iterator[DraftSentence]:
        try:
            yield from self.make().stream(self.asked.question, self.asked.passages, self.asked.turn)
        except AssistantError as error:
            self._fail(error)

    def _fail(self, error: AssistantError) -> None:
        self.failure = error
        _log.warning("Engine %s failed, a cheaper one answers: %s", self.engine, error)


class Forced:
    """Routes every question to one engine, which was asked for by name. Its errors are the question's."""

    def __init__(self, engine: Engine, reason: str = "this engine was asked for") -> None:
        self._engine = engine
        self._reason = reason

    @property
    def engine(self) -> Engine:
        """The one engine."""
        return self._engine

    def route(self, question: RedactedText, passages: Sequence[Passage], turn: Turn) -> Route:
        """To the one engine."""
        return _ForcedRoute(_Direct(self._engine, _Asked(question, passages, turn)), self._reason)


class _ForcedRoute:
    def __init__(self, attempt: _Direct, reason: str) -> None:
        self._attempt = attempt
        self.decisions = (Decision(attempt.engine, reason),)

    def attempts(self) -> Iterator[Attempt]:
        yield self._attempt


@dataclass(frozen=True, slots=True)
class Higher:
    """An engine above the reader; made, and its file checked, when a question is routed to it."""

    name: str
    make: Callable[[], Engine]


class CheapestFirst:
    """The reader first; up, engine by engine, where it isn't sure or a synthesis is wanted; back to it in the end.

    The reader is not sure below `sure`, a confidence 0..1. Below `least` the passages hold so little that nothing is
    asked of the higher engines: what they wrote would not be in the documents. Without higher engines this is the
    reader alone.
    """

    def __init__(self, reader: Engine, higher: Sequence[Higher] = (), *, sure: float = SURE, least: float = LEAST):
        self._reader = reader
        self._higher = tuple(higher)
        self._sure = sure
        self._least = least

    def route(self, question: RedactedText, passages: Sequence[Passage], turn: Turn) -> Route:
        """Decided with the first attempt that is taken, before any sentence is."""
        return _Ladder(self, _Asked(question, passages, turn))

    @property
    def reader(self) -> Engine:
        """The cheapest engine."""
        return self._reader

    @property
    def higher(self) -> tuple[Higher, ...]:
        """The engines above it, in the order in which they are tried."""
        return self._higher

    def above(self, question: str, draft: Draft, turn: Turn = ALONE) -> tuple[tuple[Higher, ...], str]:
        """The engines to try before the reader's draft is taken, and why."""
        kind, sureness = kind_of(question), draft.confidence
        if not self._higher:
            return (), "no other engine was added or is allowed"
        if kind in _WANTED:
            return self._higher, _WANTED[kind]
        if sureness < self._least:
            return (), f"below {self._least:.2f} the passages hold too little to write from"
        if sureness < self._sure or not draft.sentences:
            return self._higher, f"the reader is less sure than {self._sure:.2f}"
        if turn.unanswered(draft.sentences):
            return self._higher, "the reader answers a part of the question only"
        if turn.wants_writing:
            return self._higher, "the JSON schema asks for what only a model can write"
        return (), f"the reader is sure: {self._sure:.2f} or more"


class _Ladder:
    def __init__(self, router: CheapestFirst, asked: _Asked) -> None:
        self._router = router
        self._asked = asked
        self._decisions: list[Decision] = []

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(self._decisions)

    def attempts(self) -> Iterator[Attempt]:
        asked = self._asked
        own = self._router.reader.answer(asked.question, asked.passages, asked.turn)
        higher, reason = self._router.above(asked.question.value, own, asked.turn)
        for each in higher if asked.passages else ():
            self._decisions.append(Decision(each.name, reason, own.confidence))
            attempt = _Tried(each.name, each.make, asked, own.confidence)
            yield attempt
            reason = _fell_short(attempt)
        self._decisions.append(Decision(own.engine, reason, own.confidence))
        yield _Known(own)


def _fell_short(attempt: _Tried) -> str:
    """Why the next engine is asked."""
    if attempt.failure is not None:
        return f"{attempt.engine} failed: {attempt.failure.problem}"
    return f"nothing that {attempt.engine} wrote is supported by a passage"
