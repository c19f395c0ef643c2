"""An exclusive lock on a file, between processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(descriptor: int) -> Iterator[None]:
    """Hold the lock, waiting for it; the operating system drops it when the process dies or the file is closed."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield  # Closing the descriptor unlocks.


@contextmanager
def locked_file(path: Path) -> Iterator[int]:
    """Open a file under the lock, for reading and writing; it and its folder are made with modes 0600 and 0700.

    Raises:
        OSError: that can't be done.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with locked(descriptor):
            yield descriptor
    finally:
        os.close(descriptor)
