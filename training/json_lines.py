"""Data sets are files with one JSON value a line, mostly objects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_rows(path: Path) -> list[Any]:
    """The values of a file, empty lines left out. Only a line feed ends a line: texts may hold other separators."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
