"""Show the audit trail, review emergencies in it, verify that nobody changed it, acknowledge a restored copy."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from assistant.cli.options import add_json, positive
from assistant.cli.session import Session
from assistant.cli.terminal import Terminal
from policies.errors import AuditError, ConfigError

if TYPE_CHECKING:
    from assistant.wiring import Wiring
    from policies.audit import AuditEntry, AuditTrail
    from policies.audit_events import Action

_EMERGENCIES: Final[tuple[Action, ...]] = ("break_glass", "break_glass_reviewed")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="show|review|verify|acknowledge", required=True)
    showing = actions.add_parser("show", help="the latest entries: who, what, which ids, how many; never content")
    showing.add_argument("--limit", type=positive, default=50, metavar="N", help="how many (default: 50)")
    showing.add_argument("--break-glass", action="store_true", help="all emergencies, with their reasons and reviews")
    reviewing = actions.add_parser("review", help="note that an emergency was reviewed, and what was found")
    reviewing.add_argument("entry", type=positive, metavar="N", help="its number, as `show --break-glass` tells it")
    reviewing.add_argument("--reason", required=True, metavar="TEXT", help="what the review found")
    verifying = actions.add_parser("verify", help="check the chain of hashes from the first entry to the last")
    acknowledging = actions.add_parser(
        "acknowledge", help="let the trail go on after an older copy of it was restored; an entry says so"
    )
    acknowledging.add_argument("--reason", required=True, metavar="TEXT", help="who restored it, and why")
    for action in (showing, reviewing, verifying, acknowledging):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    with session.wiring() as wiring:
        session.require("acknowledge" if options.action == "acknowledge" else "audit", wiring)
        match options.action:
            case "show" if options.break_glass:
                return _show_emergencies(wiring.storage.audit, session.terminal)
            case "show":
                return _show(options.limit, wiring.storage.audit, session.terminal)
            case "review":
                return _review(options.entry, options.reason, wiring.storage.audit, session)
            case "acknowledge":
                return _acknowledge(options.reason, wiring, session)
            case _:
                return _verify(wiring.storage.audit, session.terminal)


def _show(limit: int, trail: AuditTrail, terminal: Terminal) -> int:
    from assistant.json import entry_to_json

    entries = trail.entries(limit)
    unreviewed = _unreviewed(trail.entries_of(*_EMERGENCIES))
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


def _show_emergencies(trail: AuditTrail, terminal: Terminal) -> int:
    from assistant.json import entry_to_json

    entries = trail.entries_of(*_EMERGENCIES)
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


def _review(seq: int, reason: str, trail: AuditTrail, session: Session) -> int:
    from policies.audit_events import AuditEvent

    if not reason.strip():
        raise ConfigError("A review needs a reason.", remedy="Say with --reason what it found.")
    entries = trail.entries_of(*_EMERGENCIES)
    if seq not in _unreviewed(entries):
        raise ConfigError(
            f"Entry {seq} is no break-glass reading that waits for a review.",
            remedy="See `assistant audit show --break-glass`.",
        )
    workspace = next(entry.event.workspace for entry in entries if entry.seq == seq)
    trail.record(AuditEvent.break_glass_reviewed(session.actor, workspace, seq, reason))
    if session.terminal.json_only:
        session.terminal.value({"reviewed": seq})
    else:
        session.terminal.say(f"Entry {seq} is reviewed.", "green")
    return 0


def _acknowledge(reason: str, wiring: Wiring, session: Session) -> int:
    from assistant.installation import acknowledge_restored_trail

    entry = acknowledge_restored_trail(wiring, reason, actor=session.actor)
    if session.terminal.json_only:
        session.terminal.value({"acknowledged": entry.seq, "found": entry.event.counts["found"]})
    else:
        session.terminal.say(f"Entry {entry.seq} says so, and the trail goes on from there.", "green")
        session.terminal.note("Keep the copy that was replaced, where there is one: what it tells more is not here.")
    return 0


def _unreviewed(entries: Sequence[AuditEntry]) -> list[int]:
    """Numbers of the break-glass readings that nobody has reviewed."""
    reviewed = {entry.event.counts["entry"] for entry in entries if entry.event.action == "break_glass_reviewed"}
    return [entry.seq for entry in entries if entry.event.action == "break_glass" and entry.seq not in reviewed]


def _line(entry: AuditEntry) -> str:
    event = entry.event
    counts = "  ".join(f"{name}={count}" for name, count in event.counts.items())
    return f"{entry.seq:>6}  {entry.time}  {event.actor}  {event.workspace}  {event.action}  {counts}"


def _verify(trail: AuditTrail, terminal: Terminal) -> int:
    verification = trail.verify()
    # What can't be read can't tell of copies.
    acknowledged = [entry.seq for entry in trail.entries_of("trail_acknowledged")] if verification.chain_holds else []
    if terminal.json_only:
        terminal.value(
            {
                "intact": verification.intact,
                "entries": verification.entries,
                "broken": verification.broken,
                "problem": verification.problem,
                "restored_copies_acknowledged_by": acknowledged,
            }
        )
        return 0 if verification.intact else 1
    if not verification.intact:
        where = "is whole, but" if verification.chain_holds else f"is broken at entry {verification.broken}:"
        raise AuditError(f"The audit trail {where} {verification.problem}.", remedy=verification.remedy)
    terminal.say(f"The audit trail is intact: {verification.entries} entries.", "bold green")
    for seq in acknowledged:
        terminal.say(f"  before entry {seq} an older copy had been restored: that entry tells of it", "yellow")
    return 0
