"""Serve search and ask to a desktop client over stdio (Model Context Protocol)."""

from __future__ import annotations

import argparse

from assistant.cli.options import add_engine, add_workspace
from assistant.cli.session import Session
from policies.errors import ConfigError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_workspace(parser)
    add_engine(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Serve until the client closes stdin."""
    try:
        from assistant.mcp_server import Tools, serve
    except ModuleNotFoundError as error:
        if error.name not in ("mcp", "mcp_types"):
            raise
        raise ConfigError(
            "The Model Context Protocol needs the package `mcp`.",
            remedy="Install it: pip install 'onprem-assistant[mcp]'.",
        ) from error

    with session.wiring() as wiring:
        workspace = wiring.workspace(options.workspace)
        serve(Tools(workspace, actor=f"{session.actor} (mcp)", engine=options.engine))
    return 0
