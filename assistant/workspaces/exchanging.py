"""Rotating the pseudonym key of a workspace: from the first new token to the end of the old key, or on from a kill.

    1. vault       every value has a token under a new key; the former one resolves as well
    2. documents   former tokens give way to new ones, each document whole; a question matches both meanwhile
    3. vault       former tokens and the old key are destroyed

A text that was copied out of the system before keeps its former tokens: after 3 nobody can restore them any more, nor
connect them to the new ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.audit_events import AuditEvent, AuditSink

if TYPE_CHECKING:
    from ingest.embedder import Embedder
    from ingest.index import Index
    from policies.vault import Vault

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a rotation did: how many pseudonyms there are, and how many documents hold new ones.

    `resumed`: it completed one that was interrupted.
    """

    pseudonyms: int
    documents: int
    resumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The exchange in one workspace, whose index is open for writing."""

    workspace: str
    vault: Vault
    index: Index
    embedder: Embedder
    audit: AuditSink

    def run(self, *, actor: str, progress: Progress | None = None) -> Exchanged:
        """Exchange all tokens, or complete an exchange that was interrupted.

        Raises:
            AuditError: its beginning could not be audited; nothing was begun.
            StorageError: the disk is full or a file is damaged; the same call completes it.
        """
        from ingest.exchanging import exchange_tokens

        resumed = self.vault.exchange_pending()
        self._record(actor, "resumed" if resumed else "begun")
        self.vault.begin_exchange()
        documents = exchange_tokens(self.index, self.vault.successors(), self.embedder, progress)
        self.vault.end_exchange()
        done = Exchanged(self.vault.count(), documents, resumed)
        self._record(actor, "completed", pseudonyms=done.pseudonyms, documents=done.documents)
        return done

    def _record(self, actor: str, step: str, **counts: int) -> None:
        self.audit.record(AuditEvent.keys_rotated(actor, self.workspace, kind="pseudonyms", step=step, **counts))


def complete_merging(vault: Vault, index: Index, embedder: Embedder) -> int:
    """Put the pseudonyms that were kept in the place of merged ones, in every document; gives how many were changed."""
    from ingest.exchanging import exchange_tokens

    changed = exchange_tokens(index, vault.merging(), embedder)
    vault.end_merging()
    return changed
