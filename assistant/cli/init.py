"""Create keys, folders and the default workspace."""

from __future__ import annotations

import argparse

from assistant.cli.options import add_json
from assistant.cli.session import Session


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Create what is missing; what is there stays."""
    from assistant import installation

    terminal, settings = session.terminal, session.settings
    with session.wiring() as wiring:
        created = installation.initialize(wiring, actor=session.actor)
    if terminal.json_only:
        terminal.value({"created": created, "home": str(settings.home), "keys": str(settings.keys)})
        return 0
    terminal.say("Keys and folders were created." if created else "Everything was there already.", "bold green")
    terminal.say(f"  data  {settings.home}")
    terminal.say(f"  keys  {settings.keys}")
    terminal.say("Keep a copy of the keys apart from the data: without them the data can't be read by anyone.")
    terminal.say("Next: assistant ingest FOLDER")
    return 0
