"""Files become documents: one format, one file, one function `load(path, name) -> Document`."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from ingest.document import Document
from ingest.loaders.signatures import check_signature, refuse_pictures
from policies.errors import LoadError


class Loader(Protocol):
    """Reads one file of one format."""

    def __call__(self, path: Path, name: str) -> Document:
        """The file as a document; `name` is what the document is called.

        Raises:
            LoadError: the file can't be read; the message names it and says what to do.
        """
        ...


# Module names, not functions: a loader's library is imported when the first file of its format comes.
LOADERS: Final[Mapping[str, str]] = {
    ".txt": "ingest.loaders.txt",
    ".text": "ingest.loaders.txt",
    ".md": "ingest.loaders.markdown",
    ".markdown": "ingest.loaders.markdown",
    ".html": "ingest.loaders.html",
    ".htm": "ingest.loaders.html",
    ".pdf": "ingest.loaders.pdf",
    ".docx": "ingest.loaders.docx",
    ".csv": "ingest.loaders.csv",
    ".tsv": "ingest.loaders.csv",
}
LOADERS_VERSION: Final = "5"
"""Decides with a file's bytes whether it must be read again: changed whenever the same file would read otherwise."""
MAX_BYTES: Final = 200 * 2**20


def load(path: Path, name: str) -> Document:
    """Read a file by its suffix.

    Raises:
        LoadError: unknown suffix, a picture, empty, too large, unreadable, encrypted, corrupt, of another format than
            its suffix says, or without text.
    """
    try:
        size = regular_size(path, name)
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise LoadError(
            f"{name} can't be read: {error.strerror}.", remedy="Check that it exists and that you may read it."
        ) from None
    refuse_pictures(head, name)
    module = LOADERS.get(path.suffix.lower())
    if module is None:
        raise LoadError(
            f"{name}: files of type {path.suffix or '(none)'} are not supported.",
            remedy=f"Supported are {', '.join(sorted(LOADERS))}; save it as one of these, or leave it out.",
        )
    if not size:
        raise LoadError(f"{name} is empty.", remedy="Check that it is the right file, or leave it out.")
    if size > MAX_BYTES:
        raise LoadError(
            f"{name} has {size / 2**20:.0f} MiB; at most {MAX_BYTES // 2**20} MiB are read.",
            remedy="Split it into smaller files.",
        )
    check_signature(head, path.suffix.lower(), name)
    return cast(Loader, import_module(module).load)(path, name)


def regular_size(path: Path, name: str) -> int:
    """The size of a file in bytes, asked before it is opened: a pipe or a device may never end.

    Raises:
        LoadError: it is no file of the ordinary kind, or its name is no text.
        OSError: it can't be reached.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        raise LoadError(
            f"{name!a}: the name of this file is not valid UTF-8.", remedy="Give it a name of ordinary letters."
        ) from None
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise LoadError(
            f"{name} is a folder, pipe, socket or device, not a file.",
            remedy="Leave it out, or copy what it holds into a file.",
        )
    return found.st_size
