"""Where documents come from: files and folders that a person names, and uploads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

# What operating systems and office programs leave in folders; nobody means it when they name the folder.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
_LITTER_PREFIX = "~$"


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """A file to ingest.

    `name` is what the document is called (before redaction), `origin` what identifies it from run to run, `shown` the
    path as the person gave it, for messages to that person.
    """

    path: Path
    name: str
    origin: str
    shown: str

    @classmethod
    def upload(cls, name: str, path: Path) -> Self:
        """Name an uploaded file, for the time being at `path`: a second upload of that name replaces the first."""
        return cls(path=path, name=name, origin=f"upload:{name}", shown=name)

    def __repr__(self) -> str:
        return "<source>"


def find_sources(paths: Iterable[Path | Source]) -> list[Source]:
    """List the files of these files and folders, each once, folders in order of names.

    Hidden files are passed over, and folders behind links too, which could lead round in circles. What does not exist
    is listed as well, so that reading it says so.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in _expanded(path):
            found.setdefault(source.origin, source)
    return list(found.values())


def _expanded(path: Path | Source) -> Iterator[Source]:
    if isinstance(path, Source):
        yield path
    elif path.is_dir():
        for file in _walk(path):
            yield _source(file, file.relative_to(path).as_posix())
    else:
        yield _source(path, path.name)


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _passed_over(name))
        yield from (Path(root, name) for name in sorted(files) if not _passed_over(name))


def _passed_over(name: str) -> bool:
    return name.startswith((".", _LITTER_PREFIX)) or name.casefold() in _LITTER


def _source(path: Path, name: str) -> Source:
    return Source(path=path, name=name, origin=os.path.abspath(path), shown=str(path))
