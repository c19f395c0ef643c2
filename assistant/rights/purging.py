"""Deletes what was kept long enough: documents whose period is over, and names that only questions held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.rights.retaining import Retained, retained
from assistant.wiring import Wiring
from assistant.workspaces import changing
from assistant.workspaces.workspace import Workspace
from policies.errors import AssistantError


@dataclass(frozen=True, slots=True, repr=False)
class Purged:
    """What a purge did, or would do, in one workspace. `held`: due as well, but under legal hold.

    `asked`: how many values left the vault, or would, that questions named and no stored text does.
    """

    workspace: str
    due: tuple[Retained, ...] = ()
    held: tuple[Retained, ...] = ()
    deleted: int = 0
    asked: int = 0
    receipt: str | None = None
    clean: bool = True
    error: str = ""


def purge(wiring: Wiring, workspace: str | None, *, now: datetime, dry_run: bool, actor: str) -> list[Purged]:
    """Delete documents whose period ended by `now`, in one workspace or in each; `dry_run` deletes nothing.

    Raises:
        AccessError: there is no such workspace.
    """
    names = wiring.workspaces_and_vaults() if workspace is None else [wiring.known_workspace(workspace).name]
    return [_purged(wiring, name, now, dry_run, actor) for name in names]


def _purged(wiring: Wiring, name: str, now: datetime, dry_run: bool, actor: str) -> Purged:
    due: tuple[Retained, ...] = ()
    held: tuple[Retained, ...] = ()
    asked = 0
    try:
        opened = wiring.workspace(name)
        over = [each for each in retained(opened) if each.is_over(now)]
        due = tuple(each for each in over if each.hold is None)
        held = tuple(each for each in over if each.hold is not None)
        to_forget = _asked(wiring, opened)
        if dry_run:
            return Purged(name, due, held, asked=to_forget)
        if to_forget:
            with opened.erasing(actor=actor) as eraser:
                asked = eraser.forget_asked()
        if not due:
            return Purged(name, due, held, asked=asked)
        ids = [each.document.document_id for each in due]
        # A hold may have come in between.
        outcome = changing.delete(opened, ids, actor=actor, kind="retention", except_held=True)
        deleted = outcome.receipt["receipt"]["erased"]["documents_deleted"]
        return Purged(name, due, held, deleted, asked, str(outcome.path), outcome.clean)
    except AssistantError as error:
        return Purged(name, due, held, asked=asked, error=str(error))  # what was done before stays done


def _asked(wiring: Wiring, workspace: Workspace) -> int:
    """How many values the vault holds that questions named and no stored text does."""
    vault = wiring.privacy.existing_vault(workspace.name)
    asked = vault.asked() if vault else []
    return len(set(asked) - workspace.index.tokens()) if asked else 0
