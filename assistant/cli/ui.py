"""Start the chat page, for a server that runs already."""

from __future__ import annotations

import argparse
import subprocess
import sys

from assistant.cli.session import Session
from assistant.settings import child_environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--server", metavar="URL", help="the server (default: ASSISTANT_API_URL, or this machine's)")
    parser.add_argument("--host", metavar="H", help="address to listen on (default: 127.0.0.1, this machine only)")
    parser.add_argument("--port", metavar="P", help="port to listen on (default: 8501)")


def run(options: argparse.Namespace, session: Session) -> int:
    """Run the page until interrupted. It is a process of its own: it holds no key to the data."""
    given = {"ASSISTANT_API_URL": options.server, "ASSISTANT_UI_HOST": options.host, "ASSISTANT_UI_PORT": options.port}
    environment = child_environment(**{name: value for name, value in given.items() if value})
    return subprocess.run([sys.executable, "-m", "ui"], env=environment, check=False).returncode
