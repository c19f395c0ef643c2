"""What a data subject may ask for (GDPR Art. 15, 17, 20): finding, exporting and erasing, over every workspace.

Who is asked for is personal data itself: it is in no log, no audit entry and no result. Only the officer's role may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import installation
from assistant.erasures.erasure import Demand, Outcome
from assistant.erasures.holdings import Holding, Identified, holdings, identify
from assistant.erasures.together import erase_together
from assistant.rights.as_user import AsUser, as_user
from assistant.wiring import Wiring
from assistant.workspaces.workspace import Workspace
from policies.audit_events import Action, AuditEvent, Count, one_line
from policies.errors import ConfigError
from policies.roles import may, require, role_named
from policies.subjects import Subject

if TYPE_CHECKING:
    from policies.vault import Vault

_MOST_IDS = 200


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """What one workspace holds of a subject.

    `audit_tokens` and `audit_documents` count entries of the trail that name the subject's pseudonyms, or documents in
    which they stand.
    """

    workspace: Workspace
    who: Identified
    holdings: tuple[Holding, ...]
    holds: frozenset[str]
    audit_tokens: int
    audit_documents: int

    @property
    def anything(self) -> bool:
        """Whether anything is held."""
        return bool(self.holdings or self.who.values)


@dataclass(frozen=True, slots=True)
class Requester:
    """Who carries out a request: the actor and role of the audit, and the case that they name."""

    actor: str
    role: str
    reason: str = ""


def require_subjects(wiring: Wiring, by: Requester) -> None:
    """Pass, or audit that somebody wanted to serve data subjects whose role may not.

    Raises:
        AccessError: the role may not.
    """
    role = role_named(by.role)
    if not may(role, "subject"):
        installation.record_refused_access(wiring, actor=by.actor, permission="subject")
    require(role, "subject")


class SubjectRequests:
    """Requests about one subject at a time, by one officer."""

    def __init__(self, wiring: Wiring, by: Requester) -> None:
        """Let the officer in.

        Raises:
            AccessError: the role may not; audited.
        """
        require_subjects(wiring, by)
        self._wiring = wiring
        self._by = by

    def find(self, subject: Subject, workspace: str | None = None) -> list[Found]:
        """What is held of a subject in one workspace, or in each; audited before it returns.

        Raises:
            AccessError: there is no such workspace.
            ConfigError: a pseudonym is given that several workspaces have for different people.
        """
        found = [self._look(each, who) for each, who in self._identified(subject, workspace)]
        for each in found:
            self._record("subject_found", each)
        return found

    def hand_out(self, found: Sequence[Found]) -> None:
        """Audit that the passages and values of what was found are about to be exported.

        Raises:
            AuditError: it could not be audited; nothing may be handed out.
        """
        for each in found:
            self._record("exported", each)

    def erase(
        self, subject: Subject, workspace: str | None = None, *, whole: bool = False, except_held: bool = False
    ) -> Outcome | None:
        """Erase a subject in one workspace or in all of them at once, with one receipt; None: there is no workspace.

        Also where nothing is held now: what is not there may be in a backup, and it is written down so that it is
        erased when that is restored.

        Raises:
            HoldError: a document in which they stand is under legal hold; then nothing is erased in any workspace.
            BusyError: another command writes in one of them; then nothing is erased either.
        """
        identified = {opened.name: who for opened, who in self._identified(subject, workspace)}
        if not identified:
            return None
        with self._wiring.erasing_together(list(identified), actor=self._by.actor) as erasers:
            demands = []
            for eraser in erasers:
                rows = list(eraser.vault.rows()) if eraser.vault else []
                held = eraser.vault.held if eraser.vault else _nobody
                merged = eraser.vault.merged() if eraser.vault else {}
                who = identify(identified[eraser.workspace].subject, rows, held, merged)
                demand = Demand(
                    kind="subject", subject=who, whole=whole, except_held=except_held, reason=self._by.reason
                )
                demands.append((eraser, demand))
            return erase_together(demands, {"as_user": self.as_user(subject).to_json()})

    def as_user(self, subject: Subject) -> AsUser:
        """What of access and trail bears the subject's name: a user of the assistant is a data subject too."""
        return as_user(subject, self._wiring)

    # ---- inside

    def _identified(self, subject: Subject, workspace: str | None) -> list[tuple[Workspace, Identified]]:
        names = self._wiring.workspaces_and_vaults() if workspace is None else [workspace]
        opened = [self._wiring.known_workspace(name) for name in names]
        for each in opened:
            each.catch_up()  # the vault of a restored backup holds whom the erasure log has
        rows = {each.name: self._rows(each) for each in opened}
        owners = [name for name, pairs in rows.items() if subject.tokens & {token for token, _ in pairs}]
        if len(owners) > 1:
            raise ConfigError(
                "Several workspaces have that pseudonym, for different people.", remedy="Name one with --workspace."
            )
        if owners:
            behind = [value for token, value in rows[owners[0]] if token in subject.tokens]
            subject = subject.and_also(behind)
        return [(each, self._identify(subject, each, rows[each.name])) for each in opened]

    def _identify(self, subject: Subject, workspace: Workspace, rows: Sequence[tuple[str, str]]) -> Identified:
        vault = self._vault(workspace)
        who = identify(subject, rows, vault.held if vault else _nobody, vault.merged() if vault else {})
        parted = vault.parted() if vault else ()
        before = {kept for token, kept in parted if token in who.values}
        # Who was merged and is not any more may still stand under the other's pseudonym in what is to be read again.
        still = before and before & workspace.index.tokens(workspace.index.duties.to_be_read())
        return who.with_possible(still)

    def _rows(self, workspace: Workspace) -> list[tuple[str, str]]:
        vault = self._vault(workspace)
        return list(vault.rows()) if vault else []

    def _vault(self, workspace: Workspace) -> Vault | None:
        return self._wiring.privacy.existing_vault(workspace.name)

    def _look(self, workspace: Workspace, who: Identified) -> Found:
        found = tuple(holdings(workspace.index, who))
        documents = {each.document.document_id for each in found}
        named = documents_named = 0
        for entry in self._wiring.storage.audit.entries():
            if entry.event.workspace == workspace.name:
                named += not who.values.keys().isdisjoint(entry.event.ids)
                documents_named += not documents.isdisjoint(entry.event.ids)
        holds = frozenset(documents & workspace.index.duties.holds().keys())
        return Found(workspace, who, found, holds, named, documents_named)

    def _record(self, action: Action, found: Found) -> None:
        counts: dict[str, Count] = {
            "documents": len(found.holdings),
            "passages": sum(len(each.passages) for each in found.holdings),
            "pseudonyms": len(found.who.values),
        }
        ids = tuple(each.document.document_id for each in found.holdings)[:_MOST_IDS]
        reason = one_line(self._by.reason)
        self._wiring.storage.audit.record(AuditEvent(action, self._by.actor, found.workspace.name, ids, counts, reason))


def _nobody(entity_type: str, canonical: str) -> str | None:
    return None
