"""A server on loopback that answers as it is told: well, slowly, brokenly, with redirects."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.assistant.cli.certificates import Certificates

Play = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class HostileServer:
    """Plays its parts in order, the last one for ever; `bodies` and `paths` are what it was sent.

    Unless it `lists` its models, it knows no such path.
    """

    url: str
    plays: list[Play]
    bodies: list[Any] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    healthy: bool = True
    lists: bool = True


def says(*pieces: str, pause: float = 0.0, end: str = "data: [DONE]\n\n") -> Play:
    """Stream these pieces of text, `pause` seconds before each, and end so."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, **{"Content-Type": "text/event-stream"})
        _send(handler, _chunk({"role": "assistant"}))
        for piece in pieces:
            time.sleep(pause)
            _send(handler, _chunk({"content": piece}))
        _send(handler, end)

    return play


def sends(text: str, **headers: str) -> Play:
    """Send this text as a stream of events."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, **{"Content-Type": "text/event-stream", **headers})
        _send(handler, text)

    return play


def drips(seconds: float) -> Play:
    """Send a comment every now and then, and never a word."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, 200, **{"Content-Type": "text/event-stream"})
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            _send(handler, ": still thinking\n\n")
            time.sleep(0.02)

    return play


def fails(status: int, **headers: str) -> Play:
    """Answer with a status and an error's body."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        _head(handler, status, **{name.replace("_", "-"): value for name, value in headers.items()})
        _send(handler, '{"error": {"message": "SECRET OF THE SERVER"}}')

    return play


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""


@contextmanager
def hostile(*plays: Play, certificates: Certificates | None = None) -> Iterator[HostileServer]:
    """Run one; GET /v1/models tells that it is well while `healthy` says so. With `certificates` it speaks TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.paths.append(self.path)
            known = server.lists or not self.path.endswith("/models")
            status = 404 if not known else 200 if server.healthy else 500
            _head(self, status, **{"Content-Type": "application/json"})
            _send(self, json.dumps({"object": "list", "data": [{"id": "tiny"}]} if server.lists else {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.paths.append(self.path)
            server.bodies.append(json.loads(body))
            server.headers.append(dict(self.headers))
            play = server.plays[0] if len(server.plays) == 1 else server.plays.pop(0)
            play(self)

        def log_message(self, format: str, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        if certificates is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificates.server, certificates.server_key)
            listening.socket = context.wrap_socket(listening.socket, server_side=True)
        scheme = "http" if certificates is None else "https"
        server = HostileServer(f"{scheme}://127.0.0.1:{listening.server_port}/v1", list(plays))
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


def _head(handler: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    with suppress(OSError):
        handler.end_headers()


def _send(handler: BaseHTTPRequestHandler, text: str) -> None:
    with suppress(OSError):  # the engine went away, which is what is tested
        handler.wfile.write(text.encode())
        handler.wfile.flush()


def _chunk(delta: dict[str, str]) -> str:
    return f"data: {json.dumps({'choices': [{'index': 0, 'delta': delta, 'finish_reason': None}]})}\n\n"
