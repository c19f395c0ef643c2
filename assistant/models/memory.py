"""This machine's memory, and how much of it this process holds; all in bytes, None where the system doesn't tell."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

_GROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Memory:
    """`total` is what the machine, or the container, has; `free` is what can be had now without swapping."""

    total: int | None
    free: int | None


def memory() -> Memory:
    """The memory that models may use: a container's limit counts, where it is lower."""
    if sys.platform == "win32":
        return _windows()
    lines = _kilobytes("/proc/meminfo")
    total, free = lines.get("MemTotal"), lines.get("MemAvailable")
    if total is None and hasattr(os, "sysconf"):  # macOS tells the whole, not what is free
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit, used = _number(_GROUP / "memory.max"), _number(_GROUP / "memory.current")
    if limit is not None:
        total = limit if total is None else min(total, limit)
        left = max(0, limit - (used or 0))
        free = left if free is None else min(free, left)
    return Memory(total, free)


def resident() -> int | None:
    """What this process holds in memory now, mapped files included."""
    return _kilobytes("/proc/self/status").get("VmRSS")


def _kilobytes(path: str) -> dict[str, int]:
    """Lines such as `MemTotal:  16 kB`, in bytes; empty where there is no such file."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return {}
    split = (line.partition(":") for line in lines)
    return {name: int(rest.split()[0]) * 1024 for name, _, rest in split if rest.rstrip().endswith(" kB")}


def _number(path: Path) -> int | None:
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdecimal() else None  # "max": no limit


def _windows() -> Memory:
    import ctypes

    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            ("total", ctypes.c_uint64),
            ("free", ctypes.c_uint64),
            ("rest", ctypes.c_uint64 * 5),
        )

    status = Status(length=ctypes.sizeof(Status))
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined,unused-ignore]
        return Memory(None, None)
    return Memory(status.total, status.free)
