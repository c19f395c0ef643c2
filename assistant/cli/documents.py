"""List, show and delete documents."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.options import add_json, add_workspace
from assistant.cli.session import Session

if TYPE_CHECKING:
    from assistant.workspace import Workspace


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="list|show|delete", required=True)
    listing = actions.add_parser("list", help="all documents of a workspace")
    showing = actions.add_parser("show", help="a document's text, redacted as it is stored")
    deleting = actions.add_parser("delete", help="delete documents; no byte of them stays")
    showing.add_argument("document", metavar="DOCUMENT", help="id or name, as `list` shows it")
    deleting.add_argument("documents", nargs="+", metavar="DOCUMENT", help="id or name, as `list` shows it")
    for action in (listing, showing, deleting):
        add_workspace(action)
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    with session.wiring() as wiring:
        workspace = wiring.workspace(options.workspace)
        return {"list": _list, "show": _show, "delete": _delete}[options.action](options, session, workspace)


def _list(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.json import document_to_json

    terminal = session.terminal
    documents = workspace.documents()
    if terminal.json_only:
        terminal.value({"workspace": workspace.name, "documents": [document_to_json(each) for each in documents]})
        return 0
    if not documents:
        terminal.say(f"Workspace '{workspace.name}' holds no documents. Next: assistant ingest FOLDER", "yellow")
    for document in documents:
        pages = f", {document.pages} pages" if document.pages else ""
        terminal.say(document.name.value, "bold cyan")
        terminal.say(f"    {document.document_id}  {document.chunks} passages{pages}", "dim")
    return 0


def _show(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    from assistant.json import document_to_json

    document = workspace.find(options.document)
    text = workspace.text(document.document_id, actor=session.actor)
    if session.terminal.json_only:
        session.terminal.value({**document_to_json(document), "text": text.value})
    else:
        session.terminal.say(document.name.value, "bold cyan")
        session.terminal.say(text.value)
    return 0


def _delete(options: argparse.Namespace, session: Session, workspace: Workspace) -> int:
    found = [workspace.find(each) for each in options.documents]
    workspace.delete([document.document_id for document in found], actor=session.actor)
    if session.terminal.json_only:
        session.terminal.value({"deleted": [document.document_id for document in found]})
    else:
        session.terminal.say(f"{len(found)} deleted.", "green")
    return 0
