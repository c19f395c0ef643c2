"""Files that come in over HTTP: held in memory, never written to a disk before they are redacted."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from assistant.rest.errors import HttpError

_REMEDY = 'Send each file as a part named "files" of multipart/form-data.'


class _InMemory(MultiPartParser):
    """starlette's parser, which writes files beyond 1 MB to /tmp; 0 is "never". `edge.py` limits the body."""

    spool_max_size = 0


@dataclass(frozen=True, slots=True, repr=False)
class Upload:
    """A file as it came: the last part of its name, and its content."""

    name: str
    content: BinaryIO

    def __repr__(self) -> str:
        return "<upload>"


@asynccontextmanager
async def received(request: Request, *, most: int) -> AsyncIterator[tuple[list[Upload], dict[str, str]]]:
    """Read a multipart body: the files under "files", at most `most`, and the other fields. Forgotten at the end.

    Raises:
        HttpError: 422, no multipart body, or no file in it.
    """
    try:
        parser = _InMemory(request.headers, request.stream(), max_files=most, max_fields=16, max_part_size=4096)
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        # What the parser says of a body may quote it.
        raise HttpError(
            422,
            f"The body is no multipart form with at most {most} files.",
            remedy=_REMEDY,
            code="invalid",
        ) from error
    try:
        uploads = [
            Upload(_last_part(part.filename), part.file)
            for part in form.getlist("files")
            if isinstance(part, UploadFile) and part.filename
        ]
        if not uploads:
            raise HttpError(422, "There is no file.", remedy=_REMEDY, code="invalid")
        yield uploads, {name: value for name, value in form.multi_items() if isinstance(value, str)}
    finally:
        await form.close()


@contextmanager
def as_paths(uploads: Sequence[Upload]) -> Iterator[list[tuple[str, Path]]]:
    """Give uploads as (name, path), for loaders that open paths; gone at the end.

    On Linux the paths are links to anonymous memory: a crash, a core of the disk or a forgotten clean-up leaves
    nothing. Elsewhere they are files of mode 0600 in a private folder, overwritten before they are deleted.
    """
    folder = Path(tempfile.mkdtemp(prefix="assistant-upload-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        paths = []
        for number, upload in enumerate(uploads):
            path = folder / f"{number}{PurePosixPath(upload.name).suffix}"
            if sys.platform == "linux":
                _into_memory(upload.content, path, stack)
            else:
                _into_file(upload.content, path, stack)
            paths.append((upload.name, path))
        yield paths


def _into_memory(content: BinaryIO, path: Path, stack: ExitStack) -> None:
    if sys.platform == "linux":  # told to mypy, which checks for each platform
        descriptor = os.memfd_create("upload", os.MFD_CLOEXEC)
        memory = stack.enter_context(os.fdopen(descriptor, "wb"))
        shutil.copyfileobj(content, memory)
        memory.flush()
        path.symlink_to(f"/proc/{os.getpid()}/fd/{descriptor}")


def _into_file(content: BinaryIO, path: Path, stack: ExitStack) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)
    stack.callback(_overwrite, path)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())


def _last_part(name: str | None) -> str:
    """Name a file without its folders, Windows' too, without control characters."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[-200:] or "upload"
