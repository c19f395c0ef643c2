"""Retention (GDPR Art. 5(1)(e)): which period holds for a document, and whose is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from policies.retention import Period

if TYPE_CHECKING:
    from assistant.workspaces.workspace import Workspace
    from ingest.stored import StoredDocument

Ground = Literal["document", "workspace", "policy", "none"]


@dataclass(frozen=True, slots=True, repr=False)
class Retained:
    """A document and how long it is kept: until `ends` (None: for ever), by what `ground`; `hold` beats both."""

    document: StoredDocument
    period: Period
    ground: Ground
    ends: datetime | None
    hold: str | None

    def is_over(self, now: datetime) -> bool:
        """Whether the period has ended; a document under legal hold may be, and stays."""
        return self.ends is not None and self.ends <= now


def retained(workspace: Workspace) -> Iterator[Retained]:
    """Every document with the period that holds for it: its own, else the workspace's, else the policy's."""
    index = workspace.index
    own, holds = index.duties.periods(), index.duties.holds()
    common, ground = workspace_period(workspace)
    for document in index.documents():
        written = own.get(document.document_id)
        period = Period.parse(written) if written else common
        hold = holds.get(document.document_id)
        yield Retained(
            document=document,
            period=period,
            ground="document" if written else ground,
            ends=period.ends(datetime.fromisoformat(document.ingested_at)),
            hold=hold.reason if hold else None,
        )


def workspace_period(workspace: Workspace) -> tuple[Period, Ground]:
    """The period of documents without one of their own."""
    written = workspace.index.retention()
    if written:
        return Period.parse(written), "workspace"
    if workspace.policy.retain:
        return workspace.policy.retain, "policy"
    return Period(None), "none"
