"""List, show and delete documents; say how long each is kept, and hold what a court may ask for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.confirming import add_yes, confirm
from assistant.cli.options import add_json, add_workspace
from assistant.cli.session import Session
from assistant.cli.terminal import one_line
from assistant.counting import counted

if TYPE_CHECKING:
    from assistant.workspaces.workspace import Workspace

_DOCUMENT = "id or name, as `list` shows it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(
        dest="action", metavar="list|show|delete|restrict|retain|hold|release", required=True
    )
    listing = actions.add_parser("list", help="all documents of a workspace")
    showing = actions.add_parser("show", help="a document's text, redacted as it is stored")
    deleting = actions.add_parser("delete", help="delete documents; no byte of them stays, and a receipt says so")
    retaining = actions.add_parser("retain", help="how long a document is kept, whatever the workspace's period is")
    holding = actions.add_parser("hold", help="put a document under legal hold: neither erased nor replaced")
    releasing = actions.add_parser("release", help="end a legal hold")
    restricting = actions.add_parser("restrict", help="say which members of the workspace see a document")
    whom = restricting.add_mutually_exclusive_group(required=True)
    whom.add_argument(
        "--to", nargs="+", default=[], metavar="L", help="labels, or names of members: any of them sees it"
    )
    whom.add_argument("--to-all", action="store_true", help="whoever sees the workspace sees it again")
    deleting.add_argument("documents", nargs="+", metavar="DOCUMENT", help=_DOCUMENT)
    add_yes(deleting)
    for action in (showing, restricting, retaining, holding, releasing):
        action.add_argument("document", metavar="DOCUMENT", help=_DOCUMENT)
    retaining.add_argument("period", metavar="PERIOD", help="30d, 12w, 6m, 5y, forever, or 'workspace' for its period")
    for action in (deleting, holding, releasing):
        action.add_argument("--reason", default="", metavar="TEXT", help="a case number or purpose, for the audit")
    for action in (listing, showing, deleting, restricting, retaining, holding, releasing):
        add_workspace(action)
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    with session.wiring() as wiring:
        if options.action in _DUTIES:
            from assistant.rights.requests import Requester, require_subjects

            require_subjects(wiring, Requester(session.actor, session.role))
        workspace = wiring.workspace(options.workspace)
        return _ACTIONS[options.action](options, session, workspace)


def _list(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.json import document_to_json
    from assistant.rights.shapes import hold_to_json
    from policies.roles import may, role_named

    terminal = session.terminal
    documents, restricted = workspace.documents(), workspace.index.labels.restrictions()
    holds, told = workspace.index.duties.holds(), may(role_named(session.role), "subject")
    if terminal.json_only:
        rows = [
            {
                **document_to_json(each),
                "restricted_to": list(restricted.get(each.document_id, ())),
                **hold_to_json(holds.get(each.document_id), told=told),
            }
            for each in documents
        ]
        terminal.value({"workspace": workspace.name, "documents": rows})
        return 0
    if not documents:
        terminal.say(f"Workspace '{workspace.name}' holds no documents. Next: assistant ingest FOLDER", "yellow")
    for document in documents:
        pages = f", {counted(document.pages, 'page')}" if document.pages else ""
        terminal.say(one_line(document.name.value), "bold cyan")
        labels = ", ".join(restricted.get(document.document_id, ()))
        shown_to = f"  restricted to {labels}" if labels else ""
        terminal.say(f"    {document.document_id}  {counted(document.chunks, 'passage')}{pages}{shown_to}", "dim")
        if hold := holds.get(document.document_id):
            why = f": {hold.reason}" if told else ""
            terminal.say(f"    under legal hold since {hold.since[:10]}{why}", "yellow")
    return 0


def _show(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.json import document_to_json

    document = workspace.find(options.document)
    text = workspace.text(document.document_id, actor=session.actor)
    if session.terminal.json_only:
        session.terminal.value({**document_to_json(document), "text": text.value})
    else:
        session.terminal.say(one_line(document.name.value), "bold cyan")
        session.terminal.say(text.value)
    return 0


def _delete(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.cli.receipts import show_outcome
    from assistant.workspaces.changing import delete

    terminal = session.terminal
    ids = [workspace.find(each).document_id for each in options.documents]
    # A script names each document that it deletes, and their sources lie elsewhere: only a person is asked.
    question = f"{counted(len(ids), 'document')} will be deleted, with no byte left."
    if not confirm(terminal, question, yes=options.yes, only_persons=True):
        return 1
    outcome = delete(workspace, ids, actor=session.actor, reason=options.reason)
    return show_outcome(outcome, terminal, deleted=ids)


def _restrict(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.membership import restrict_document

    document_id = workspace.find(options.document).document_id
    labels = restrict_document(workspace, document_id, options.to, actor=session.actor)
    if session.terminal.json_only:
        session.terminal.value({"document_id": document_id, "restricted_to": list(labels)})
    elif labels:
        session.terminal.say(f"Only {', '.join(labels)} may see it now.", "green")
    else:
        session.terminal.say("Whoever sees the workspace sees it again.", "green")
    return 0


def _retain(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.rights.duties import retain
    from policies.retention import Period

    period = None if options.period == "workspace" else Period.parse(options.period)
    document_id = workspace.find(options.document).document_id
    retain(workspace, document_id, period, actor=session.actor)
    return _tell_duties(session, workspace, document_id)


def _hold(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.rights.duties import hold

    document_id = workspace.find(options.document).document_id
    hold(workspace, document_id, reason=options.reason, actor=session.actor)
    return _tell_duties(session, workspace, document_id)


def _release(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.rights.duties import release

    document_id = workspace.find(options.document).document_id
    release(workspace, document_id, reason=options.reason, actor=session.actor)
    return _tell_duties(session, workspace, document_id)


def _tell_duties(session: Session, workspace: Workspace, document_id: str) -> int:
    from assistant.rights.retaining import retained
    from assistant.rights.shapes import retained_to_json

    terminal = session.terminal
    (found,) = [each for each in retained(workspace) if each.document.document_id == document_id]
    if terminal.json_only:
        terminal.value(retained_to_json(found))
        return 0
    until = f" until {found.ends.date().isoformat()}" if found.ends else ""
    terminal.say(f"{one_line(found.document.name.value)}: kept {found.period}{until} ({found.ground})", "bold")
    if found.hold is not None:
        terminal.say(f"  under legal hold: {found.hold}", "yellow")
    return 0


_DUTIES = ("retain", "hold", "release")

_ACTIONS = {
    "list": _list,
    "show": _show,
    "delete": _delete,
    "restrict": _restrict,
    "retain": _retain,
    "hold": _hold,
    "release": _release,
}
