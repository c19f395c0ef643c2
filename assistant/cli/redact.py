"""Show a text or a document as a policy redacts it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.cli.options import add_json, add_workspace
from assistant.cli.session import Session
from ingest.document import Notice
from ingest.loaders import LOADERS, load
from policies.errors import LoadError

_PLAIN = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("source", nargs="?", default="-", metavar="FILE|-", help="a document, or '-' for text on stdin")
    parser.add_argument(
        "--policy", "-p", required=True, metavar="NAME|FILE", help="gdpr, hipaa, open, or a policy file"
    )
    add_workspace(parser)
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Redact one text; reversible policies take their pseudonyms from the workspace's vault."""
    from assistant import installation
    from assistant.json import redaction_to_json

    text, notices = _read(options.source)
    terminal = session.terminal
    with session.wiring() as wiring:
        redaction, foreign = installation.redact(
            wiring, text, policy=options.policy, workspace=options.workspace, actor=session.actor
        )
    notices = (*notices, *foreign)
    for notice in notices:
        terminal.warn(f"{options.source}: {notice}")
    if terminal.json_only:
        terminal.value(redaction_to_json(redaction, notices))
        return 0
    terminal.say(redaction.text.value.rstrip("\n"))
    found = ", ".join(f"{name} {count}" for name, count in sorted(redaction.counts().items())) or "nothing personal"
    terminal.note(f"policy '{redaction.policy}': {found}")
    return 0


def _read(source: str) -> tuple[str, tuple[Notice, ...]]:
    """A text, and what of its file was not read."""
    if source == "-":
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace"), ()
    path = Path(source)
    if path.suffix.lower() in _PLAIN or path.suffix.lower() not in LOADERS:
        return _decoded(path), ()
    document = load(path, path.name)
    return document.text, document.warnings


def _decoded(path: Path) -> str:
    """Read a plain text as it stands, so that offsets are those of the file."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise LoadError(f"{path} can't be read ({error.strerror}).", remedy="Check the file's name.") from error
    except UnicodeDecodeError as error:
        raise LoadError(
            f"{path} is no UTF-8 text, and its type is none that can be read.",
            remedy=f"Give a text, or one of: {', '.join(sorted(LOADERS))}.",
        ) from error
