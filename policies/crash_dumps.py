"""No crash dump holds what was in memory: names before they were redacted, and keys."""

from __future__ import annotations

import sys

_NO_DIALOG = 0x0001 | 0x0002
"""SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX: Windows writes no minidump and reports nothing to its maker."""


def forbid_crash_dumps() -> None:
    """Keep this process and those that it starts from leaving their memory on the disk when they crash."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(_NO_DIALOG)
        return
    import resource

    # core(5): where dumps are piped to a program, Linux asks it to take them whatever the limit is, unless that is 1;
    # as the size of a file, 1 is too small for any dump.
    limit = 1 if sys.platform == "linux" else 0
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
