"""Files that only their owner may read: reports, review queues, what was measured."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from policies.errors import StorageError


def write_private(path: Path, content: str) -> None:
    """Write UTF-8 text under mode 0600, whole or not at all; what stood there is replaced.

    Raises:
        StorageError: the file can't be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600, and nobody else's
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except OSError:
            os.unlink(part)
            raise
    except OSError as error:
        raise StorageError(
            f"{path} can't be written ({error.strerror}).", remedy="Name a folder that is yours and has room."
        ) from error
