"""What a setting's value may be: each check returns the value or raises `ValueError` with what it expected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any


def integer(low: int, high: int) -> Callable[[Any], int]:
    """Whole numbers from `low` to `high`."""

    def parse(raw: Any) -> int:
        expected = f"a whole number from {low} to {high}"
        try:
            value = int(raw if not isinstance(raw, bool | float) else "")
        except ValueError:
            raise ValueError(expected) from None
        if not low <= value <= high:
            raise ValueError(expected)
        return value

    return parse


def share(raw: Any) -> float | None:
    """None, or a number from 0 to 1."""
    if raw in (None, ""):
        return None
    try:
        value = float(raw)
    except (ValueError, TypeError):
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise ValueError("a number from 0 to 1")
    return value


def text(raw: Any) -> str:
    """Any text without NUL."""
    if not isinstance(raw, str | Path) or "\0" in str(raw):
        raise ValueError("text")
    return str(raw)


def choice(*names: str) -> Callable[[Any], str]:
    """One of the names."""

    def parse(raw: Any) -> str:
        if raw not in names:
            raise ValueError("one of " + ", ".join(names))
        return str(raw)

    return parse


def workspace(raw: Any) -> str:
    """A workspace's name."""
    if not isinstance(raw, str) or not is_workspace_name(raw):
        raise ValueError("a name of 1 to 64 letters, digits, '-' and '_'")
    return raw


def is_workspace_name(name: str) -> bool:
    """Whether a name may be a workspace's: it becomes a folder, so no dots, slashes or spaces."""
    return 0 < len(name) <= 64 and name.isascii() and name.replace("-", "").replace("_", "").isalnum()


def hosts(raw: Any) -> tuple[str, ...]:
    """Hosts or addresses, as a list or separated by commas."""
    if isinstance(raw, str):
        raw = raw.replace(",", " ").split()
    if not isinstance(raw, list | tuple) or not all(isinstance(host, str) and host for host in raw):
        raise ValueError("hosts or addresses, separated by commas")
    return tuple(raw)


def folders(raw: Any) -> tuple[tuple[str, str], ...]:
    """Folders by name, as a mapping or the same as JSON: ((name, absolute path), ...)."""
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            raw = None
    if not isinstance(raw, dict) or not all(_is_folder(name, path) for name, path in raw.items()):
        raise ValueError("`name: /absolute/folder`, one a line; 'auto' and 'reader' can't be names")
    return tuple(raw.items())


def _is_folder(name: Any, path: Any) -> bool:
    if not isinstance(name, str) or not isinstance(path, str) or name in ("auto", "reader"):
        return False
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", name) is not None and Path(path).is_absolute()


def boolean(raw: Any) -> bool:
    """Yes or no, as YAML or as a word."""
    if isinstance(raw, bool):
        return raw
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if not isinstance(raw, str) or raw.lower() not in words:
        raise ValueError("true or false")
    return words[raw.lower()]


def pairs(raw: Any) -> tuple[tuple[str, str], ...]:
    """Names and what they stand for, in order: a mapping, or `a=b, c=d`."""
    if isinstance(raw, str):
        parts = [part.strip() for part in raw.split(",") if part.strip()]
        raw = dict(part.rpartition("=")[::2] for part in parts)
    if not isinstance(raw, dict) or not all(isinstance(each, str) and each for pair in raw.items() for each in pair):
        raise ValueError("names and what they stand for, as a mapping or as a=b, c=d")
    return tuple(raw.items())
