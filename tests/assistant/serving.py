"""A real server on loopback, in a thread of this process."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from assistant import installation
from assistant.rest.app import create_app
from assistant.settings import load_settings
from assistant.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Listening:
    """Where it listens, and its parts."""

    url: str
    wiring: Wiring

    def key(self, role: str = "user") -> str:
        """A new key."""
        return installation.create_api_key(
            self.wiring, f"{role} {len(self.wiring.access.api_keys.list())}", role, actor="test"
        )


@contextmanager
def listening(ingested: Path, folder: Path, **settings: object) -> Iterator[Listening]:
    """Serve a copy of an installation, made in `folder`."""
    shutil.copytree(ingested, folder / "installation")
    environment = {f"ASSISTANT_{name.upper()}": str(value) for name, value in settings.items()}
    environment |= {f"ASSISTANT_{each.upper()}": str(folder / "installation" / path) for each, path in _FOLDERS.items()}
    chosen, _ = load_settings(environment)
    with Wiring(chosen) as wiring, socket.create_server(("127.0.0.1", 0)) as socket_:
        config = uvicorn.Config(
            create_app(wiring, chosen),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=chosen.shutdown_seconds,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket_]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Listening(f"http://127.0.0.1:{socket_.getsockname()[1]}", wiring)
        finally:
            server.should_exit = True
            thread.join()


_FOLDERS = {"home": "data", "keys": "keys"}
