"""A question in, a grounded and cited answer or an honest refusal out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Decision, DraftSentence, Passage, Refusal, Verdict
from assistant.asked_parts import parts_of
from assistant.courtesies import REPLY, is_courtesy
from assistant.emphasis import emphasised
from assistant.grounding.gate import Gate, Supported, verdict
from assistant.inert import inert
from assistant.lexemes import tokens
from assistant.questions import checked_text
from assistant.routing import Router
from assistant.seams import Reranker, Retriever, Writer
from assistant.stopwatch import Stopwatch
from assistant.turn import ALONE, Part, Turn
from policies.audit_events import AuditEvent, AuditSink
from policies.redactor import Redactor
from policies.renaming import with_aliases
from policies.text import EMPTY, RedactedText

if TYPE_CHECKING:
    from assistant.conversations.conversation import Exchange

REFUSALS = {
    "no_documents": "There are no documents in this workspace yet.",
    "not_found": "The documents do not answer this question.",
    "not_supported": "An answer was drafted, but no passage of the documents supports it.",
}

REMOVED = (
    "The policy of this workspace removes names and numbers of persons from the documents, so that nothing can be said "
    "of whom the question names. Ask without the name."
)
"""The message of `not_found` for a question that names somebody under an irreversible policy."""

_REMOVED = re.compile(r"\[(?!(?:LOCATION|ORGANIZATION|POSTAL_CODE|DATE_TIME|DATE_OF_BIRTH|AGE)\])[A-Z]+(?:_[A-Z]+)*\]")
"""What an irreversible policy puts in place of a value that only one has, not of one that many share."""

NO_ENGINE = "none"
"""What stands for the engine of an answer that none was asked for."""

AUDITED_CHARACTERS = 100
"""Of the reason for an engine, as a label of the trail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read for one question. `reranked` passages go to the reranker, `passages` of them to the engine."""

    passages: int = 10
    reranked: int = 10
    closest: int = 3
    question_characters: int = 4_000


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A question, redacted, and how it reads without its conversation where that is otherwise."""

    question: RedactedText
    rewritten: RedactedText | None = None

    @property
    def meant(self) -> RedactedText:
        """What is looked for and answered."""
        return self.rewritten or self.question


class Assistant:
    """Answers from one workspace. Safe to use from several threads when its parts are.

    `aliases` gives all tokens of whom a token stands for: there are two while pseudonyms are exchanged.
    """

    def __init__(
        self,
        *,
        redactor: Redactor,
        retriever: Retriever,
        router: Router,
        gate: Gate,
        audit: AuditSink,
        workspace: str,
        reranker: Reranker | None = None,
        limits: Limits | None = None,
        aliases: Callable[[str], Sequence[str]] | None = None,
        writer: Writer | None = None,
    ) -> None:
        self._redactor = redactor
        self._aliases = aliases
        self._writer = writer
        self._retriever = retriever
        self._reranker = reranker
        self._router = router
        self._gate = gate
        self._audit = audit
        self._workspace = workspace
        self._limits = limits or Limits()

    def ask(self, question: str, *, actor: str, turn: Turn = ALONE, history: Sequence[Exchange] = ()) -> Answer:
        """Answer, or refuse and say why. It is in the audit trail before it is returned.

        `history`, oldest exchange first, tells what a follow-up question means; it is never a source.

        Raises:
            ConfigError: the question, or one in the history, is empty or no text.
            LimitError: the question, or one in the history, is too long.
            AuditError: the trail can't be written; no answer leaves.
        """
        watch = Stopwatch()
        if self._is_courtesy(question):
            return self._returned(question, actor, watch)
        asked, found = self._find(question, self._limits.reranked, watch, history, turn)
        passages, usable, turn = self._read(asked.meant, found, turn, watch)
        route = self._router.route(asked.meant, usable, turn)
        for draft in watch.each("answer", (attempt.draft() for attempt in route.attempts())):
            with watch.stage("check"):
                checked = self._gate.check(draft, usable)
            if checked.text:
                break
        missing = turn.unanswered(draft.sentences)
        return self._finish(actor, asked, passages, draft.confidence, route.decisions, checked, watch, missing)

    def stream(
        self, question: str, *, actor: str, turn: Turn = ALONE, history: Sequence[Exchange] = ()
    ) -> Iterator[RedactedText | Answer]:
        """Each sentence as soon as the gate has passed it, then the answer as `ask` gives it.

        The trail records that the passages were used before the first sentence leaves, and the answer at the end.

        Raises:
            as `ask`.
        """
        watch = Stopwatch()
        if self._is_courtesy(question):
            yield self._returned(question, actor, watch)
            return
        asked, found = self._find(question, self._limits.reranked, watch, history, turn)
        passages, usable, turn = self._read(asked.meant, found, turn, watch)
        self._audit.record(AuditEvent.searched(actor, self._workspace, _ids(passages), streamed=1))
        route = self._router.route(asked.meant, usable, turn)
        for attempt in watch.each("answer", route.attempts()):
            kept: list[Supported] = []
            drafted: list[DraftSentence] = []
            confidence = 1.0
            for sentence in watch.each("answer", attempt.sentences()):
                if not drafted and sentence.confidence is not None:
                    confidence = sentence.confidence
                drafted.append(sentence)
                with watch.stage("check"):
                    supported = self._gate.check_sentence(sentence, usable)
                if supported is not None:
                    kept.append(supported)
                    emphases = () if supported.emphasis is None else (supported.emphasis,)
                    yield self._shown(supported.text, emphases, watch)
            if kept:
                break
        checked = verdict(kept, proposed=len(drafted), confidence=confidence)
        missing = turn.unanswered(drafted)
        yield self._finish(actor, asked, passages, checked.confidence, route.decisions, checked, watch, missing)

    def search(self, query: str, *, limit: int, actor: str) -> tuple[RedactedText, list[Passage]]:
        """The redacted query and its passages, best first; audited before they are returned.

        They are not reranked: that puts the passage that answers a question in front, and on queries that are no
        questions it loses (`benchmarks/cranfield.py`).

        Raises:
            as `ask`.
        """
        asked, passages = self._find(query, limit, Stopwatch())
        self._audit.record(AuditEvent.searched(actor, self._workspace, _ids(passages), passages=len(passages)))
        return asked.question, passages

    def _is_courtesy(self, question: str) -> bool:
        return is_courtesy(checked_text(question, noun="question", limit=self._limits.question_characters))

    def _returned(self, courtesy: str, actor: str, watch: Stopwatch) -> Answer:
        """What thanks and greetings get: no passage is looked for, and no engine asked."""
        with watch.stage("redact"):
            text = self._redactor.redact(courtesy, keep_tokens=True).text
        decision = Decision(NO_ENGINE, "nothing was asked")
        refusal = Refusal("not_found", REPLY)
        return self._finish(actor, Asked(text), (), 0.0, (decision,), Verdict("", (), 0, 0.0), watch, refusal=refusal)

    def _find(
        self, question: str, limit: int, watch: Stopwatch, history: Sequence[Exchange] = (), turn: Turn = ALONE
    ) -> tuple[Asked, list[Passage]]:
        most = self._limits.question_characters
        checked_text(question, noun="question", limit=most)
        with watch.stage("redact"):
            text = self._redactor.redact(question, keep_tokens=True).text
        rewritten = None
        if history:
            from assistant.conversations.conversation import (
                understood,  # its rules cost a question without history nothing
            )

            with watch.stage("understand"):
                rewritten = understood(text, history, self._redactor, limit=most, writer=self._writer, turn=turn)
        asked = Asked(self._with_aliases(text), None if rewritten is None else self._with_aliases(rewritten))
        with watch.stage("retrieve"):
            return asked, self._retriever.retrieve(asked.meant, limit)

    def _read(
        self, asked: RedactedText, found: list[Passage], turn: Turn, watch: Stopwatch
    ) -> tuple[list[Passage], list[Passage], Turn]:
        """The passages reread, those of them that may support an answer, and the turn with the question's parts.

        What was found for a part stands among the passages too.
        """
        passages = self._reread(asked, found, watch)
        usable = _about(asked, passages)
        parts = []
        for own, alone in parts_of(asked, self._redactor):
            with watch.stage("retrieve"):
                near = self._retriever.retrieve(alone, self._limits.reranked)
            # A part that names nobody is about whom the question names.
            who = alone if tokens(alone.value) and not _names_removed(asked) else asked
            part = Part(own, alone, tuple(_about(who, self._reread(alone, near, watch))))
            parts.append(part)
            known = {passage.chunk_id for passage in passages}
            # What was read for the part was not read for the question.
            others = [replace(each, reading=None) for each in part.passages if each.chunk_id not in known]
            passages, usable = passages + others, usable + others
        return passages, usable, replace(turn, parts=tuple(parts))

    def _with_aliases(self, text: RedactedText) -> RedactedText:
        return text if self._aliases is None else with_aliases(text, self._aliases)

    def _reread(self, asked: RedactedText, passages: list[Passage], watch: Stopwatch) -> list[Passage]:
        if self._reranker is not None:
            with watch.stage("rerank"):
                passages = self._reranker.rerank(asked, passages)
        return passages[: self._limits.passages]

    def _finish(
        self,
        actor: str,
        asked: Asked,
        passages: Sequence[Passage],
        confidence: float,
        decisions: tuple[Decision, ...],
        checked: Verdict,
        watch: Stopwatch,
        unanswered: tuple[RedactedText, ...] = (),
        *,
        refusal: Refusal | None = None,
    ) -> Answer:
        refusal = refusal or _refusal(asked.meant, passages, checked)
        text = EMPTY if refusal else self._shown(checked.text, checked.emphases, watch)
        closest = tuple(passages[: self._limits.closest]) if refusal else ()
        self._audit.record(self._event(actor, decisions[-1], checked, refusal, closest))
        return Answer(
            question=asked.question,
            rewritten=asked.rewritten,
            text=text,
            confidence=confidence if refusal else checked.confidence,
            engine=decisions[-1].engine,
            routing=decisions,
            value=None if refusal else self._as_shown(checked.value, watch),
            citations=() if refusal else checked.citations,
            refusal=refusal,
            closest=closest,
            timings_ms=watch.milliseconds(),
            removed=checked.removed,
            unanswered=() if refusal else unanswered,
        )

    def _event(
        self, actor: str, decision: Decision, checked: Verdict, refusal: Refusal | None, closest: Sequence[Passage]
    ) -> AuditEvent:
        counts: dict[str, int | str] = {
            "engine": decision.engine,
            "routing": decision.reason[:AUDITED_CHARACTERS],
            "removed": checked.removed,
        }
        if refusal:
            return AuditEvent.refused(actor, self._workspace, _ids(closest), reason=refusal.reason, **counts)
        cited = _ids(checked.citations)
        return AuditEvent.answered(actor, self._workspace, cited, citations=len(checked.citations), **counts)

    def _as_shown(self, value: object, watch: Stopwatch) -> object:
        """A JSON value with each string as it may be shown; the names in it are those of the asker's schema."""
        if isinstance(value, str):
            return self._shown(value, (), watch)
        if isinstance(value, dict):
            return {name: self._as_shown(each, watch) for name, each in value.items()}
        if isinstance(value, list):
            return [self._as_shown(each, watch) for each in value]
        return value

    def _shown(self, text: str, emphases: Sequence[tuple[int, int]], watch: Stopwatch) -> RedactedText:
        with watch.stage("redact"):
            return inert(emphasised(self._redactor.redact(text, keep_tokens=True), emphases))


def _ids(sources: Sequence[Passage] | Sequence[Citation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.chunk_id for source in sources))


def _about(asked: RedactedText, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that may support an answer: for a question that names pseudonyms, those that name one too.

    What a passage says of somebody else must not become an answer about the one who was asked for. Where names are
    removed for good, no passage can be told to be about whom a question names.
    """
    if _names_removed(asked):
        return []
    named = tokens(asked.value)
    if not named:
        return list(passages)
    return [passage for passage in passages if named & _named_in(passage)]


def _named_in(passage: Passage) -> frozenset[str]:
    parts = (passage.document, passage.title, passage.section, passage.header, passage.text)
    return frozenset().union(*(tokens(part.value) for part in parts))


def _names_removed(asked: RedactedText) -> bool:
    """Whether a question names somebody, or something by its number, of whom an irreversible policy keeps no sign."""
    return _REMOVED.search(asked.value) is not None


def _refusal(asked: RedactedText, passages: Sequence[Passage], checked: Verdict) -> Refusal | None:
    if checked.text:
        return None
    if passages and _names_removed(asked):
        return Refusal("not_found", REMOVED)
    reason = "no_documents" if not passages else "not_supported" if checked.removed else "not_found"
    return Refusal(reason, REFUSALS[reason])
