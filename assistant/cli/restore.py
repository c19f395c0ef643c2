"""Put the values behind pseudonyms back into a text: with a reason, limited and audited."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.cli.options import add_json, add_reason, add_workspace
from assistant.cli.session import Session
from policies.errors import LoadError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("source", nargs="?", default="-", metavar="FILE|-", help="a text, or '-' for stdin (default)")
    add_reason(parser, required=True)
    add_workspace(parser)
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Restore one text; the restored text alone stands on stdout."""
    from assistant.restoring import restore
    from policies.restoration import Request
    from policies.restoring import tokens_in

    text = _text(options.source)
    terminal = session.terminal
    request = Request(session.actor, session.role, options.reason, options.break_glass)
    with session.wiring() as wiring:
        restored = restore(text, request, wiring, options.workspace)
        workspace = wiring.workspace(options.workspace).name
    unknown = len(tokens_in(restored))
    if terminal.json_only:
        terminal.value({"workspace": workspace, "text": restored, "unknown": unknown})
        return 0
    terminal.text(restored)
    if unknown:
        terminal.note(f"{unknown} pseudonym(s) that workspace '{workspace}' does not hold were left as they are.")
    return 0


def _text(source: str) -> str:
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise LoadError(f"{source} can't be read ({error.strerror}).", remedy="Check the file's name.") from error
    except UnicodeDecodeError:
        # Not `from error`: it quotes the bytes.
        raise LoadError(f"{source} is no UTF-8 text.", remedy="Give a text file, or text on stdin.") from None
