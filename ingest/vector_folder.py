"""Generations of a vector store on disk: a fresh folder is built, swapped in, and the old one destroyed.

    vectors/CURRENT        the name of the generation in use, replaced atomically
    vectors/g-4f1c.../     one generation

A generation that CURRENT does not name is a rebuild that did not finish or an old one not yet destroyed; both
go at the next opening for writing. A kill at any point therefore leaves one whole generation in use.
"""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from policies.folder_sync import sync_folder

_POINTER = "CURRENT"
_PREFIX = "g-"
_BLOCK = bytes(1 << 20)


def current(folder: Path) -> Path | None:
    """The generation in use, None before the first."""
    try:
        name = (folder / _POINTER).read_text("ascii").strip()
    except FileNotFoundError:
        return None
    path = folder / name
    return path if name.startswith(_PREFIX) and path.is_dir() else None


def fresh(folder: Path) -> Path:
    """Make an empty generation, not yet in use."""
    path = folder / (_PREFIX + secrets.token_hex(8))
    path.mkdir(mode=0o700, parents=True)
    return path


def switch(folder: Path, generation: Path) -> None:
    """Put a generation in use: durable once this returns, the old one in use until then."""
    for path in generation.rglob("*"):
        if path.is_file():
            _sync(path)
    pointer = folder / (_POINTER + ".new")
    pointer.write_text(generation.name, "ascii")
    _sync(pointer)
    os.replace(pointer, folder / _POINTER)
    sync_folder(folder)


def destroy_unused(folder: Path) -> int:
    """Destroy every generation that is not in use; gives their number. The caller holds the writer's lock."""
    used = current(folder)
    unused = [path for path in folder.glob(_PREFIX + "*") if path != used]
    for path in unused:
        destroy(path)
    return len(unused)


def destroy(folder: Path) -> None:
    """Overwrite each file of a folder, then remove it.

    Overwriting reaches the old blocks on a plain disk. A solid-state disk or a copy-on-write file system may
    keep them until it reuses them; there only an encrypted disk helps.
    """
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            _overwrite(path)
    shutil.rmtree(folder)


def _overwrite(path: Path) -> None:
    with path.open("r+b", buffering=0) as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(_BLOCK[: min(left, len(_BLOCK))])
        os.fsync(file.fileno())
        file.truncate(0)


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
