"""A workspace as somebody sees it who asks and reads there: questions, searches, documents; all of it audited."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.turn import ALONE, Turn
from assistant.workspaces.opening import Opening
from policies.errors import AccessError, PolicyError
from policies.text import RedactedText

if TYPE_CHECKING:
    from assistant.answer import Answer, Passage
    from assistant.answering import Assistant
    from assistant.conversations.conversation import Exchange
    from assistant.erasures.erasing import Eraser
    from assistant.routing import Router
    from assistant.seams import Writer
    from assistant.workspaces.parts import Parts, Place
    from ingest.index import Index
    from ingest.stored import StoredChunk, StoredDocument
    from policies.policy import Policy
    from policies.redactor import Redactor


class Workspace:
    """One workspace: one folder, one policy, one index. Safe between threads."""

    def __init__(self, place: Place, parts: Parts) -> None:
        self.place = place
        self.name = place.name
        self.folder = place.folder
        self.policy = place.policy
        self.parts = parts
        self.opening = Opening(place, parts)
        self._labels: frozenset[str] | None = None
        self._answered: Callable[[Answer], None] = _unwatched

    def seen_by(self, labels: frozenset[str] | None, answered: Callable[[Answer], None] | None = None) -> Workspace:
        """This workspace for somebody who bears `labels`: what is restricted to others is not there for reading.

        None: everything is there. `answered` is told of each answer before it leaves.
        """
        seen = copy.copy(self)
        seen._labels, seen._answered = labels, answered or _unwatched
        return seen

    def seen(self, index: Index) -> Index:
        """An index of this workspace with what is there for reading; see `seen_by`."""
        return index if self._labels is None else index.seen_by(self._labels)

    @property
    def redactor(self) -> Redactor:
        """The redactor of the workspace's policy, for what becomes part of the workspace."""
        return self.parts.privacy.redactor(self.policy, self.name)

    def redactor_for_asker(self, policy: Policy | None = None) -> Redactor:
        """For questions and texts of whoever sees the workspace so (`seen_by`), under its policy or another one.

        It knows whom the documents name that are there for them, so that what it does tells nothing of the others.
        """
        index = self.index if self._labels is not None else None
        seen = index.names if index is not None and index.hides else None
        # Opened with the first word in doubt: not each text that is redacted has a workspace with documents.
        return self.parts.privacy.redactor(
            policy or self.policy, self.name, seen, shown=lambda word: self.index.names(word)
        )

    @property
    def index(self) -> Index:
        """The index, opened for reading and kept open; see `seen_by`."""
        return self.seen(self.opening.reading())

    def catch_up(self) -> None:
        """Carry out what the erasure log has for this workspace: before anything is read in its vault alone.

        Raises:
            BusyError: there is something to be erased, and another process writes.
        """
        self.opening.reading()

    @contextmanager
    def erasing(self, *, actor: str) -> Iterator[Eraser]:
        """What erases here, over an index that is open for writing and has caught up with the erasure log.

        Raises:
            BusyError: another command or request writes.
        """
        with self.opening.writing() as index:
            self.opening.close()  # our own reader would keep the last step from clearing the file
            try:
                yield self.parts.eraser(self.place, index, actor=actor)
            finally:
                self.parts.engines.forget()
                self.parts.privacy.forget_findings()

    def ask(
        self,
        question: str,
        *,
        actor: str,
        engine: str | None = None,
        turn: Turn = ALONE,
        history: Sequence[Exchange] = (),
    ) -> Answer:
        """Answer a question, or refuse. `history`, oldest exchange first, tells what a follow-up means.

        Raises:
            AssistantError: the question, the engine or a part of the system is not fit; nothing leaves.
        """
        assistant = self._answering(engine, actor)
        answer = assistant.ask(question, actor=actor, turn=self._adapted(turn), history=history)
        self._answered(answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        actor: str,
        engine: str | None = None,
        turn: Turn = ALONE,
        history: Sequence[Exchange] = (),
    ) -> Iterator[RedactedText | Answer]:
        """Answer sentence by sentence, then as a whole.

        Raises:
            AssistantError: as `ask`.
        """
        assistant = self._answering(engine, actor)
        return self._watched(assistant.stream(question, actor=actor, turn=self._adapted(turn), history=history))

    def _watched(self, pieces: Iterator[RedactedText | Answer]) -> Iterator[RedactedText | Answer]:
        for piece in pieces:
            if not isinstance(piece, RedactedText):
                self._answered(piece)
            yield piece

    def search(self, query: str, limit: int, *, actor: str) -> tuple[RedactedText, list[Passage]]:
        """Find at most `limit` passages, best first; the query comes back as it was redacted.

        Raises:
            AssistantError: as `ask`.
        """
        self.parts.warm_up(self.opening.reading, to_answer=False)
        return self._assistant(self.parts.engines.router("reader", self.policy)).search(query, limit=limit, actor=actor)

    def _answering(self, engine: str | None, actor: str) -> Assistant:
        """What answers with an engine, with all that it needs under way."""
        self.parts.warm_up(self.opening.reading, to_answer=True)
        return self._assistant(self._router(engine, actor))

    def _adapted(self, turn: Turn) -> Turn:
        """The turn with the adapter that was chosen for this workspace, unless it names one."""
        from assistant.workspaces.adapter import chosen_adapter

        return turn if turn.adapter else replace(turn, adapter=chosen_adapter(self.folder))

    def _router(self, engine: str | None, actor: str) -> Router:
        from policies.audit_events import AuditEvent

        try:
            return self.parts.engines.router(engine, self.policy)
        except PolicyError:
            event = AuditEvent.refused(actor, self.name, reason="not_allowed", engine=engine or "")
            self.parts.audit.record(event)
            raise

    def _assistant(self, router: Router) -> Assistant:
        from assistant.answering import Assistant, Limits
        from assistant.grounding.gate import Gate
        from assistant.reranking import ReadingReranker
        from assistant.retrieval import HybridRetriever

        limits = Limits(question_characters=self.parts.settings.max_question_characters)
        return Assistant(
            redactor=self.redactor_for_asker(),
            retriever=HybridRetriever(self.index, self.parts.models.embedder),
            router=router,
            gate=Gate(self.parts.models.reading_model),
            audit=self.parts.audit,
            workspace=self.name,
            reranker=ReadingReranker(self.parts.models.reading_model, depth=limits.reranked),
            limits=limits,
            aliases=self.parts.privacy.vault(self.name).aliases if self.policy.reversible else None,
            writer=_writer(router),
        )

    def documents(self) -> list[StoredDocument]:
        """All documents, by name."""
        return self.index.documents()

    def document(self, document_id: str) -> StoredDocument:
        """One document by its id.

        Raises:
            AccessError: there is none of that id.
        """
        found = self.index.document(document_id)
        if found is None:
            raise _unknown("document")
        return found

    def find(self, name_or_id: str) -> StoredDocument:
        """One document by its id or its name, as lists show it.

        Raises:
            AccessError: there is none, or more than one of that name.
        """
        found = [each for each in self.documents() if name_or_id in (each.document_id, each.name.value)]
        if len(found) != 1:
            raise (
                _unknown("document")
                if not found
                else AccessError(
                    f"{len(found)} documents have that name.", remedy="Name it by its id, as `documents list` shows it."
                )
            )
        return found[0]

    def text(self, document_id: str, *, actor: str) -> RedactedText:
        """The whole text of a document, as it was redacted.

        Raises:
            AccessError: there is none of that id.
        """
        from policies.audit_events import AuditEvent

        text = self.index.text(document_id)
        if text is None:
            raise _unknown("document")
        self.parts.audit.record(AuditEvent.searched(actor, self.name, (document_id,), documents=1))
        return text

    def passage(self, chunk_id: str, *, actor: str) -> tuple[StoredChunk, RedactedText, RedactedText]:
        """A passage, and the text of its document between the neighbours' ends and its own.

        Raises:
            AccessError: there is none of that id.
        """
        from policies.audit_events import AuditEvent

        around = self.index.neighbours(chunk_id, 1, 1)
        found = next((each for each in around if each.chunk_id == chunk_id), None)
        text = self.index.text(found.document_id) if found else None
        if found is None or text is None:
            raise _unknown("passage")
        self.parts.audit.record(AuditEvent.searched(actor, self.name, (chunk_id,), passages=1))
        return found, text.slice(around[0].start, found.start), text.slice(found.end, around[-1].end)


def _writer(router: Router) -> Writer | None:
    """The one engine that answers, where it can write: with a choice of engines, follow-ups are left to the rules."""
    from assistant.routing import Forced
    from assistant.seams import Writer

    return router.engine if isinstance(router, Forced) and isinstance(router.engine, Writer) else None


def _unwatched(answer: Answer) -> None:
    """Nobody counts."""


def _unknown(noun: str) -> AccessError:
    return AccessError(f"There is no such {noun}.", remedy="List what there is: `assistant documents list`.")
