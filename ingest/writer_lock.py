"""One writer a workspace, and one rotation of keys an installation.

The operating system holds the lock, so it is gone when its holder is, kill -9 included.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from policies.errors import BusyError, StorageError

_ATTEMPTS = 5
_PAUSE_SECONDS = 0.05


class WriterLock:
    """The lock of a workspace (or of `what` else), held from the making of this object until `release`."""

    def __init__(self, path: Path, *, what: str = "The workspace") -> None:
        """Take the lock, at once but for the moment in which a reader may hold it, or not at all.

        Raises:
            BusyError: another process, or another thread of this one, writes.
            StorageError: the lock's file can't be made.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(
                f"{path.name} can't be made in the workspace's folder: {error.strerror}.",
                remedy="Check that the data folder is yours and that the disk has room.",
            ) from error
        try:
            _take_soon(self._descriptor)
        except OSError as error:
            holder = os.read(self._descriptor, 20).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise BusyError(
                f"{what} is being written by another command (process {holder or 'unknown'}).",
                remedy="Wait until it has finished, then try again.",
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode("ascii"), 0)

    def release(self) -> None:
        """Let the next writer in. Releasing twice does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _take_soon(descriptor: int) -> None:
    """Take the lock; readers that tidy up (`ingest.chroma`) hold it for milliseconds and are waited for."""
    for _ in range(_ATTEMPTS):
        try:
            return _take(descriptor)
        except OSError:
            time.sleep(_PAUSE_SECONDS)
    _take(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # a byte far behind the pid, so that others can read it
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
