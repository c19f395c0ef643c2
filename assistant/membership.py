"""Acts on who sees what: members of workspaces and restrictions of documents, each audited before it counts."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.wiring import Wiring
from assistant.workspaces.workspace import Workspace
from policies.audit_events import AuditEvent
from policies.errors import AccessError
from policies.members import Member, fit_labels, fit_name
from policies.roles import role_named


def add_member(
    wiring: Wiring, workspace: str, who: str, role: str, labels: Sequence[str] = (), *, actor: str
) -> Member:
    """Make somebody a member; the first one closes the workspace to everybody else.

    Raises:
        ConfigError: the name or a label is unfit, or there is no such role.
    """
    chosen, borne = role_named(role), fit_labels(labels)
    counts = {"member": fit_name(who, "member"), "role": chosen.value, **_numbered(borne)}
    wiring.storage.audit.record(AuditEvent("member_added", actor, workspace, (), counts))
    return wiring.access.members.add(workspace, who, chosen, borne)


def remove_member(wiring: Wiring, workspace: str, who: str, *, actor: str) -> None:
    """End a membership, at once and everywhere.

    Raises:
        AccessError: there is no such member.
    """
    if who not in {each.who for each in wiring.access.members.of(workspace)}:
        raise AccessError("There is no such member.", remedy="See `assistant workspaces members`.")
    wiring.storage.audit.record(AuditEvent("member_removed", actor, workspace, (), {"member": who}))
    wiring.access.members.remove(workspace, who)


def reopen_workspace(wiring: Wiring, workspace: str, *, actor: str) -> None:
    """Open a workspace to every key of the installation again; its members are forgotten."""
    wiring.storage.audit.record(AuditEvent("workspace_opened", actor, workspace))
    wiring.access.members.forget(workspace)


def restrict_document(workspace: Workspace, document_id: str, labels: Sequence[str], *, actor: str) -> tuple[str, ...]:
    """Restrict a document to who bears one of the labels (their own name is one); no label: open it again.

    Raises:
        AccessError: there is no such document.
        BusyError: another command or request writes.
        ConfigError: a label is unfit.
    """
    fit = fit_labels(labels)
    workspace.document(document_id)
    with workspace.erasing(actor=actor) as eraser:
        event = AuditEvent("restricted", actor, workspace.name, (document_id,), {"labels": len(fit), **_numbered(fit)})
        eraser.audit.record(event)
        eraser.index.labels.restrict([document_id], fit)
    return fit


def _numbered(labels: Sequence[str]) -> dict[str, int | float | str]:
    return {f"label {number}": label for number, label in enumerate(labels, start=1)}
