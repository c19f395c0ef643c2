"""`assistant subject namesakes|merge|split|keep-apart`: an officer decides which pseudonyms stand for one person."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.confirming import confirm
from assistant.cli.session import Session
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.namesakes import NamesakeReview
    from assistant.wiring import Wiring


def review(options: argparse.Namespace, session: Session, wiring: Wiring) -> int:
    """Do the action that was asked for."""
    from assistant.namesakes import NamesakeReview
    from assistant.rights.requests import Requester

    by = Requester(session.actor, session.role, options.reason)
    opened = NamesakeReview(wiring, by, options.workspace)
    if options.action == "namesakes":
        return _list(opened, session.terminal)
    if options.action == "merge":
        return _merge(options, opened, session.terminal)
    if options.action == "split":
        return _split(options, opened, session.terminal)
    return _keep_apart(options, opened, session.terminal)


def _list(opened: NamesakeReview, terminal: Terminal) -> int:
    pairs = opened.suggested()
    if terminal.json_only:
        terminal.value({"workspace": opened.workspace, "pairs": [each.to_json() for each in pairs]})
        return 0
    for each in pairs:
        terminal.say(f"{each.token}  {each.other}", "cyan")
        terminal.say(f"    {each.reason}; in {len(each.documents)} and {len(each.other_documents)} documents", "dim")
    if pairs:
        terminal.note("`assistant restore` tells who they are; `subject merge` makes two one, `keep-apart` does not.")
    else:
        terminal.say("Nobody is left to be looked at.", "green")
    return 0


def _merge(options: argparse.Namespace, opened: NamesakeReview, terminal: Terminal) -> int:
    if not confirm(terminal, f"{options.other} will be {options.token} in every document.", yes=options.yes):
        return 1
    changed = opened.merge(options.token, options.other)
    if terminal.json_only:
        terminal.value(
            {"workspace": opened.workspace, "merged": options.other, "into": options.token, "documents": changed}
        )
    else:
        terminal.say(f"{options.other} is {options.token} now, in {changed} documents.", "green")
    return 0


def _split(options: argparse.Namespace, opened: NamesakeReview, terminal: Terminal) -> int:
    done = opened.split(options.token)
    if terminal.json_only:
        terminal.value({"workspace": opened.workspace, **done.to_json()})
        return 0
    terminal.say(f"{done.token} is a person of their own again, kept apart from {done.kept}.", "green")
    if done.documents:
        terminal.say(f"Which mentions are theirs, {len(done.documents)} stored documents don't tell:", "yellow")
        for document_id in done.documents:
            terminal.say(f"  {document_id}", "dim")
        terminal.note(
            f"Ingest their sources again, or delete them. Until then all mentions in them are {done.kept}'s, also in"
            " what is exported or erased; `subject find` shows it as possibly the other's."
        )
    return 0


def _keep_apart(options: argparse.Namespace, opened: NamesakeReview, terminal: Terminal) -> int:
    opened.keep_apart(options.token, options.other)
    if terminal.json_only:
        terminal.value({"workspace": opened.workspace, "kept_apart": [options.token, options.other]})
    else:
        terminal.say("They are two persons, and suggested no more.", "green")
    return 0
