"""List, add, verify, measure, quantize, fetch and remove language models (GGUF files)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.cli import models_fetching, models_listing, models_measuring
from assistant.cli.options import add_json
from assistant.cli.session import Session
from policies.errors import ConfigError, ModelError

if TYPE_CHECKING:
    from assistant.models import ModelShelf


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the models that `--engine` takes, and their adapters")
    listing.add_argument("--health", action="store_true", help="connect to remote engines and say how they are")
    adding = actions.add_parser("add", help="check a GGUF file, copy it in and record its sha256")
    adding.add_argument("file", type=Path, metavar="FILE", help="a .gguf file")
    adding.add_argument("--name", metavar="NAME", help="what to call it (default: the file's name)")
    adding.add_argument("--adapter", action="store_true", help="the file is a LoRA adapter of the model --base")
    adding.add_argument("--base", metavar="MODEL", help="the added model that an adapter belongs to")
    adding.add_argument("--force", action="store_true", help="add a model that is larger than this machine's memory")
    verifying = actions.add_parser("verify", help="compare the files with the sha256 recorded when they were added")
    verifying.add_argument("name", nargs="?", metavar="NAME", help="one model (default: all, and adapters)")
    removing = actions.add_parser("remove", help="delete a model's file")
    removing.add_argument("name", metavar="NAME")
    for action in (listing, adding, verifying, removing):
        add_json(action)
    models_measuring.arguments(actions)
    models_fetching.arguments(actions)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    from assistant.models import Model, ModelShelf

    def record(action: Literal["model_added", "model_removed"], model: Model) -> None:
        from assistant import installation

        with session.wiring() as wiring:
            installation.record_model(wiring, action, model, actor=session.actor)

    shelf = ModelShelf(session.settings.home / "models", record)
    actions = {
        "list": _list,
        "add": _add,
        "verify": _verify,
        "remove": _remove,
        "pull": models_fetching.pull,
        **models_measuring.ACTIONS,
    }
    return actions[options.action](options, shelf, session)


def _list(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    from assistant.models import model_to_json

    terminal = session.terminal
    models, adapters = shelf.list(), shelf.adapters()
    listed = models_listing.others(session, health=options.health)
    if terminal.json_only:
        rows = {
            "models": [model_to_json(each) for each in models],
            "adapters": [model_to_json(each) for each in adapters],
        }
        terminal.value({**rows, **listed})
    elif not models and not any(listed.values()):
        terminal.say("No models added; answers come from the reader. Next: assistant models add FILE.gguf", "yellow")
    for model in models:
        kind = f"{model.architecture} {model.quantization}".strip()
        terminal.say(f"{model.name}  {kind}  {model.size / 1e6:,.0f} MB  sha256 {model.sha256[:16]}…")
    for model in adapters:
        terminal.say(f"{model.name}  adapter of {model.base}  {model.size / 1e6:,.1f} MB  sha256 {model.sha256[:16]}…")
    models_listing.tell(listed, terminal)
    return 1 if models_listing.unwell(listed) else 0


def _add(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    from assistant.models import model_to_json

    if options.adapter != bool(options.base):
        raise ConfigError(
            "An adapter belongs to a model.", remedy="Give --adapter and --base MODEL together, or neither."
        )
    terminal = session.terminal
    with terminal.progress("Copying") as progress:
        if options.adapter:
            added = shelf.add_adapter(options.file, options.base, options.name, progress)
        else:
            added = shelf.add(options.file, options.name, progress, force=options.force)
    for warning in added.warnings:
        terminal.warn(warning)
    name = added.model.name
    chosen = f"workspaces adapter WORKSPACE {name}" if options.adapter else f"ask QUESTION --engine {name}"
    terminal.say(f"'{name}' was added. Next: assistant {chosen}", "green")
    if terminal.json_only:
        terminal.value({**model_to_json(added.model), "warnings": list(added.warnings)})
    return 0


def _remove(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    from assistant.workspaces.adapter import workspaces_with

    chosen = workspaces_with(session.settings.home, options.name)
    if chosen:
        raise ModelError(
            f"Workspaces use '{options.name}': {', '.join(chosen)}.",
            remedy=f"Let them use none first: assistant workspaces adapter {chosen[0]} none",
        )
    shelf.remove(options.name)
    session.terminal.say(f"'{options.name}' was removed.", "green")
    if session.terminal.json_only:
        session.terminal.value({"removed": True, "name": options.name})
    return 0


def _verify(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    outcomes = []
    for model in [shelf.find(options.name)] if options.name else [*shelf.list(), *shelf.adapters()]:
        try:
            shelf.check(model.name)
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
