"""Start the server and the chat page together; Ctrl-C stops both."""

from __future__ import annotations

import argparse
import secrets
import signal
import subprocess
import sys
import threading

from assistant.cli.session import Session
from assistant.settings import child_environment, with_flags

STOP_SECONDS = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--port", metavar="P", help="the server's port (default: 8080)")
    parser.add_argument("--ui-port", metavar="P", help="the chat page's port (default: 8501)")


def run(options: argparse.Namespace, session: Session) -> int:
    """Serve on loopback with a key that is made for the page and revoked at the end."""
    from assistant import installation
    from assistant.rest.server import serve

    # Page and server speak over loopback alone, where a certificate for another name would only be in the way.
    plain = {"tls_certificate": "", "tls_key": "", "tls_client_ca": ""}
    settings = with_flags(session.settings, host="127.0.0.1", port=options.port, **plain)
    with session.wiring() as wiring:
        installation.initialize(wiring, actor=session.actor)
        name = f"page-{secrets.token_hex(4)}"
        key = installation.create_api_key(wiring, name, "contributor", actor=session.actor)
        page = None
        try:
            given = {"ASSISTANT_UI_PORT": options.ui_port} if options.ui_port else {}
            # The key goes through the environment: unlike an argument it isn't in the list of processes.
            environment = child_environment(ASSISTANT_API_URL=settings.api_url, ASSISTANT_UI_KEY=key, **given)
            page = subprocess.Popen([sys.executable, "-m", "ui"], env=environment)
            threading.Thread(target=_end_with, args=(page,), daemon=True).start()
            serve(wiring, settings, announce=session.terminal.note)
        finally:
            if page is not None:
                _stop(page)
            installation.revoke_api_key(wiring, name, actor=session.actor)
    return 0


def _end_with(page: subprocess.Popen[bytes]) -> None:
    """Stop the server when the page ends by itself, so that neither is left alone."""
    if page.wait() > 0:
        signal.raise_signal(signal.SIGTERM)


def _stop(page: subprocess.Popen[bytes]) -> None:
    page.terminate()
    try:
        page.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        page.kill()
        page.wait()
