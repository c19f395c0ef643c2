"""Export who saw what in a window of time, for an authority (GDPR Art. 33)."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path

from assistant.cli.options import add_json
from assistant.cli.session import Session


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="export", required=True)
    exporting = actions.add_parser(
        "export",
        help="the audit trail of a window of time, checked and counted, without content",
        description="Export who saw what between two moments: actors, actions, ids of documents and passages, "
        "pseudonyms read behind, and whether the audit trail is intact. Holds no content.",
    )
    exporting.add_argument(
        "--from", dest="start", type=_start, required=True, metavar="T", help="ISO 8601, UTC unless it has an offset"
    )
    exporting.add_argument(
        "--to", dest="end", type=_end, required=True, metavar="T", help="not included; a date alone means its whole day"
    )
    exporting.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write incident.json, .md and .html there (default: Markdown here)"
    )
    exporting.add_argument(
        "--reasons", action="store_true", help="with the reasons that people gave, which may name somebody"
    )
    add_json(exporting)


def run(options: argparse.Namespace, session: Session) -> int:
    """Export; that somebody did is itself audited, first."""
    from assistant import installation
    from assistant.private_files import write_private
    from assistant.reports.incident import form, incident_to_json, investigate, window
    from assistant.reports.layout import to_html, to_markdown

    chosen, out, terminal = window(options.start, options.end), options.out, session.terminal
    with session.wiring() as wiring:
        session.require("audit", wiring)
        incident = investigate(wiring, chosen)
        installation.record_export(
            wiring,
            actor=session.actor,
            what="incident",
            start=chosen.start.isoformat(),
            end=chosen.end.isoformat(),
            entries=len(incident.entries),
        )
    shape, report = incident_to_json(incident, reasons=options.reasons), form(incident)
    if out is not None:
        write_private(out / "incident.json", json.dumps(shape, ensure_ascii=False, indent=1) + "\n")
        write_private(out / "incident.md", to_markdown(report))
        write_private(out / "incident.html", to_html(report))
    if not incident.verification.intact:
        terminal.warn(
            f"The audit trail is broken at entry {incident.verification.broken}: {incident.verification.problem}. "
            "The export says so; keep audit.db as evidence."
        )
    if terminal.json_only:
        terminal.value({**shape, "folder": str(out) if out else None})
    elif out is not None:
        terminal.say(f"{len(incident.entries)} entries were exported to {out}.", "green")
    else:
        terminal.say(to_markdown(report).rstrip("\n"))
    return 0


def _start(raw: str) -> datetime:
    return _moment(raw, end=False)


def _end(raw: str) -> datetime:
    return _moment(raw, end=True)


def _moment(raw: str, *, end: bool) -> datetime:
    from assistant.reports.incident import moment

    try:
        return moment(raw, end=end)
    except ValueError:
        raise argparse.ArgumentTypeError("expected a date or time such as 2026-03-01 or 2026-03-01T14:30") from None
