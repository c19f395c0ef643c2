"""Find passages; best first."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from assistant.cli.batch import report_failures, run_batch
from assistant.cli.options import add_json, add_workspace, given_text, positive
from assistant.cli.session import Session
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.answer import Passage


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("query", nargs="?", metavar="QUERY", help="what to look for; '-' reads it from stdin")
    what.add_argument("--batch", metavar="FILE", help='one {"id": ..., "query": ...} a line; \'-\' reads stdin')
    parser.add_argument("--k", "-k", type=positive, default=10, metavar="N", help="how many passages (default: 10)")
    add_workspace(parser)
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Search once, or a batch of times."""
    from assistant.shapes import hits_to_json

    terminal = session.terminal
    query = "" if options.batch else given_text(options.query)
    with session.wiring() as wiring:
        workspace = wiring.workspace(options.workspace)
        if options.batch:

            def found(raw: Any, identifier: object) -> dict[str, object]:
                return hits_to_json(*workspace.search(raw, options.k, actor=session.actor), identifier)

            return report_failures(run_batch(options.batch, "query", terminal, found), terminal)
        redacted, hits = workspace.search(query, options.k, actor=session.actor)
    if terminal.json_only:
        terminal.value(hits_to_json(redacted, hits))
    else:
        show(hits, terminal)
    return 0


def show(hits: list[Passage], terminal: Terminal) -> None:
    """Print the hits, numbered."""
    if not hits:
        terminal.say("No passage found. `assistant documents list` shows what there is to search.", "yellow")
    for number, hit in enumerate(hits, start=1):
        place = hit.document.value + (f", page {hit.page}" if hit.page is not None else "")
        section = f"  {hit.section.value}" if hit.section else ""
        terminal.say(f"[{number}] {place}{section}  ({hit.score:.3f})", "cyan")
        terminal.say("    " + " ".join(hit.text.value.split()))
