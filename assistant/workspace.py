"""A workspace in use: its documents, questions and deletions, each audited before anything leaves."""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.turn import ALONE, Turn
from policies.errors import AccessError, BusyError, PolicyError
from policies.policy import Policy
from policies.text import RedactedText

if TYPE_CHECKING:
    from assistant.answer import Answer, Passage
    from assistant.answering import Assistant
    from assistant.conversations.conversation import Exchange
    from assistant.erasures.erasing import Eraser
    from assistant.erasures.erasure import Outcome
    from assistant.exchanging import Exchange as TokenExchange
    from assistant.exchanging import Exchanged
    from assistant.routing import Router
    from assistant.seams import Writer
    from assistant.summaries import Summary
    from assistant.workspace_parts import Parts
    from ingest.document import Notice
    from ingest.index import Finding, Index
    from ingest.pipeline import IngestReport
    from ingest.sources import Source
    from ingest.stored import StoredChunk, StoredDocument
    from policies.erasure_log import Kind
    from policies.redactor import Redactor

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
SYSTEM = "system"
"""Who acts, for the audit, where nobody asked for it."""

WAIT_SECONDS = 600.0
"""How long a request waits for another one that writes: an upload of many files takes minutes."""


class Workspace:
    """One workspace: one folder, one policy, one index. Safe between threads; one of them writes at a time."""

    def __init__(self, *, name: str, folder: Path, policy: Policy, parts: Parts) -> None:
        self.name = name
        self.folder = folder
        self.policy = policy
        self._parts = parts
        self._reading = threading.Lock()
        self._writing = threading.Lock()
        self._index: Index | None = None
        self._whole = self
        self._labels: frozenset[str] | None = None
        self._answered: Callable[[Answer], None] = _unwatched

    def seen_by(self, labels: frozenset[str] | None, answered: Callable[[Answer], None] | None = None) -> Workspace:
        """This workspace for somebody who bears `labels`: what is restricted to others is not there for reading.

        None: everything is there. `answered` is told of each answer before it leaves.
        """
        seen = copy.copy(self._whole)
        seen._labels, seen._answered = labels, answered or _unwatched
        return seen

    @property
    def redactor(self) -> Redactor:
        """The redactor of the workspace's policy."""
        return self._parts.redactor(self.policy, self.name)

    @property
    def index(self) -> Index:
        """The index, opened for reading and kept open; see `seen_by`."""
        opened = self._whole._opened()
        return opened if self._labels is None else opened.seen_by(self._labels)

    def _opened(self) -> Index:
        with self._reading:
            if self._index is not None:
                return self._index
        self._parts.complete_erasures()
        opened = self._parts.index(self, writable=False)
        if self._parts.eraser(self, opened, actor=SYSTEM).behind():
            # A restored backup, or an erasure that was killed: nothing is read before it is carried out. Without the
            # lock of reading, which whoever writes now may want.
            opened.close()
            with self._writer():
                pass
            opened = self._parts.index(self, writable=False)
        with self._reading:
            if self._index is None:
                self._index = opened
            elif self._index is not opened:
                opened.close()
            return self._index

    def close(self) -> None:
        """Let go of the index."""
        with self._reading:
            if self._whole._index is not None:
                self._whole._index.close()
                self._whole._index = None

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
        self._parts.warm_up(self, to_answer=True)
        answer = self._assistant(self._router(engine, actor)).ask(
            question, actor=actor, turn=self._adapted(turn), history=history
        )
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
        self._parts.warm_up(self, to_answer=True)
        pieces = self._assistant(self._router(engine, actor)).stream(
            question, actor=actor, turn=self._adapted(turn), history=history
        )
        return self._watched(pieces)

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
        self._parts.warm_up(self, to_answer=False)
        return self._assistant(self._parts.router("reader", self.policy)).search(query, limit=limit, actor=actor)

    def _adapted(self, turn: Turn) -> Turn:
        """The turn with the adapter that was chosen for this workspace, unless it names one."""
        from assistant.workspace_adapter import chosen_adapter

        return turn if turn.adapter else replace(turn, adapter=chosen_adapter(self.folder))

    def _router(self, engine: str | None, actor: str) -> Router:
        from policies.audit_events import AuditEvent

        try:
            return self._parts.router(engine, self.policy)
        except PolicyError:
            event = AuditEvent.refused(actor, self.name, reason="not_allowed", engine=engine or "")
            self._parts.audit.record(event)
            raise

    def _assistant(self, router: Router) -> Assistant:
        from assistant.answering import Assistant, Limits
        from assistant.grounding.gate import Gate
        from assistant.reranking import ReadingReranker
        from assistant.retrieval import HybridRetriever

        limits = Limits(question_characters=self._parts.settings.max_question_characters)
        return Assistant(
            redactor=self.redactor,
            retriever=HybridRetriever(self.index, self._parts.embedder),
            router=router,
            gate=Gate(self._parts.reading_model),
            audit=self._parts.audit,
            workspace=self.name,
            reranker=ReadingReranker(self._parts.reading_model, depth=limits.reranked),
            limits=limits,
            aliases=self._parts.vault(self.name).aliases if self.policy.reversible else None,
            writer=_writer(router),
        )

    def ingest(
        self,
        paths: Sequence[Path | Source],
        *,
        actor: str,
        progress: Progress | None = None,
        reindex: bool = False,
        restrict_to: Sequence[str] = (),
    ) -> IngestReport:
        """Ingest files and folders; what is unchanged is skipped, what fails is told and doesn't stop the others.

        With `restrict_to` only the bearers of one of these labels see them, from the first moment on.
        `progress` is told how many files are done, of how many.

        Raises:
            BusyError: another command or request writes.
        """
        from ingest.pipeline import ingest

        with self._writer(reindex=reindex) as index:
            report = ingest(
                paths,
                index=index if self._labels is None else index.seen_by(self._labels),
                redactor=self.redactor,
                embedder=self._parts.embedder,
                policy_fingerprint=self.redactor.fingerprint,
                progress=progress,
                restrict_to=restrict_to,
            )
            self._parts.eraser(self, index, actor=actor).forget_abandoned()
            self._record_ingestion(report, actor)
        return report

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
        self._parts.audit.record(AuditEvent.searched(actor, self.name, (document_id,), documents=1))
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
        self._parts.audit.record(AuditEvent.searched(actor, self.name, (chunk_id,), passages=1))
        return found, text.slice(around[0].start, found.start), text.slice(found.end, around[-1].end)

    def summarize(self, document_ids: Sequence[str] | None, *, sentences: int, actor: str) -> list[Summary]:
        """Summarise stored documents (None: all) in at most `sentences` of their own sentences each.

        Raises:
            AccessError: there is none of one of the ids.
        """
        from assistant.summaries import summarize
        from policies.audit_events import AuditEvent

        chosen = self.documents() if document_ids is None else [self.document(each) for each in document_ids]
        made = [
            summarize(each, self.index.chunks_of(each.document_id), self._parts.embedder, sentences=sentences)
            for each in chosen
        ]
        ids = [each.document_id for each in chosen]
        self._parts.audit.record(AuditEvent.summarized(actor, self.name, ids, documents=len(ids)))
        return made

    def summarize_file(self, source: Source, *, sentences: int, actor: str) -> tuple[Summary, tuple[Notice, ...]]:
        """Summarise a file under the workspace's policy, without storing it; and what to know of it.

        Raises:
            LoadError: it can't be read.
            RedactionError: redaction failed; nothing passes on.
        """
        from assistant.reading import read
        from assistant.summaries import summarize
        from policies.audit_events import AuditEvent

        document, chunks, notices = read(source, self.redactor, self._parts.embedder, self.index.identities)
        summary = summarize(document, chunks, self._parts.embedder, sentences=sentences)
        self._parts.audit.record(AuditEvent.summarized(actor, self.name, (document.document_id,), documents=1))
        return summary, notices

    @contextmanager
    def erasing(self, *, actor: str) -> Iterator[Eraser]:
        """What erases here, over an index that is open for writing and has caught up with the erasure log.

        Raises:
            BusyError: another command or request writes.
        """
        with self._writer() as index:
            self.close()  # our own reader would keep the last step from clearing the file
            try:
                yield self._parts.eraser(self, index, actor=actor)
            finally:
                self._parts.forget_prompts()

    def delete(
        self,
        document_ids: Sequence[str],
        *,
        actor: str,
        kind: Kind = "documents",
        reason: str = "",
        except_held: bool = False,
    ) -> Outcome:
        """Delete documents and leave no byte of them; gives the receipt.

        Raises:
            BusyError: another command or request writes.
            HoldError: one of them is under legal hold; none is deleted then.
        """
        from assistant.erasures.erasure import Demand
        from assistant.erasures.together import erase_together

        demand = Demand(kind=kind, document_ids=tuple(document_ids), reason=reason, except_held=except_held)
        with self.erasing(actor=actor) as eraser:
            return erase_together([(eraser, demand)])

    def rotate_pseudonyms(self, *, actor: str, progress: Progress | None = None) -> Exchanged:
        """Put all pseudonyms under a new key and destroy the old one, or complete that where it was interrupted.

        Raises:
            PolicyError: the workspace's policy makes no pseudonyms.
            AuditError: it could not be audited; nothing was begun.
            BusyError: another command or request writes.
        """
        if not self.policy.reversible:
            raise PolicyError(
                f"The policy '{self.policy.name}' makes no pseudonyms.", remedy="There is no key to rotate here."
            )
        done: list[Exchanged] = []
        with self._writer(first=lambda index: done.append(self._exchange(index).run(actor=actor, progress=progress))):
            return done[0]

    def check(self) -> list[Finding]:
        """What of the index does not agree, with what to do about it.

        Raises:
            BusyError: another command or request writes; the full-text index can be examined by a writer only.
        """
        with self._writer() as index:
            return index.check()

    def repair(self) -> list[Finding]:
        """Bring the parts of the index into agreement; gives what is left.

        Raises:
            BusyError: another command or request writes.
        """
        with self._writer() as index:
            self.close()
            return index.repair(self._parts.embedder)

    def catch_up(self) -> None:
        """Carry out now what the erasure log has for it.

        Raises:
            BusyError: it is being written, by whomever; that one carries it out.
        """
        with self._writer(wait=0.0):
            pass

    @contextmanager
    def _writer(
        self, *, reindex: bool = False, first: Callable[[Index], object] | None = None, wait: float = WAIT_SECONDS
    ) -> Iterator[Index]:
        """Open the index for writing: threads of this process wait for one another, another process is refused.

        `first` is what is done before anything else; None: complete an exchange of pseudonyms that was interrupted.
        """
        self._parts.complete_erasures()
        if not self._writing.acquire(timeout=wait):
            raise BusyError("The workspace is being written by another request.", remedy="Try again when it is done.")
        try:
            with self._parts.index(self, writable=True, reindex=reindex) as index:
                (first or self._resume_exchange)(index)
                eraser = self._parts.eraser(self, index, actor=SYSTEM)
                if eraser.behind():
                    self.close()  # as in `erasing`
                caught_up = eraser.catch_up()
                if caught_up is not None:
                    _log.warning("Workspace %s: %s", self.name, caught_up.told())
                yield index
        finally:
            self._writing.release()

    def _exchange(self, index: Index) -> TokenExchange:
        from assistant.exchanging import Exchange as TokenExchange

        self.close()  # our own reader would keep the last step from clearing the file
        vault, parts = self._parts.vault(self.name), self._parts
        return TokenExchange(workspace=self.name, vault=vault, index=index, embedder=parts.embedder, audit=parts.audit)

    def _resume_exchange(self, index: Index) -> None:
        """Complete a rotation or a merge that was killed, before anyone erases or adds under one token or the other."""
        if not self.policy.reversible:
            return
        vault = self._parts.vault(self.name)
        if vault.exchange_pending():
            self._exchange(index).run(actor=SYSTEM)
        if vault.merging():
            from assistant.exchanging import complete_merging

            self.close()
            complete_merging(vault, index, self._parts.embedder)

    def _record_ingestion(self, report: IngestReport, actor: str) -> None:
        from policies.audit_events import AuditEvent

        counts: dict[str, int | str] = {
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "failed": len(report.failed),
            "chunks": report.chunks,
            "policy": self.policy.name,
        }
        self._parts.audit.record(AuditEvent.ingested(actor, self.name, report.document_ids, **counts))


def _writer(router: Router) -> Writer | None:
    """The one engine that answers, where it can write: with a choice of engines, follow-ups are left to the rules."""
    from assistant.routing import Forced
    from assistant.seams import Writer

    return router.engine if isinstance(router, Forced) and isinstance(router.engine, Writer) else None


def _unwatched(answer: Answer) -> None:
    """Nobody counts."""


def _unknown(noun: str) -> AccessError:
    return AccessError(f"There is no such {noun}.", remedy="List what there is: `assistant documents list`.")
