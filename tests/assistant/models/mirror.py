"""A mirror of models on loopback: serves one file with ranges, and can break off, send on, or change the file."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Mirror:
    """`break_after`: bytes after which the next answer breaks off. `location`: where it sends on to."""

    content: bytes
    version: str = '"one"'
    break_after: int | None = None
    location: str = ""
    port: int = 0
    ranges: list[str] = field(default_factory=list)

    def url(self, path: str = "/models/tiny.gguf") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def running(mirror: Mirror, tls: ssl.SSLContext | None = None) -> Iterator[Mirror]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            mirror.ranges.append(self.headers.get("Range", ""))
            if mirror.location:
                self.send_response(302)
                self.send_header("Location", mirror.location)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = 0
            if self.headers.get("Range") and self.headers.get("If-Range") == mirror.version:
                start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
            body = mirror.content[start:]
            self.send_response(206 if start else 200)
            if start:
                whole = len(mirror.content)
                self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
            if mirror.version:
                self.send_header("ETag", mirror.version)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if mirror.break_after is not None:
                body, mirror.break_after = body[: mirror.break_after], None
                self.close_connection = True
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mirror.port = server.server_address[1]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield mirror
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
