"""One change that makes a text readable."""

from __future__ import annotations

from typing import NamedTuple


class Rewrite(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text are read as `plain`, which may be empty."""

    start: int
    end: int
    plain: str
