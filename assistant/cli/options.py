"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

import argparse
import sys

from assistant.setting_checks import is_workspace_name


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help="one JSON value on stdout and nothing else")


def add_workspace(parser: argparse.ArgumentParser, *, otherwise: str = "'default'") -> None:
    """`--workspace`; `otherwise` is what a command takes without it."""
    parser.add_argument(
        "--workspace", "-w", type=workspace_name, metavar="W", help=f"which workspace (default: {otherwise})"
    )


def add_engine(parser: argparse.ArgumentParser) -> None:
    """`--engine`."""
    parser.add_argument("--engine", metavar="E", help="auto, reader, or a name that `models list` shows")


def add_policy(parser: argparse.ArgumentParser) -> None:
    """`--policy`."""
    parser.add_argument("--policy", "-p", metavar="NAME|FILE", help="gdpr, hipaa, open, or a policy file")


def add_reason(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """`--reason` and `--break-glass`."""
    parser.add_argument(
        "--reason",
        required=required,
        default="",
        metavar="TEXT",
        help="why you must see the values: a case number or a purpose, for the audit",
    )
    parser.add_argument(
        "--break-glass",
        action="store_true",
        help="in an emergency, whatever your role; a second entry in the audit asks for a review",
    )


def positive(raw: str) -> int:
    """Parse a whole number of at least 1."""
    if not raw.isdecimal() or int(raw) < 1:
        raise argparse.ArgumentTypeError("expected a whole number of at least 1")
    return int(raw)


def given_text(raw: str) -> str:
    """Return the text of an argument, or of stdin for `-`; what was no UTF-8 is replaced."""
    text = sys.stdin.read() if raw == "-" else raw
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def workspace_name(raw: str) -> str:
    """Return the argument when it can name a workspace."""
    if not is_workspace_name(raw):
        raise argparse.ArgumentTypeError("expected 1 to 64 letters, digits, '-' and '_'")
    return raw
