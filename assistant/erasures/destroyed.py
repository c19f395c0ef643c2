"""Folders of erased workspaces: taken away in one step, so that nothing opens them any more, then destroyed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ingest.vector_folder import destroy
from policies.folder_sync import sync_folder

_PREFIX = ".erased-"


def take_away(folder: Path, id: str) -> None:
    """Put a workspace's folder aside under the erasure's id: `destroy_erased` finds it there.

    Raises:
        OSError: it is in use, or the disk can't be written; it stays where it is.
    """
    away = folder.with_name(f"{_PREFIX}{id}")
    os.rename(folder, away)
    sync_folder(away.parent)


def destroy_erased(folder: Path) -> None:
    """Destroy what erased workspaces left below a folder."""
    for path in sorted(folder.glob(f"{_PREFIX}*")):
        try:
            destroy(path)
        except FileNotFoundError:  # another command does the same
            shutil.rmtree(path, ignore_errors=True)
