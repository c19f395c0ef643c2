"""Starts the chat page: headless, on loopback, with everything off that would talk to someone else."""

from __future__ import annotations

import sys
from pathlib import Path

from ui.errors import UiError
from ui.settings import Settings

APP = Path(__file__).with_name("app.py")

THEME = {
    "theme.base": "light",
    "theme.primaryColor": "#0f5c63",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f4f6f7",
    "theme.textColor": "#1c2b33",
    "theme.baseRadius": "8px",
    "theme.borderColor": "#d9e0e3",
}

QUIET = {
    "browser.gatherUsageStats": "false",
    "server.showEmailPrompt": "false",
    # Streamlit's welcome asks checkip.amazonaws.com for the machine's address when it listens on 0.0.0.0.
    "logger.hideWelcomeMessage": "true",
    # An uncaught error never shows its message (it may quote a document), nor links to search engines.
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    # "Magic" would show any bare expression as Markdown.
    "runner.magicEnabled": "false",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "server.enableStaticServing": "false",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
}


def arguments(settings: Settings) -> list[str]:
    """What follows `streamlit` on a command line that starts the page."""
    options = {
        **QUIET,
        **THEME,
        "server.address": settings.host,
        "server.port": str(settings.port),
        "server.maxUploadSize": str(settings.upload_mb),
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    hosts = dict.fromkeys(("localhost", "127.0.0.1", "[::1]", settings.host, *settings.hosts))
    flags += [f"--server.allowedHosts={host}" for host in hosts if host not in ("0.0.0.0", "::")]  # noqa: S104
    return ["run", str(APP), *flags]


def main() -> int:
    """Serve the page until Ctrl-C or SIGTERM; the exit status."""
    try:
        settings = Settings.read()
        from streamlit.web import cli
    except UiError as error:
        print(f"{error.problem} {error.remedy}", file=sys.stderr)
        return 2
    except ImportError:
        print("The chat page needs Streamlit. Install it: pip install 'onprem-assistant[ui]'", file=sys.stderr)
        return 1
    print(f"Chat page: http://{settings.host}:{settings.port} (server: {settings.api_url})", file=sys.stderr)
    result = cli.main(arguments(settings), prog_name="streamlit", standalone_mode=False)
    return int(result or 0)
