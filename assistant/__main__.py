"""`assistant`, as installed and as `python -m assistant`."""

from __future__ import annotations

import sys

from assistant.cli.program import run


def main() -> int:
    """Run the command line that this process was started with; returns its exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
