"""Erasure (GDPR Art. 17): a subject, documents or all of a workspace, proved by a scan and told in a signed receipt.

    1. look      what is to go, and what must not (legal hold)
    2. audit     that it is about to be done
    3. log       keyed hashes, apart from the data: from here on it will be done, whatever happens
    4. strike    the subject out of stored texts, embedded anew; whole documents are deleted
    5. forget    vectors rebuilt without the old ones, the file rewritten, vault rows removed
    6. scan      every byte of the data folder, and every row behind its encryption
    7. receipt   signed, kept with the log; then the workspace notes the number of the log's entry

A kill after 3 leaves a workspace that has noted a smaller number than the log has entries for it. So does a backup
that is restored: the next opening (`catch_up`) carries out what is missing, from the hashes alone. A kill before 3
leaves everything as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.erasure import (
    MOST_NEEDLES,
    NOT_SCANNED,
    Announced,
    Demand,
    Needles,
    Outcome,
    Tally,
    scan_to_json,
    spread,
)
from assistant.holdings import Erased, Holding, Identified, Matcher, holdings, striking
from assistant.records import Records
from ingest.embedder import Embedder
from ingest.index import Index
from ingest.striking import struck_document
from policies.audit_events import Action, AuditEvent, AuditSink, Count
from policies.byte_scan import Scan, scan
from policies.erased_subjects import ErasedSubjects, hashes_of_subject
from policies.erasure_log import Erasure, Kind
from policies.sealed_file import read_sealed, remove_sealed, write_sealed
from policies.vault import Vault

JOB_FILE = "erasing.sealed"
_ACTIONS: Mapping[Kind, Action] = {"documents": "deleted", "retention": "purged"}
_TOKEN_LIKE = re.compile(r"⟦\w+⟧")  # the full-text index has tokens in small letters
_VECTOR_FLOATS = 8
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

    def erase(self, demand: Demand) -> Outcome:
        """Carry out a demand.

        Raises:
            HoldError: what is to go is under legal hold, and `except_held` is not given; nothing is erased.
            AuditError: it could not be audited; nothing is erased.
            StorageError: from the log's entry on, the next opening of the workspace finishes it.
        """
        found = list(holdings(self.index, demand.subject)) if demand.subject else []
        touched = [*demand.document_ids, *(each.document.document_id for each in found)]
        held = [key for key in touched if key in self.index.duties.holds()]
        if held and not demand.except_held:
            self.index.duties.refuse_held(held)
        deleted = [
            key
            for key in (*demand.document_ids, *((each.document.document_id for each in found) if demand.whole else ()))
            if key not in held
        ]
        id = self.records.new_id()
        needles = self._needles(id, demand.subject, found, deleted)
        self.audit.record(
            AuditEvent(
                _ACTIONS.get(demand.kind, "erased"),
                self.actor,
                self.workspace,
                (id, *touched),
                {"kind": demand.kind, "documents": len(touched), "mentions": sum(each.mentions for each in found)},
                " ".join(demand.reason.split())[:300],
            )
        )
        write_sealed(self._job, self.job_key, needles.to_json())
        entry = self.records.log.append(
            id, self.workspace, demand.kind, self._hashes(demand, found, deleted), after=self._noted() or 0
        )
        kept = held if demand.subject is None else []
        return self._carry_out(entry, demand.subject, deleted, needles, "demand", kept)

    def behind(self) -> bool:
        """Whether the log has entries that are not carried out here. Changes nothing; the index may be a reader's."""
        return not self._is_new() and bool(self.records.log.entries(self.workspace, after=self._noted() or 0))

    def catch_up(self) -> Outcome | None:
        """Carry out what the log has and this data does not: after a kill, or when a backup was restored.

        Raises:
            StorageError: the log was altered, or the disk is full.
        """
        if self._is_new():
            self._note(max((each.number for each in self.records.log.entries()), default=0))
            return None
        pending = self.records.log.entries(self.workspace, after=self._noted() or 0)
        if not pending:
            if self._job.exists():  # a kill before the log's entry: nothing was begun
                remove_sealed(self._job)
            return None
        last = pending[-1]
        needles = self._needles_of_a_killed_run(last)
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
                self._heads(deleted),
            )
            write_sealed(self._job, self.job_key, needles.to_json())
        if everything and self.vault:
            self.vault.delete([token for token, _ in rows])
        # Texts are read word by word only where a subject was erased.
        subject = matcher if any(each.kind == "subject" for each in pending) else None
        forgotten = known.forgotten(token for token, _ in rows)
        return self._carry_out(last, subject, deleted, needles, cause, forgotten=forgotten)

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
            [part for row in spread(rows, MOST_NEEDLES) for part in row], self._heads(ids)
        )
        counts: dict[str, Count] = {"kind": "workspace", "documents": len(ids), "values": len(rows)}
        self.audit.record(AuditEvent("erased", self.actor, self.workspace, (needles.id,), counts))
        entry = self.records.log.append(needles.id, self.workspace, "workspace", (), after=self._noted() or 0)
        return Announced(entry, needles, tally)

    def certify(self, announced: Announced) -> Outcome:
        """Scan for what an announced workspace held, and give the receipt. Its files are gone."""
        looked = scan(self.home, announced.needles.texts, announced.needles.raw, passed_over=NOT_SCANNED)
        remains = [f"bytes in {path}" for path in looked.remains]
        receipt, path = self._keep(announced.entry, announced.needles.id, "demand", announced.tally, looked, remains)
        return Outcome(receipt, path, not remains)

    def forget_abandoned(self) -> int:
        """Remove from the vault what no stored text names any more; gives how many values there were."""
        abandoned = self.index.duties.abandoned()
        if not abandoned:
            return 0
        unused = sorted(set(abandoned) - self.index.tokens())
        gone = self.vault.delete(unused) if self.vault and unused else 0
        self.index.duties.finished(abandoned)
        return gone

    # ---- the steps

    def _carry_out(
        self,
        entry: Erasure,
        matcher: Matcher | None,
        deleted: Sequence[str],
        needles: Needles,
        cause: str,
        held: Sequence[str] = (),
        forgotten: Iterable[str] = (),
    ) -> Outcome:
        tally = Tally(documents_deleted=len(deleted), held=list(held))
        tally.passages += sum(each.chunks for each in map(self.index.document, deleted) if each)
        self.index.delete(deleted)
        if matcher is not None:
            self._strike(matcher, tally)
        self.index.forget()
        needles = self._empty_vault(matcher, forgotten, needles, tally)
        tally.vectors = tally.passages
        looked, remains = self._scan(matcher, needles)
        receipt, path = self._keep(entry, needles.id, cause, tally, looked, remains)
        self._note(entry.number)
        remove_sealed(self._job)
        return Outcome(receipt, path, not remains)

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

    def _empty_vault(
        self, matcher: Matcher | None, forgotten: Iterable[str], needles: Needles, tally: Tally
    ) -> Needles:
        """Remove the subject's values and those that no text names any more; both are looked for afterwards."""
        abandoned = self.index.duties.abandoned()
        if self.vault is None:
            self.index.duties.finished(abandoned)
            return needles
        # What a held document still names is needed to read that document.
        used, dropped = self.index.tokens(), {*abandoned, *forgotten}
        going = {
            token: value
            for token, value in self.vault.rows()
            if token not in used and (token in dropped or (matcher is not None and matcher.has(token)))
        }
        needles = needles.and_also(spread([*going, *going.values()], MOST_NEEDLES))
        write_sealed(self._job, self.job_key, needles.to_json())
        tally.vault_rows = self.vault.delete(going) if going else 0
        self.index.duties.finished(abandoned)
        return needles

    def _scan(self, matcher: Matcher | None, needles: Needles) -> tuple[Scan, list[str]]:
        """Look for traces in every file as it lies there, and in the store behind its encryption."""
        looked = scan(self.home, needles.texts, set(needles.raw) - self._heads_in_use(), passed_over=NOT_SCANNED)
        remains = [f"bytes in {path}" for path in looked.remains]
        holds = self.index.duties.holds()
        if matcher is not None:
            left = [each for each in holdings(self.index, matcher) if each.document.document_id not in holds]
            remains += [f"document {each.document.document_id}" for each in left]
            if self.vault and any(matcher.has(token) for token, _ in self.vault.rows()) and not holds:
                remains.append("vault")
            if not holds:
                gone = {needle.casefold() for needle in needles.texts if needle.startswith("⟦")}
                said = (word.casefold() for text in self.index.traces() for word in _TOKEN_LIKE.findall(text))
                remains += ["store"] if any(word in gone for word in said) else []
        remains += [f"store: {finding.problem}" for finding in self.index.check()]
        remains += ["store: pages that were given up"] if self.index.unused_pages() else []
        return looked, remains

    def _keep(
        self, entry: Erasure, id: str, cause: str, tally: Tally, looked: Scan, remains: Sequence[str]
    ) -> tuple[dict[str, Any], Path]:
        """Sign and keep the receipt."""
        about = {"id": id, "kind": entry.kind, "cause": cause, "workspace": self.workspace, "actor": self.actor}
        logged = {"logged_at": entry.time, "log_entry": entry.number, "log_apart_from_data": self.records.apart}
        return self.records.keep(about | logged | tally.to_json() | scan_to_json(looked, remains))

    # ---- what each step needs

    @property
    def _job(self) -> Path:
        return self.folder / JOB_FILE

    def _is_new(self) -> bool:
        """Whether nothing was stored yet: what the log has of an earlier workspace of that name is no matter here."""
        return self._noted() is None and not self.index.fingerprints() and not (self.vault and self.vault.count())

    def _noted(self) -> int | None:
        """The number that the data has noted: the smaller one where index and vault differ."""
        noted = [self.index.last_erasure()]
        if self.vault is not None and (self.vault.count() or self.vault.last_erasure() is not None):
            noted.append(self.vault.last_erasure())
        return None if None in noted else min(each for each in noted if each is not None)

    def _note(self, number: int) -> None:
        if self.vault is not None:
            self.vault.note_erasure(number)
        self.index.note_erasure(number)

    def _hashes(self, demand: Demand, found: Sequence[Holding], deleted: Sequence[str]) -> set[str]:
        hashed = self.records.log.hasher(self.workspace)
        hashes = {hashed("document", key) for key in deleted}
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
            [], self._heads([*deleted, *(each.document.document_id for each in found)])
        )

    def _heads(self, document_ids: Sequence[str]) -> list[bytes]:
        """The first floats of some of the vectors that go, and the ids under which they lie, as bytes."""
        chunk_ids = [chunk.chunk_id for key in document_ids for chunk in self.index.chunks_of(key)]
        some = spread(chunk_ids, MOST_NEEDLES)
        heads = [row[:_VECTOR_FLOATS].tobytes() for row in self.index.vectors_of(spread(document_ids, MOST_NEEDLES))]
        return [*(each.encode() for each in some), *spread(heads, MOST_NEEDLES)]

    def _heads_in_use(self) -> set[bytes]:
        """Heads of the vectors that are stored: a passage that was not changed has the vector that it had."""
        ids = list(self.index.fingerprints())
        return {
            row[:_VECTOR_FLOATS].tobytes()
            for start in range(0, len(ids), _BATCH)
            for row in self.index.vectors_of(ids[start : start + _BATCH])
        }

    def _needles_of_a_killed_run(self, entry: Erasure) -> Needles | None:
        content = read_sealed(self._job, self.job_key)
        needles = Needles.from_json(content) if content else None
        return needles if needles and needles.id == entry.id else None


def _batches(found: Iterable[Holding], size: int) -> Iterator[list[Holding]]:
    """Lists of so many; all are looked for before the first is changed."""
    everything = list(found)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]
