"""Data sets are files with one JSON value a line, mostly objects."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def read_rows(path: Path) -> list[Any]:
    """The values of a file, empty lines left out. Only a line feed ends a line: texts may hold other separators."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_rows(path: Path, rows: Iterable[object]) -> None:
    """Write values a line each, so that the file is whole or not there, also after a kill."""
    part = path.with_suffix(".part")
    part.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    part.replace(path)
