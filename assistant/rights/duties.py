"""Duties that an officer puts on documents: how long they are kept, and legal holds. Audited before they count."""

from __future__ import annotations

from assistant.workspaces.workspace import Workspace
from policies.audit_events import Action, AuditEvent, Count
from policies.retention import Period

WITHOUT_REASON = "no reason was given"
_LONGEST_REASON = 300


def hold(workspace: Workspace, document_id: str, *, reason: str, actor: str) -> None:
    """Put a document under legal hold: it is neither erased nor replaced until it is released.

    Raises:
        AccessError: there is no such document.
    """
    workspace.document(document_id)
    given = " ".join(reason.split())[:_LONGEST_REASON] or WITHOUT_REASON
    with workspace.erasing(actor=actor) as eraser:
        eraser.audit.record(_event("held", workspace, document_id, actor, given))
        eraser.index.duties.hold(document_id, given)


def release(workspace: Workspace, document_id: str, *, reason: str, actor: str) -> None:
    """End a legal hold; what is due is erased by the next purge.

    Raises:
        AccessError: there is no such document.
    """
    workspace.document(document_id)
    with workspace.erasing(actor=actor) as eraser:
        eraser.audit.record(
            _event("released", workspace, document_id, actor, " ".join(reason.split())[:_LONGEST_REASON])
        )
        eraser.index.duties.release(document_id)


def retain(workspace: Workspace, document_id: str | None, period: Period | None, *, actor: str) -> None:
    """Keep a document for a period of its own (None: the workspace's); without a document, all of the workspace's.

    Raises:
        AccessError: there is no such document.
    """
    if document_id is not None:
        workspace.document(document_id)
    written = None if period is None else str(period)
    with workspace.erasing(actor=actor) as eraser:
        eraser.audit.record(_event("retained", workspace, document_id, actor, period=written or "as before"))
        if document_id is None:
            eraser.index.set_retention(written)
        else:
            eraser.index.duties.retain(document_id, written)


def _event(
    action: Action, workspace: Workspace, document_id: str | None, actor: str, reason: str = "", **counts: Count
) -> AuditEvent:
    ids = () if document_id is None else (document_id,)
    return AuditEvent(action, actor, workspace.name, ids, counts, reason)
