"""Serve REST, and what OpenAI's clients speak, until Ctrl-C."""

from __future__ import annotations

import argparse

from assistant.cli.session import Session
from assistant.settings import with_flags


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--host", metavar="H", help="address to listen on (default: 127.0.0.1, this machine only)")
    parser.add_argument("--port", metavar="P", help="port to listen on (default: 8080)")


def run(options: argparse.Namespace, session: Session) -> int:
    """Serve until interrupted."""
    from assistant import installation
    from assistant.rest.server import serve

    settings = with_flags(session.settings, host=options.host, port=options.port)
    with session.wiring() as wiring:
        installation.initialize(wiring, actor=session.actor)
        if not wiring.access.api_keys.list() and wiring.access.oidc is None:
            session.terminal.warn(
                "There is no API key yet, so every request is refused. Make one in another terminal: "
                "assistant keys create --name NAME --role reader"
            )
        serve(wiring, settings, announce=session.terminal.note)
    return 0
