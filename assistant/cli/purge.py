"""Delete documents whose retention is over, unless they are under legal hold; fit for cron.

Names that questions held and no document does leave the vault too.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from assistant.cli.options import add_json, add_workspace
from assistant.cli.session import Session
from assistant.counting import counted


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--dry-run", action="store_true", help="say what would be deleted, and delete nothing")
    add_workspace(parser, otherwise="each of them")
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Purge each workspace; one that fails doesn't stop the others, and makes the exit code 1."""
    from assistant.rights.purging import purge
    from assistant.rights.shapes import retained_to_json

    terminal = session.terminal
    now = datetime.now(UTC)
    with session.wiring() as wiring:
        purged = purge(wiring, options.workspace, now=now, dry_run=options.dry_run, actor=session.actor)
    failed = any(each.error or not each.clean for each in purged)
    if terminal.json_only:
        rows = [
            {
                "workspace": each.workspace,
                "due": [retained_to_json(document) for document in each.due],
                "held": [retained_to_json(document) for document in each.held],
                "deleted": each.deleted,
                "asked": each.asked,
                "receipt_file": each.receipt,
                "clean": each.clean,
                "error": each.error or None,
            }
            for each in purged
        ]
        terminal.value(
            {"dry_run": options.dry_run, "now": now.isoformat(timespec="seconds"), "failed": failed, "workspaces": rows}
        )
    for each in purged:
        done = "would be deleted" if options.dry_run else "deleted"
        documents = counted(len(each.due) if options.dry_run else each.deleted, "document")
        terminal.say(f"Workspace '{each.workspace}': {documents} {done}, {len(each.held)} held", "bold")
        if each.asked:
            forgotten = "would be forgotten" if options.dry_run else "forgotten"
            terminal.say(f"  {counted(each.asked, 'value')} {forgotten} that only questions named")
        for document in each.due:
            ended = document.ends.date().isoformat() if document.ends else ""
            terminal.say(f"  {document.document.name.value}  kept {document.period} until {ended} ({document.ground})")
        if each.error:
            terminal.warn(f"Workspace '{each.workspace}': {each.error}")
    return 1 if failed else 0
