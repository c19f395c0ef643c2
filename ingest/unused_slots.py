"""Blanks what Chroma's index files hold beyond their vectors.

Chroma writes an index that is still empty with room for its first hundred vectors, and that room as it was in memory:
whatever this process had freed there before, SQL and paths among it, would lie on the disk in clear. Nothing reads it.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from policies.errors import StorageError

_HEADER = struct.Struct("<iQQQQ")
"""Head of `header.bin`, packed: version, offset of the neighbours, slots allocated, slots used, bytes a slot."""

_VERSION = 1
_LENGTH_BYTES = 4
"""Of a slot in `length.bin`, a float: set aside for as many slots as the vectors, and left as it was in memory too."""


def blank_unused_slots(generation: Path) -> None:
    """Overwrite with zeros, in every index below a folder, the slots that hold no vector.

    The client that wrote them must be closed: Chroma writes these files in a thread of its own.

    Raises:
        StorageError: an index has another layout than this one, which Chroma's next version may bring.
    """
    for header in sorted(generation.rglob("header.bin")):
        content = header.read_bytes()
        if len(content) < _HEADER.size:
            continue  # cut short by a kill: Chroma says so when it opens the index
        version, _, _, used, size = _HEADER.unpack_from(content)
        if version != _VERSION:
            raise StorageError(
                f"The index of the vector store has layout {version}, which this version does not know.",
                remedy="Install the chromadb that `constraints.txt` names.",
            )
        for name, kept in (("data_level0.bin", used * size), ("length.bin", used * _LENGTH_BYTES)):
            if (path := header.with_name(name)).exists():  # a kill may have come before it
                _blank(path, kept)


def _blank(path: Path, start: int) -> None:
    with path.open("r+b", buffering=0) as file:
        length = os.fstat(file.fileno()).st_size
        if start >= length:
            return
        file.seek(start)
        rest = file.read(length - start)
        if any(rest):
            file.seek(start)
            file.write(bytes(len(rest)))
            os.fsync(file.fileno())
