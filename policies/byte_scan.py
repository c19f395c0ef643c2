"""Looks for bytes in every file of a folder: whether something that was erased is left anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policies.errors import StorageError

SHORTEST: Final = 5
"""Bytes of the shortest needle: shorter ones stand in encrypted and compressed files by chance."""

_BLOCK_BYTES: Final = 1 << 22


@dataclass(frozen=True, slots=True)
class Scan:
    """What was looked through. `remains`: paths, relative to the folder, of files that hold a needle."""

    files: int
    bytes: int
    needles: int
    remains: tuple[str, ...]


def encodings_of(values: Iterable[str]) -> set[bytes]:
    """Values as files may hold them: UTF-8 and UTF-16, ASCII letters small."""
    found = {value.encode(encoding).lower() for value in values for encoding in ("utf-8", "utf-16-le")}
    return {needle for needle in found if len(needle.replace(b"\0", b"")) >= SHORTEST}


def scan(folder: Path, texts: Iterable[str], raw: Iterable[bytes] = (), *, passed_over: Iterable[str] = ()) -> Scan:
    """Scan every file below a folder but those below `passed_over` (names of folders in it).

    `texts` are looked for without regard to the case of ASCII letters, `raw` bytes as they are.

    Raises:
        StorageError: a file can't be read; then nothing is proved.
    """
    words, exact = encodings_of(texts), {needle for needle in raw if len(needle) >= SHORTEST}
    skipped = {folder / name for name in passed_over}
    files = size = 0
    remains = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or skipped & set(path.parents):
            continue
        files += 1
        found = False
        for block, new in _blocks(path, max(map(len, words | exact), default=1)):
            size += new
            small = block.lower()
            found = found or any(needle in small for needle in words) or any(needle in block for needle in exact)
        if found:
            remains.append(path.relative_to(folder).as_posix())
    return Scan(files, size, len(words) + len(exact), tuple(remains))


def _blocks(path: Path, overlap: int) -> Iterator[tuple[bytes, int]]:
    """Blocks of a file, each beginning with the end of the one before, and how many of its bytes are new."""
    try:
        with path.open("rb") as file:
            kept = b""
            while new := file.read(_BLOCK_BYTES):
                yield kept + new, len(new)
                kept = (kept + new)[-overlap:]
    except FileNotFoundError:
        return  # a journal that was there when the folder was listed
    except OSError as error:
        raise StorageError(
            f"{path.name} can't be read, so the scan for traces is not complete ({error.strerror}).",
            remedy="Make the data folder readable for the assistant and run the command again.",
        ) from error
