"""Erases a whole workspace: its folder is taken away in one step, then overwritten and removed.

A kill before that step leaves a workspace that the next opening empties (`assistant.erasures.erasing`), one after it a
folder that nothing opens any more and that the next command destroys.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from assistant.erasures.erasure import Outcome
from assistant.wiring import Wiring
from assistant.workspace import Workspace
from ingest.vector_folder import destroy
from policies.errors import StorageError
from policies.folder_sync import sync_folder

_PREFIX = ".erased-"


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
    wiring.members.forget(workspace.name)
    away = workspace.folder.with_name(f"{_PREFIX}{announced.entry.id}")
    try:
        os.rename(workspace.folder, away)
        sync_folder(away.parent)
    except OSError as error:
        raise StorageError(
            f"The folder of workspace '{workspace.name}' is in use ({error.strerror}).",
            remedy="Stop the server and run the command again; the workspace is emptied when it is next opened.",
        ) from error
    destroy_erased(away.parent)
    return eraser.certify(announced)


def destroy_erased(folder: Path) -> None:
    """Destroy what erased workspaces left below a folder."""
    for path in sorted(folder.glob(f"{_PREFIX}*")):
        try:
            destroy(path)
        except FileNotFoundError:  # another command does the same
            shutil.rmtree(path, ignore_errors=True)
