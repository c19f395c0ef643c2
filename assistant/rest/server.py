"""Runs the app under uvicorn, with logs that hold no content."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from assistant.rest.app import create_app
from assistant.settings import Settings
from assistant.wiring import Wiring
from policies.errors import ConfigError


def serve(wiring: Wiring, settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; requests that run are finished.

    Raises:
        ConfigError: the address is in use, or is not this machine's.
    """
    listening = _bound(settings.host, settings.port)
    host, port = listening.getsockname()[:2]
    if settings.host not in ("127.0.0.1", "::1", "localhost"):
        announce("This address can be reached from other machines. Put a proxy with TLS in front of it.")
    announce(f"Listening on http://{f'[{host}]' if ':' in host else host}:{port}  (Ctrl-C stops)")
    config = uvicorn.Config(
        create_app(wiring, settings),
        log_config=None,
        access_log=False,  # a line a request would hold query strings
        server_header=False,
        timeout_graceful_shutdown=30,
        timeout_keep_alive=30,
    )
    with _ended_by_signals():
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Make Ctrl-C and SIGTERM the ordinary end of a server, after which its caller cleans up.

    uvicorn raises the signal once more when it has stopped; by default SIGTERM would end the process on the spot.
    """

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError as error:
        raise ConfigError(
            f"{host}:{port} can't be listened on ({error.strerror}).",
            remedy="Stop what listens there (an assistant that runs already?), or give another --port.",
        ) from error
    return bound
