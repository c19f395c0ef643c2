"""Asks before what can't be undone."""

from __future__ import annotations

import argparse
import sys

from assistant.cli.terminal import Terminal
from policies.errors import ConfigError


def add_yes(parser: argparse.ArgumentParser) -> None:
    """`--yes`."""
    parser.add_argument("--yes", action="store_true", help="don't ask; for scripts")


def confirm(terminal: Terminal, question: str, *, yes: bool, only_persons: bool = False) -> bool:
    """Whether to go on: `--yes` was given, or a person at the terminal says so.

    `only_persons`: a script, whom nobody can ask, goes on without `--yes`.

    Raises:
        ConfigError: there is nobody to ask.
    """
    if yes:
        return True
    if terminal.json_only or not sys.stdin.isatty():
        if only_persons:
            return True
        raise ConfigError("This can't be undone, and there is nobody to ask.", remedy="Give --yes to do it unasked.")
    terminal.note(f"{question} Type 'yes' to go on:")
    if sys.stdin.readline().strip().lower() == "yes":
        return True
    terminal.note("Nothing was done.")
    return False
