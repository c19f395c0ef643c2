"""List workspaces, say how long their documents are kept, and delete one for good."""

from __future__ import annotations

import argparse

from assistant.cli.confirming import add_yes, confirm
from assistant.cli.options import add_json, workspace_name
from assistant.cli.session import Session


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="list|retain|delete", required=True)
    listing = actions.add_parser("list", help="names, policies, and how long documents are kept")
    retaining = actions.add_parser("retain", help="how long documents are kept that have no period of their own")
    deleting = actions.add_parser("delete", help="all of a workspace, with a scan and a signed receipt")
    for action in (retaining, deleting):
        action.add_argument("workspace", type=workspace_name, metavar="WORKSPACE", help="which workspace")
    retaining.add_argument("period", metavar="PERIOD", help="30d, 12w, 6m, 5y, forever, or 'policy' for the policy's")
    add_yes(deleting)
    for action in (listing, retaining, deleting):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    return {"list": _list, "retain": _retain, "delete": _delete}[options.action](options, session)


def _list(options: argparse.Namespace, session: Session) -> int:
    from assistant.retaining import workspace_period

    terminal = session.terminal
    with session.wiring() as wiring:
        rows = []
        for name in wiring.workspaces():
            workspace = wiring.workspace(name)
            period, ground = workspace_period(workspace)
            rows.append(
                {
                    "workspace": name,
                    "policy": workspace.policy.name,
                    "documents": len(workspace.documents()),
                    "retain": str(period),
                    "ground": ground,
                    "holds": len(workspace.index.duties.holds()),
                }
            )
    if terminal.json_only:
        terminal.value({"workspaces": rows})
        return 0
    for row in rows:
        terminal.say(f"{row['workspace']}  policy {row['policy']}, {row['documents']} documents, kept {row['retain']}")
    if not rows:
        terminal.say("No workspace yet. Next: assistant ingest FOLDER", "yellow")
    return 0


def _retain(options: argparse.Namespace, session: Session) -> int:
    from assistant.duties import retain
    from assistant.retaining import workspace_period
    from policies.retention import Period

    period = None if options.period == "policy" else Period.parse(options.period)
    with session.wiring() as wiring:
        workspace = wiring.known_workspace(options.workspace)
        retain(workspace, None, period, actor=session.actor)
        in_force, ground = workspace_period(workspace)
    if session.terminal.json_only:
        session.terminal.value({"workspace": options.workspace, "retain": str(in_force), "ground": ground})
    else:
        session.terminal.say(f"Documents of '{options.workspace}' are kept {in_force} ({ground}).", "green")
    return 0


def _delete(options: argparse.Namespace, session: Session) -> int:
    from assistant.cli.receipts import show_outcomes
    from assistant.workspace_erasure import erase_workspace

    terminal = session.terminal
    with session.wiring() as wiring:
        workspace = wiring.known_workspace(options.workspace)
        count = len(workspace.documents())
        question = f"Workspace '{workspace.name}' with {count} documents and all its pseudonyms will be destroyed."
        if not confirm(terminal, question, yes=options.yes):
            return 1
        outcome = erase_workspace(wiring, workspace, actor=session.actor)
        return show_outcomes([(workspace, outcome)], terminal)
