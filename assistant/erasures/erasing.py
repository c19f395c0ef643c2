"""Erasure (GDPR Art. 17) in one workspace: of a subject, of documents, or of all it holds.

    1. prepare   what is to go, and what must not (legal hold)
    2. announce  audit that it is about to be done; note sealed what the scan will look for
    3. log       keyed hashes, apart from the data: from here on it will be done, whatever happens
    4. remove    the subject struck out of stored texts, embedded anew; whole documents deleted; vectors rebuilt
                 without the old ones, the file rewritten, vault rows removed
    5. prove     scan every byte of the data folder, and every row behind its encryption; tell it to the receipt's
                 draft; then the workspace notes the number of the log's entry

A kill after 3 leaves a workspace that has noted a smaller number than the log has entries for it. So does a backup
that is restored: the next opening (`catch_up`) carries out what is missing, from the hashes alone. A kill before 3
leaves everything as it was. `assistant.erasures.together` takes these steps in several workspaces at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.erasures.erasure import (
    MOST_NEEDLES,
    NOT_SCANNED,
    Announced,
    CaughtUp,
    Demand,
    Needles,
    Outcome,
    Removal,
    Tally,
    scan_to_json,
    spread,
)
from assistant.erasures.holdings import Erased, Holding, Identified, Matcher, holdings, striking
from assistant.erasures.logged_sources import LoggedSources
from assistant.erasures.records import Records
from assistant.erasures.traces import Traces
from ingest.embedder import Embedder
from ingest.index import Index
from ingest.striking import struck_document
from policies.audit_events import Action, AuditEvent, AuditSink, Count, one_line
from policies.byte_scan import Scan, scan
from policies.erased_subjects import ErasedSubjects, hashes_of_subject
from policies.erasure_log import Erasure, Kind
from policies.errors import HoldError
from policies.sealed_file import read_sealed, remove_sealed, write_sealed
from policies.vault import Vault

JOB_FILE = "erasing.sealed"
_ACTIONS: Mapping[Kind, Action] = {"documents": "deleted", "retention": "purged"}
_BATCH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Eraser:
    """Erases in one workspace, whose index is open for writing. `vault` is None where nothing is reversible."""

    workspace: str
    folder: Path
    home: Path
    index: Index
    vault: Vault | None
    embedder: Embedder
    records: Records
    audit: AuditSink
    job_key: bytes
    actor: str

    def prepare(self, demand: Demand, id: str) -> tuple[Removal, AuditEvent]:
        """What a demand takes away here, and what the trail is to say of it; changes nothing.

        Raises:
            HoldError: what is to go is under legal hold, and `except_held` is not given.
        """
        found = list(holdings(self.index, demand.subject)) if demand.subject else []
        touched = [*demand.document_ids, *(each.document.document_id for each in found)]
        held = [key for key in touched if key in self.index.duties.holds()]
        if held and not demand.except_held:
            self._refuse_held(held, demand)
        deleted = [
            key
            for key in (*demand.document_ids, *((each.document.document_id for each in found) if demand.whole else ()))
            if key not in held
        ]
        event = AuditEvent(
            _ACTIONS.get(demand.kind, "erased"),
            self.actor,
            self.workspace,
            (id, *touched),
            {"kind": demand.kind, "documents": len(touched), "mentions": sum(each.mentions for each in found)},
            one_line(demand.reason),
        )
        free = [each for each in found if each.document.document_id not in held]
        needles = self._needles(id, demand.subject, free, deleted)  # passages that are held stay
        hashes = frozenset(self._hashes(demand, found, deleted))
        removal = Removal(demand.subject, deleted, needles, hashes=hashes)
        removal.tally.held += held if demand.subject is None else []
        return removal, event

    def announce(self, removal: Removal, event: AuditEvent) -> None:
        """Audit, and note what will be looked for: the last step that a kill undoes.

        Raises:
            AuditError: it could not be audited; nothing may be erased.
        """
        self.audit.record(event)
        write_sealed(self._job, self.job_key, removal.needles.to_json())

    def remove(self, removal: Removal) -> None:
        """Take it out of texts, vectors, indexes and vault."""
        tally, deleted = removal.tally, removal.deleted
        tally.documents_deleted = len(deleted)
        tally.passages += sum(each.chunks for each in map(self.index.document, deleted) if each)
        self.index.delete(deleted)
        if removal.matcher is not None:
            self._strike(removal.matcher, tally)
        self.index.forget()
        removal.needles = self._empty_vault(removal)
        tally.vectors = tally.passages

    def prove(self, removal: Removal, entry: Erasure, ids: Sequence[str]) -> dict[str, Any]:
        """Scan, and tell it to the drafts of receipts; then it is noted as done. Gives this workspace's part."""
        looked, remains = self._traces.look(removal.matcher, removal.needles)
        part = self._part(entry, removal.cause, removal.tally, looked, remains)
        self._tell(part, ids)
        self._note(entry.number)
        remove_sealed(self._job)
        return part

    @property
    def noted(self) -> int:
        """The number of the log's newest entry that is carried out here."""
        return self._noted() or 0

    def behind(self) -> bool:
        """Whether the log has entries that are not carried out here. Changes nothing; the index may be a reader's."""
        return not self._is_new() and bool(self.records.log.entries(self.workspace, after=self.noted))

    def catch_up(self) -> CaughtUp | None:
        """Carry out what the log has and this data does not: after a kill, or when a backup was restored.

        Raises:
            StorageError: the log was altered, or the disk is full.
        """
        if self._is_new():
            self._note(max((each.number for each in self.records.log.entries()), default=0))
            return None
        pending = self.records.log.entries(self.workspace, after=self.noted)
        if not pending:
            if self._job.exists():  # a kill before the log's entry: nothing was begun
                remove_sealed(self._job)
            if self.index.last_erasure() is None:
                self.index.note_erasure(self.noted)  # a vault that is older than the first document
            return None
        removal = self._missing(pending)
        drafts = self.records.drafts
        ids = [each.id for each in pending if drafts.waits(each.id, self.workspace)]
        if not ids:
            ids = [removal.needles.id]
            drafts.begin(ids[0], self.about(pending[-1].kind), [self.workspace])
        self.remove(removal)
        part = self.prove(removal, pending[-1], ids)
        whole = [self.records.finish(id) for id in ids if not drafts.missing(id)]
        return CaughtUp(part, Outcome.of(*whole[-1]) if whole else None)

    def _missing(self, pending: Sequence[Erasure]) -> Removal:
        """What entries of the log take away here; audited, and what will be looked for is noted."""
        needles = self._needles_of_a_killed_run(pending[-1])
        cause = "interrupted" if needles else "restored backup"
        everything = any(each.kind == "workspace" for each in pending)
        known = ErasedSubjects(
            frozenset[str]().union(*(each.hashes for each in pending)), self.records.log.hasher(self.workspace)
        )
        rows = list(self.vault.rows()) if self.vault else []
        matcher = Erased(known, frozenset(known.tokens(rows)))
        documents = list(self.index.fingerprints())
        deleted = documents if everything else known.documents(documents)
        deleted = [key for key in deleted if key not in self.index.duties.holds()]
        ids = tuple(each.id for each in pending)
        counts: dict[str, Count] = {"entries": len(pending), "cause": cause, "documents": len(deleted)}
        self.audit.record(AuditEvent("erased_again", self.actor, self.workspace, ids, counts))
        if needles is None:
            needles = Needles(self.records.new_id(), (), ()).and_also(
                [*matcher.tokens, *spread([v for t, v in rows if t in matcher.tokens], MOST_NEEDLES)],
                self._traces.heads(deleted),
            )
            write_sealed(self._job, self.job_key, needles.to_json())
        if everything and self.vault:
            kept = self.index.tokens(list(self.index.duties.holds()))  # what is held must stay readable
            self.vault.delete([token for token, _ in rows if token not in kept])
        # Texts are read word by word only where a subject was erased.
        subject = matcher if any(each.kind == "subject" for each in pending) else None
        return Removal(subject, deleted, needles, cause, known.forgotten(token for token, _ in rows))

    def announce_workspace(self) -> Announced:
        """Audit and log that all of the workspace goes; whoever is told destroys its files, then asks to `certify`.

        Raises:
            HoldError: a document is under legal hold; nothing is announced.
        """
        documents = self.index.documents()
        ids = [each.document_id for each in documents]
        self.index.duties.refuse_held(ids)
        rows = list(self.vault.rows()) if self.vault else []
        passages = sum(each.chunks for each in documents)
        tally = Tally(documents_deleted=len(ids), passages=passages, vectors=passages, vault_rows=len(rows))
        needles = Needles(self.records.new_id(), (), ()).and_also(
            [part for row in spread(rows, MOST_NEEDLES) for part in row],
            self._traces.heads(ids),
        )
        counts: dict[str, Count] = {"kind": "workspace", "documents": len(ids), "values": len(rows)}
        self.audit.record(AuditEvent("erased", self.actor, self.workspace, (needles.id,), counts))
        entry = self.records.log.append(needles.id, self.workspace, "workspace", (), after=self.noted)
        return Announced(entry, needles, tally)

    def certify(self, announced: Announced) -> Outcome:
        """Scan for what an announced workspace held, and give the receipt. Its files are gone."""
        looked = scan(self.home, announced.needles.texts, announced.needles.raw, passed_over=NOT_SCANNED)
        remains = [f"bytes in {path}" for path in looked.remains]
        id = announced.needles.id
        self.records.drafts.begin(id, self.about("workspace"), [self.workspace])
        self._tell(self._part(announced.entry, "demand", announced.tally, looked, remains), [id])
        return Outcome.of(*self.records.finish(id))

    def about(self, kind: Kind) -> dict[str, Any]:
        """What a receipt says of the whole erasure."""
        return {"kind": kind, "actor": self.actor, "log_apart_from_data": self.records.apart}

    def erased_sources(self) -> LoggedSources:
        """What of sources that are read again must not come back."""
        return LoggedSources.of(self.records.log, self.workspace, self.vault)

    def forget_abandoned(self) -> int:
        """Remove from the vault what no stored text names any more; gives how many values there were."""
        abandoned = self.index.duties.abandoned()
        if not abandoned:
            return 0
        unused = sorted(set(abandoned) - self.index.tokens())
        gone = self.vault.delete(unused) if self.vault and unused else 0
        self.index.duties.finished(abandoned)
        return gone

    def forget_asked(self) -> int:
        """Remove from the vault whom only questions named; audited first. Gives how many values there were."""
        if self.vault is None or not (asked := self.vault.asked()):
            return 0
        used = self.index.tokens()
        counts: dict[str, Count] = {"kind": "questions", "values": len(set(asked) - used)}
        self.audit.record(AuditEvent("purged", self.actor, self.workspace, (), counts))
        return self.vault.forget_asked(used)

    # ---- the steps

    def _strike(self, matcher: Matcher, tally: Tally) -> None:
        holds = self.index.duties.holds()
        for batch in _batches(holdings(self.index, matcher), _BATCH):
            free = [each for each in batch if each.document.document_id not in holds]
            tally.held += [each.document.document_id for each in batch if each not in free]
            struck = [
                new
                for each in free
                if (
                    new := struck_document(
                        self.index, each.document.document_id, striking(matcher, alone=each.alone), self.embedder
                    )
                )
            ]
            self.index.put(struck)
            tally.documents_redacted += len(struck)
            tally.mentions += sum(each.mentions for each in free)
            tally.passages += sum(each.document.chunks for each in free)

    def _empty_vault(self, removal: Removal) -> Needles:
        """Remove the subject's values and those that no text names any more; both are looked for afterwards."""
        abandoned = self.index.duties.abandoned()
        if self.vault is None:
            self.index.duties.finished(abandoned)
            return removal.needles
        # What a held document still names is needed to read that document.
        used, dropped, matcher = self.index.tokens(), {*abandoned, *removal.forgotten}, removal.matcher
        going = {
            token: value
            for token, value in self.vault.rows()
            if token not in used and (token in dropped or (matcher is not None and matcher.has(token)))
        }
        needles = removal.needles.and_also(spread([*going, *going.values()], MOST_NEEDLES))
        write_sealed(self._job, self.job_key, needles.to_json())
        removal.tally.vault_rows = self.vault.delete(going) if going else 0
        self.index.duties.finished(abandoned)
        return needles

    def _part(self, entry: Erasure, cause: str, tally: Tally, looked: Scan, remains: Sequence[str]) -> dict[str, Any]:
        """What a receipt says of this workspace."""
        about = {"workspace": self.workspace, "cause": cause, "logged_at": entry.time, "log_entry": entry.number}
        return about | tally.to_json() | scan_to_json(looked, remains)

    def _tell(self, part: Mapping[str, Any], ids: Iterable[str]) -> None:
        for id in ids:
            self.records.drafts.add(id, part)

    def _refuse_held(self, document_ids: Sequence[str], demand: Demand) -> None:
        try:
            self.index.duties.refuse_held(document_ids)
        except HoldError as error:
            rest = " With --except-held the rest is erased." if demand.kind == "subject" else ""
            raise HoldError(
                f"{error.problem.rstrip('.')} (workspace '{self.workspace}').", remedy=f"{error.remedy}{rest}"
            ) from error

    # ---- what each step needs

    @property
    def _job(self) -> Path:
        return self.folder / JOB_FILE

    @property
    def _traces(self) -> Traces:
        return Traces(self.home, self.folder, self.index, self.vault)

    def _is_new(self) -> bool:
        """Whether nothing was stored yet: what the log has of an earlier workspace of that name is no matter here."""
        return self._noted() is None and not self.index.fingerprints() and not (self.vault and self.vault.count())

    def _noted(self) -> int | None:
        """The number that the data has noted: the smaller one where index and vault differ.

        An index without a document has none to note: values may have come to the vault before the first one did.
        """
        noted = [self.index.last_erasure()]
        if self.vault is not None and (self.vault.count() or self.vault.last_erasure() is not None):
            if noted == [None] and not self.index.fingerprints():
                noted.clear()
            noted.append(self.vault.last_erasure())
        return None if None in noted else min(each for each in noted if each is not None)

    def _note(self, number: int) -> None:
        if self.vault is not None:
            self.vault.note_erasure(number)
        self.index.note_erasure(number)

    def _hashes(self, demand: Demand, found: Sequence[Holding], deleted: Sequence[str]) -> set[str]:
        hashed = self.records.log.hasher(self.workspace)
        hashes = {hashed("document", key) for key in deleted}
        if demand.kind != "documents":  # who deletes a document by name may want it again
            sources = {key: each.content for key, each in self.index.sources(deleted).items() if each.content}
            hashes |= {hashed("source", each) for each in sources.values()}
            hashes |= {hashed("sourced", key) for key in sources}
            kept = [each.document.document_id for each in found if each.document.document_id not in deleted]
            hashes |= {
                hashed("struck source", each.content) for each in self.index.sources(kept).values() if each.content
            }
        going = [*deleted, *(each.document.document_id for each in found if each.alone)]
        hashes |= {hashed("forgotten", token) for token in self.index.tokens(going)}
        if demand.subject is not None:
            hashes |= hashes_of_subject(demand.subject.subject, demand.subject.values, hashed)
        return hashes

    def _needles(
        self, id: str, subject: Identified | None, found: Sequence[Holding], deleted: Sequence[str]
    ) -> Needles:
        texts: list[str] = []
        if subject is not None:
            texts = [*subject.subject.identifiers, *subject.values, *subject.values.values()]
        return Needles(id, tuple(texts), ()).and_also(
            [], self._traces.heads([*deleted, *(each.document.document_id for each in found)])
        )

    def _needles_of_a_killed_run(self, entry: Erasure) -> Needles | None:
        content = read_sealed(self._job, self.job_key)
        needles = Needles.from_json(content) if content else None
        return needles if needles and needles.id == entry.id else None


def _batches(found: Iterable[Holding], size: int) -> Iterator[list[Holding]]:
    """Lists of so many; all are looked for before the first is changed."""
    everything = list(found)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]
