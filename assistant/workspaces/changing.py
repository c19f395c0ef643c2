"""What changes the documents of a workspace: each is audited, and one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.erasures.erasure import Demand, Outcome
from assistant.erasures.together import erase_together
from assistant.workspaces.policy import refuse_stale
from policies.audit_events import AuditEvent
from policies.errors import PolicyError

if TYPE_CHECKING:
    from assistant.workspaces.exchanging import Exchanged
    from assistant.workspaces.workspace import Workspace
    from ingest.index import Finding
    from ingest.pipeline import IngestReport
    from ingest.sources import Source
    from policies.erasure_log import Kind

Progress = Callable[[int, int], None]


def ingest(
    workspace: Workspace,
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
        PolicyError: the workspace got another policy before this could write.
        BusyError: another command or request writes.
    """
    from ingest import pipeline

    parts = workspace.parts
    with workspace.opening.writing(reindex=reindex) as index:
        refuse_stale(workspace.folder, workspace.policy)
        eraser = parts.eraser(workspace.place, index, actor=actor)
        report = pipeline.ingest(
            paths,
            index=workspace.seen(index),
            redactor=workspace.redactor,
            embedder=parts.models.embedder,
            policy_fingerprint=workspace.redactor.fingerprint,
            progress=progress,
            restrict_to=restrict_to,
            erased=eraser.erased_sources(),
        )
        eraser.forget_abandoned()
        counts: dict[str, int | str] = {
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "failed": len(report.failed),
            "chunks": report.chunks,
            "policy": workspace.policy.name,
        }
        parts.audit.record(AuditEvent.ingested(actor, workspace.name, report.document_ids, **counts))
    return report


def delete(
    workspace: Workspace,
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
    demand = Demand(kind=kind, document_ids=tuple(document_ids), reason=reason, except_held=except_held)
    with workspace.erasing(actor=actor) as eraser:
        return erase_together([(eraser, demand)])


def rotate_pseudonyms(workspace: Workspace, *, actor: str, progress: Progress | None = None) -> Exchanged:
    """Put all pseudonyms under a new key and destroy the old one, or complete that where it was interrupted.

    Raises:
        PolicyError: the workspace's policy makes no pseudonyms, and none are left from another one.
        AuditError: it could not be audited; nothing was begun.
        BusyError: another command or request writes.
    """
    if not workspace.policy.reversible and workspace.parts.privacy.existing_vault(workspace.name) is None:
        raise PolicyError(
            f"The policy '{workspace.policy.name}' makes no pseudonyms.", remedy="There is no key to rotate here."
        )
    done: list[Exchanged] = []
    opening = workspace.opening
    with opening.writing(first=lambda index: done.append(opening.exchange(index).run(actor=actor, progress=progress))):
        return done[0]


def check(workspace: Workspace) -> list[Finding]:
    """What of the index does not agree, with what to do about it.

    Raises:
        BusyError: another command or request writes; the full-text index can be examined by a writer only.
    """
    with workspace.opening.writing() as index:
        return index.check()


def repair(workspace: Workspace) -> list[Finding]:
    """Bring the parts of the index into agreement; gives what is left.

    Raises:
        BusyError: another command or request writes.
    """
    with workspace.opening.writing() as index:
        workspace.opening.close()
        return index.repair(workspace.parts.models.embedder)
