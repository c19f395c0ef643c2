"""The chat page as a process of its own, as a person starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(api_url: str, key: str = "") -> Iterator[str]:
    """The page's address, while it runs."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "STREAMLIT_"))}
    environment = {
        **own,
        "ASSISTANT_API_URL": api_url,
        "ASSISTANT_UI_KEY": key,
        "ASSISTANT_UI_PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "ui"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _ready(f"{url}/_stcore/health", process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _ready(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"the page did not start (exit status {process.poll()})")
