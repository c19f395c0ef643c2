"""Checksums of files that are gigabytes long."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from policies.errors import ModelError

_BLOCK = 8 * 2**20

Progress = Callable[[int, int], None]


def copy_hashed(source: Path, target: Path, progress: Progress | None) -> str:
    """Copy to a new file, hashing what is written on the way; returns the sha256 in hex.

    `progress` is told the bytes copied, and all.

    Raises:
        ModelError: there is no room.
        OSError: one of them can't be read or written.
    """
    digest = hashlib.sha256()
    total = source.stat().st_size
    done = 0
    if shutil.disk_usage(target.parent).free < total:
        raise ModelError(
            f"There is no room for {source}: {total / 1e9:,.1f} GB.", remedy="Free some of the data folder's disk."
        )
    with source.open("rb") as reading, target.open("xb") as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            writing.write(block)
            done += len(block)
            if progress:
                progress(done, total)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hex.

    Raises:
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
