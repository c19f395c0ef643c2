"""Show the audit trail, review emergencies in it, and verify that nobody changed it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from assistant.cli.options import add_json, positive
from assistant.cli.session import Session
from policies.errors import AuditError, ConfigError

if TYPE_CHECKING:
    from policies.audit import AuditEntry
    from policies.audit_events import Action

_EMERGENCIES: Final[tuple[Action, ...]] = ("break_glass", "break_glass_reviewed")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="show|review|verify", required=True)
    showing = actions.add_parser("show", help="the latest entries: who, what, which ids, how many; never content")
    showing.add_argument("--limit", type=positive, default=50, metavar="N", help="how many (default: 50)")
    showing.add_argument("--break-glass", action="store_true", help="all emergencies, with their reasons and reviews")
    reviewing = actions.add_parser("review", help="note that an emergency was reviewed, and what was found")
    reviewing.add_argument("entry", type=positive, metavar="N", help="its number, as `show --break-glass` tells it")
    reviewing.add_argument("--reason", required=True, metavar="TEXT", help="what the review found")
    verifying = actions.add_parser("verify", help="check the chain of hashes from the first entry to the last")
    for action in (showing, reviewing, verifying):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    if options.action == "show":
        return _show_emergencies(session) if options.break_glass else _show(options.limit, session)
    return _review(options.entry, options.reason, session) if options.action == "review" else _verify(session)


def _show(limit: int, session: Session) -> int:
    from assistant.json import entry_to_json

    terminal = session.terminal
    with session.wiring() as wiring:
        entries = wiring.audit.entries(limit)
        unreviewed = _unreviewed(wiring.audit.entries_of(*_EMERGENCIES))
    if terminal.json_only:
        terminal.value({"entries": [entry_to_json(entry) for entry in entries], "unreviewed": unreviewed})
        return 0
    for entry in entries:
        terminal.say(_line(entry))
    if unreviewed:
        terminal.warn(
            f"{len(unreviewed)} break-glass reading(s) wait for a review: `assistant audit show --break-glass`."
        )
    return 0


def _show_emergencies(session: Session) -> int:
    from assistant.json import entry_to_json

    terminal = session.terminal
    with session.wiring() as wiring:
        entries = wiring.audit.entries_of(*_EMERGENCIES)
    unreviewed = _unreviewed(entries)
    if terminal.json_only:
        terminal.value({"entries": [entry_to_json(entry) for entry in entries], "unreviewed": unreviewed})
        return 0
    for entry in entries:
        mark = "TO REVIEW" if entry.seq in unreviewed else ""
        terminal.say(f"{_line(entry)}  {mark}", "bold yellow" if mark else "")
        terminal.say(f"        {entry.event.reason}")
    if not entries:
        terminal.say("Nobody broke the glass.", "green")
    return 0


def _review(seq: int, reason: str, session: Session) -> int:
    from policies.audit_events import AuditEvent

    terminal = session.terminal
    if not reason.strip():
        raise ConfigError("A review needs a reason.", remedy="Say with --reason what it found.")
    with session.wiring() as wiring:
        entries = wiring.audit.entries_of(*_EMERGENCIES)
        if seq not in _unreviewed(entries):
            raise ConfigError(
                f"Entry {seq} is no break-glass reading that waits for a review.",
                remedy="See `assistant audit show --break-glass`.",
            )
        workspace = next(entry.event.workspace for entry in entries if entry.seq == seq)
        wiring.audit.record(AuditEvent.break_glass_reviewed(session.actor, workspace, seq, reason))
    if terminal.json_only:
        terminal.value({"reviewed": seq})
    else:
        terminal.say(f"Entry {seq} is reviewed.", "green")
    return 0


def _unreviewed(entries: Sequence[AuditEntry]) -> list[int]:
    """Numbers of the break-glass readings that nobody has reviewed."""
    reviewed = {entry.event.counts["entry"] for entry in entries if entry.event.action == "break_glass_reviewed"}
    return [entry.seq for entry in entries if entry.event.action == "break_glass" and entry.seq not in reviewed]


def _line(entry: AuditEntry) -> str:
    event = entry.event
    counts = "  ".join(f"{name}={count}" for name, count in event.counts.items())
    return f"{entry.seq:>6}  {entry.time}  {event.actor}  {event.workspace}  {event.action}  {counts}"


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
