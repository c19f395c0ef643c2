"""List, add, verify and remove language models (GGUF files)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.options import add_json
from assistant.cli.session import Session
from policies.errors import ModelError

if TYPE_CHECKING:
    from assistant.models import ModelShelf


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="list|add|verify|remove", required=True)
    listing = actions.add_parser("list", help="the models that `--engine` takes")
    adding = actions.add_parser("add", help="copy a GGUF file in and record its sha256")
    adding.add_argument("file", type=Path, metavar="FILE", help="a .gguf file")
    adding.add_argument("--name", metavar="NAME", help="what to call it (default: the file's name)")
    verifying = actions.add_parser("verify", help="compare the files with the sha256 recorded when they were added")
    verifying.add_argument("name", nargs="?", metavar="NAME", help="one model (default: all)")
    removing = actions.add_parser("remove", help="delete a model's file")
    removing.add_argument("name", metavar="NAME")
    for action in (listing, adding, verifying, removing):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    from assistant.models import ModelShelf, model_to_json

    terminal = session.terminal
    shelf = ModelShelf(session.settings.home / "models")
    if options.action == "add":
        with terminal.progress("Copying") as progress:
            model = shelf.add(options.file, options.name, progress)
        terminal.say(f"'{model.name}' was added. Next: assistant ask QUESTION --engine {model.name}", "green")
        if terminal.json_only:
            terminal.value(model_to_json(model))
        return 0
    if options.action == "remove":
        shelf.remove(options.name)
        terminal.say(f"'{options.name}' was removed.", "green")
        if terminal.json_only:
            terminal.value({"removed": True, "name": options.name})
        return 0
    if options.action == "verify":
        return _verify(shelf, options.name, session)
    models = shelf.list()
    if terminal.json_only:
        terminal.value({"models": [model_to_json(model) for model in models]})
    elif not models:
        terminal.say("No models added; answers come from the reader. Next: assistant models add FILE.gguf", "yellow")
    else:
        for model in models:
            terminal.say(f"{model.name}  {model.size / 1e6:,.0f} MB  sha256 {model.sha256[:16]}…")
    return 0


def _verify(shelf: ModelShelf, name: str | None, session: Session) -> int:
    outcomes = []
    for model in [shelf.find(name)] if name else shelf.list():
        try:
            shelf.verified(model.name)
            problem = None
        except ModelError as error:
            problem = error.problem
            session.terminal.problem(error)
        outcomes.append({"name": model.name, "intact": problem is None, "problem": problem})
        if problem is None:
            session.terminal.say(f"{model.name} is intact.", "green")
    if session.terminal.json_only:
        session.terminal.value({"models": outcomes})
    return 0 if all(outcome["intact"] for outcome in outcomes) else 1
