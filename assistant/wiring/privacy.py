"""What redacts, and the vaults that remember who is behind a pseudonym."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.wiring.access import Access
from assistant.wiring.models import Models
from assistant.wiring.storage import Storage
from policies.findings_memory import FindingsMemory
from policies.policy import Policy

if TYPE_CHECKING:
    from policies.presidio_redactor import PresidioRedactor
    from policies.recognizers.tagger import Tagger
    from policies.redactor import Redactor
    from policies.text import RedactedText
    from policies.vault import Vault


class Privacy:
    """Redactors by policy and workspace, vaults by workspace. Safe between threads."""

    def __init__(self, storage: Storage, access: Access, models: Models) -> None:
        self._storage = storage
        self._access = access
        self._models = models
        self._lock = threading.RLock()
        self._memory = FindingsMemory()  # one for all, so that it is bounded however many workspaces there are
        self._vaults: dict[str, Vault] = {}
        self._redactors: dict[tuple[str, str], PresidioRedactor] = {}

    def redactor(
        self,
        policy: Policy,
        workspace: str,
        seen: Callable[[RedactedText], bool] | None = None,
        shown: Callable[[RedactedText], bool] | None = None,
    ) -> Redactor:
        """A policy's redactor; pseudonyms come from the workspace's vault, days of shifted dates from its keys.

        Where there is a `seen`, it knows the names alone whose tokens are `seen`. What is `shown` is no name in a
        question.
        """
        from policies.presidio_redactor import PresidioRedactor

        with self._lock:
            # Also where nothing of the workspace is used: what was analysed is remembered within one workspace.
            place = (policy.fingerprint, workspace)
            if place not in self._redactors:
                vault = self.vault(workspace) if policy.reversible else None
                key = self._storage.keyring.key("dates", workspace) if policy.shifts else None
                self._redactors[place] = PresidioRedactor(
                    policy, vault, tagger=self._models.tagger, date_key=key, memory=self._memory
                )
            redactor = self._redactors[place]
        return redactor if seen is None and shown is None else redactor.for_asker(seen, shown)

    def measuring_redactor(self, policy: Policy) -> Redactor:
        """A redactor that knows and remembers nobody: no vault, so the policy must be irreversible."""
        from policies.presidio_redactor import PresidioRedactor

        return PresidioRedactor(policy, tagger=self._measuring_tagger)

    @cached_property
    def _measuring_tagger(self) -> Tagger:
        """A policy is measured by two redactors that read the same texts."""
        from policies.recognizers.remembering_tagger import RememberingTagger

        return RememberingTagger(self._models.tagger)

    def vault(self, workspace: str) -> Vault:
        """The pseudonym vault of a workspace."""
        from policies.vault import Vault

        with self._lock:
            if workspace not in self._vaults:
                self._storage.home()
                path = self._storage.vault_file(workspace)
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                fresh = not path.exists()
                vault = Vault.open(
                    path,
                    workspace=workspace,
                    keyring=self._storage.keyring,
                    audit=self._storage.audit,
                    # Opened with the first restoring: questions need no count.
                    limit=lambda actor, count: self._access.restore_limit.take(actor, count),
                )
                self._storage.closing(vault.close)
                if fresh:
                    # What was erased from a workspace of that name before concerns no value that comes now.
                    vault.note_erasure(max((each.number for each in self._storage.records.log.entries()), default=0))
                self._vaults[workspace] = vault
            return self._vaults[workspace]

    def existing_vault(self, workspace: str) -> Vault | None:
        """The pseudonym vault of a workspace if it has one, whatever its policy is: what it holds is personal data."""
        return self.vault(workspace) if self._storage.has_vault(workspace) else None

    def forget_findings(self) -> None:
        """Forget what was found in texts that were analysed, whichever workspace's."""
        self._memory.clear()

    def forget(self, workspace: str) -> None:
        """Let go of a workspace's vault, which is about to be destroyed."""
        with self._lock:
            vault = self._vaults.pop(workspace, None)
            if vault is not None:
                vault.close()
            self._redactors = {place: each for place, each in self._redactors.items() if place[1] != workspace}
