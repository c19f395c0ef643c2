"""Show the audit trail, and verify that nobody changed it."""

from __future__ import annotations

import argparse

from assistant.cli.options import add_json, positive
from assistant.cli.session import Session
from policies.errors import AuditError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="show|verify", required=True)
    showing = actions.add_parser("show", help="the latest entries: who, what, which ids, how many; never content")
    showing.add_argument("--limit", type=positive, default=50, metavar="N", help="how many (default: 50)")
    verifying = actions.add_parser("verify", help="check the chain of hashes from the first entry to the last")
    add_json(showing)
    add_json(verifying)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    return _show(options.limit, session) if options.action == "show" else _verify(session)


def _show(limit: int, session: Session) -> int:
    from assistant.json import entry_to_json

    terminal = session.terminal
    with session.wiring() as wiring:
        entries = wiring.audit.entries(limit)
    if terminal.json_only:
        terminal.value({"entries": [entry_to_json(entry) for entry in entries]})
        return 0
    for entry in entries:
        event = entry.event
        counts = "  ".join(f"{name}={count}" for name, count in event.counts.items())
        terminal.say(f"{entry.seq:>6}  {entry.time}  {event.actor}  {event.workspace}  {event.action}  {counts}")
    return 0


def _verify(session: Session) -> int:
    terminal = session.terminal
    with session.wiring() as wiring:
        verification = wiring.audit.verify()
    intact = verification.intact
    if terminal.json_only:
        terminal.value(
            {
                "intact": intact,
                "entries": verification.entries,
                "broken": verification.broken,
                "problem": verification.problem,
            }
        )
        return 0 if intact else 1
    if not intact:
        raise AuditError(
            f"The audit trail is broken at entry {verification.broken}: {verification.problem}.",
            remedy="Keep the file as evidence, find out who could write to it, and restore it from a backup.",
        )
    terminal.say(f"The audit trail is intact: {verification.entries} entries.", "bold green")
    return 0
