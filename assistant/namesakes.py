"""Persons of a workspace who may be one: listed for review by pseudonym, then made one or kept apart by an officer.

Who they are is read with `assistant restore`, which is audited; here neither name is told. Made one, both names have
one pseudonym, in stored documents and in whatever is read later.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.rights.requests import Requester, require_subjects
from assistant.shapes import Json
from assistant.wiring import Wiring
from assistant.workspaces.exchanging import complete_merging
from assistant.workspaces.workspace import Workspace
from policies.audit_events import Action, AuditEvent, Count, one_line
from policies.errors import PolicyError
from policies.vault import Vault


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pseudonyms that may stand for one person, why, and in which documents (ids) each stands."""

    token: str
    other: str
    reason: str
    documents: tuple[str, ...]
    other_documents: tuple[str, ...]

    def to_json(self) -> Json:
        """One row of `subject namesakes`."""
        return {
            "token": self.token,
            "other": self.other,
            "reason": self.reason,
            "documents": list(self.documents),
            "other_documents": list(self.other_documents),
        }


@dataclass(frozen=True, slots=True)
class Split:
    """A pseudonym that was merged into `kept` and is a person's own again, and the documents (ids) to be read again."""

    token: str
    kept: str
    documents: tuple[str, ...]

    def to_json(self) -> Json:
        """What `subject split` tells."""
        return {"split": self.token, "from": self.kept, "to_be_read_again": list(self.documents)}


class NamesakeReview:
    """What an officer decides about namesakes of one workspace."""

    def __init__(self, wiring: Wiring, by: Requester, workspace: str | None) -> None:
        """Let the officer in.

        Raises:
            AccessError: the role may not (audited), or there is no such workspace.
            PolicyError: the workspace's policy makes no pseudonyms.
            BusyError: something is still to be erased here, and another command or request writes.
        """
        require_subjects(wiring, by)
        self._workspace: Workspace = wiring.known_workspace(workspace or wiring.settings.workspace)
        if not self._workspace.policy.reversible:
            raise PolicyError(
                f"The policy '{self._workspace.policy.name}' makes no pseudonyms.",
                remedy="Nobody is told apart or made one here: names are removed for good.",
            )
        self._workspace.catch_up()  # the vault of a restored backup holds whom the erasure log has
        self._vault: Vault = wiring.privacy.vault(self._workspace.name)
        self._wiring = wiring
        self._by = by

    @property
    def workspace(self) -> str:
        """Whose namesakes these are."""
        return self._workspace.name

    def suggested(self) -> list[Pair]:
        """The pairs that nobody decided about yet; audited before it returns."""
        index = self._workspace.index
        tokens = {key: index.tokens([key]) for key in index.fingerprints()}

        def where(token: str) -> tuple[str, ...]:
            return tuple(sorted(key for key, found in tokens.items() if token in found))

        pairs = [
            Pair(each.token, each.other, each.reason, where(each.token), where(each.other))
            for each in self._vault.suggestions()
        ]
        self._wiring.storage.audit.record(self._event("subject_found", suggested=len(pairs)))
        return pairs

    def merge(self, kept: str, other: str) -> int:
        """Make two persons one, under the pseudonym `kept`; gives how many documents were changed.

        A kill leaves a merge that the workspace's next opening for writing completes.

        Raises:
            ConfigError: these are not two persons of the workspace.
            AuditError: it could not be audited; nothing was changed.
            BusyError: another command or request writes.
        """
        with self._workspace.erasing(actor=self._by.actor) as eraser:
            self._vault.require_persons(kept, other)
            self._wiring.storage.audit.record(self._event("persons_merged", kept, other))
            self._vault.merge(kept, other)
            return complete_merging(self._vault, eraser.index, eraser.embedder)

    def split(self, token: str) -> Split:
        """Undo a merge: the person whom a merged pseudonym stood for has it again, and is kept apart from the other.

        Which mentions were theirs, stored texts don't tell: the documents that hold the other pseudonym are read again
        by the next ingestion of their sources. Until then the other one is shown as possibly theirs.

        Raises:
            ConfigError: the pseudonym was not merged.
            AuditError: it could not be audited; nothing was changed.
            BusyError: another command or request writes.
        """
        with self._workspace.erasing(actor=self._by.actor) as eraser:
            kept = self._vault.require_merged(token)
            self._wiring.storage.audit.record(self._event("persons_parted", token, kept))
            index = eraser.index
            waiting = [key for key in index.fingerprints() if kept in index.tokens([key])]
            # First: documents that are read again without need cost time, those that are not would stay wrong.
            index.duties.read_again(waiting)
            self._vault.split(token)
            return Split(token, kept, tuple(sorted(waiting)))

    def keep_apart(self, token: str, other: str) -> None:
        """Say that two persons are two; the pair is suggested no more.

        Raises:
            ConfigError, AuditError: as `merge`.
        """
        self._vault.require_persons(token, other)
        self._wiring.storage.audit.record(self._event("persons_kept_apart", token, other))
        self._vault.keep_apart(token, other)

    def _event(self, action: Action, *tokens: str, **counts: Count) -> AuditEvent:
        return AuditEvent(action, self._by.actor, self._workspace.name, tokens, counts, one_line(self._by.reason))
