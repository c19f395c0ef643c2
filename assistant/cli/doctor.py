"""Check keys, index, models, audit and disk; says how to repair what is wrong."""

from __future__ import annotations

import argparse

from assistant.cli.options import add_json
from assistant.cli.session import Session


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--repair", action="store_true", help="make each workspace's index agree with itself again")
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Examine, and repair first when asked to."""
    from assistant.doctor import examine, repair

    terminal = session.terminal
    with session.wiring() as wiring:
        if options.repair:
            repair(wiring)
        checks = examine(wiring)
    healthy = all(check.healthy for check in checks)
    if terminal.json_only:
        rows = [
            {"check": each.name, "healthy": each.healthy, "finding": each.finding, "remedy": each.remedy}
            for each in checks
        ]
        terminal.value({"healthy": healthy, "checks": rows})
        return 0 if healthy else 1
    for check in checks:
        terminal.say(
            f"{'ok ' if check.healthy else 'BAD'}  {check.name}: {check.finding}", "" if check.healthy else "red"
        )
        if check.remedy:
            terminal.say(f"     {check.remedy}", "yellow")
    if not healthy:
        terminal.note("Something is wrong; what to do stands with it above.")
    return 0 if healthy else 1
