"""Erases a whole workspace: its folder is taken away in one step, then overwritten and removed.

A kill before that step leaves a workspace that the next opening empties (`assistant.erasures.erasing`), one after it a
folder that nothing opens any more and that the next command destroys.
"""

from __future__ import annotations

from assistant.erasures.destroyed import destroy_erased, take_away
from assistant.erasures.erasure import Outcome
from assistant.wiring import Wiring
from assistant.workspaces.workspace import Workspace
from policies.errors import StorageError


def erase_workspace(wiring: Wiring, workspace: Workspace, *, actor: str) -> Outcome:
    """Destroy a workspace with its documents, vectors and pseudonyms.

    Raises:
        BusyError: another command or request writes.
        HoldError: a document is under legal hold; nothing is erased.
        StorageError: the folder can't be taken away (a running server on Windows holds its files).
    """
    with workspace.erasing(actor=actor) as eraser:
        announced = eraser.announce_workspace()
    wiring.forget_workspace(workspace.name)
    wiring.access.members.forget(workspace.name)
    try:
        take_away(workspace.folder, announced.entry.id)
    except OSError as error:
        raise StorageError(
            f"The folder of workspace '{workspace.name}' is in use ({error.strerror}).",
            remedy="Stop the server and run the command again; the workspace is emptied when it is next opened.",
        ) from error
    destroy_erased(workspace.folder.parent)
    return eraser.certify(announced)
