"""One HTTP request to one listed server: pinned to a private address, watched by a clock, nothing followed.

`http.client` takes no proxy from the environment and follows no redirect; both would lead elsewhere than was listed.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from typing import Any, Final

from assistant.remote_engines import Endpoint, RemoteEngine
from assistant.turn import never
from policies.errors import ConfigError
from policies.private_addresses import private_address

MOST_LINE_BYTES: Final = 64 * 1024
MOST_BODY_BYTES: Final = 1024 * 1024
_TICK_SECONDS: Final = 0.05


class ServerTrouble(Exception):
    """What a server did instead of answering: `problem` in words of ours, without a word of its own.

    `remedy` says what to do where only somebody else can mend it.
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class Watch:
    """Ends a connection when its time is up or nobody waits for it any more.

    A socket's own time-out begins anew with every byte, so that a server could hold a request for ever; this one begins
    anew when `within` says so. Shutting the socket down wakes the thread that reads from it.
    """

    def __init__(self, connection: socket.socket, seconds: float, cancelled: Callable[[], bool]) -> None:
        self._socket = connection
        self._cancelled = cancelled
        self._last = time.monotonic() + seconds
        self._until, self._what = self._last, "the whole answer"
        self._done = threading.Event()
        self.overdue = ""

    def within(self, seconds: float, what: str) -> None:
        """From now on wait this long for `what`, but never longer than for the whole."""
        until = time.monotonic() + seconds
        self._until, self._what = (until, what) if until < self._last else (self._last, "the whole answer")

    def run(self) -> None:
        """Look at the clock until `stop`."""
        while not self._done.wait(_TICK_SECONDS):
            self.overdue = self._what if time.monotonic() > self._until else ""
            if self.overdue or self._cancelled():
                with suppress(OSError):
                    # Not the method of a TLS socket, which would take its state from under the reader.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
                return

    def stop(self) -> None:
        """The request is over."""
        self._done.set()


@contextmanager
def request(
    engine: RemoteEngine,
    endpoint: Endpoint,
    path: str,
    *,
    key: str,
    body: Mapping[str, Any] | None = None,
    seconds: float,
    first_seconds: float,
    cancelled: Callable[[], bool] = never,
) -> Iterator[tuple[http.client.HTTPResponse, Watch]]:
    """Send a request (POST with a `body`, else GET) and give its response, whatever its status.

    `seconds` is for all of it, `first_seconds` until `Watch.within` says otherwise. What is `cancelled` breaks off.

    Raises:
        ServerTrouble: the server can't be reached, is too slow, or breaks off; also inside the `with`.
        EgressError: its name leads to a public address.
        ConfigError: the certificates to trust can't be read.
    """
    connection = _connected(engine, endpoint)
    watch = Watch(connection.sock, seconds, cancelled)
    watch.within(first_seconds, "the first word")
    clock = threading.Thread(target=watch.run, name="engine-watch", daemon=True)
    clock.start()
    try:
        connection.request(
            "GET" if body is None else "POST",
            path,
            None if body is None else json.dumps(body).encode(),
            {
                "Accept": "text/event-stream, application/json",
                "Content-Type": "application/json",
                "User-Agent": "onprem-assistant",
                **({"Authorization": f"Bearer {key}"} if key else {}),
            },
        )
        with closing(connection.getresponse()) as response:
            yield response, watch
    except (ServerTrouble, OSError, http.client.HTTPException, ValueError) as error:
        if watch.overdue:
            raise ServerTrouble(f"was too slow: {watch.overdue} did not come in time") from error
        if isinstance(error, ServerTrouble):
            raise
        raise ServerTrouble("broke off the connection") from error
    finally:
        watch.stop()
        clock.join()
        connection.close()


def _connected(engine: RemoteEngine, endpoint: Endpoint) -> http.client.HTTPConnection:
    trusting = _trusting(engine) if endpoint.secure else None
    connection = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=engine.connect_seconds)
    try:
        address = private_address(endpoint.host, endpoint.port)
        plain = socket.create_connection((address, endpoint.port), timeout=engine.connect_seconds)
    except OSError as error:
        raise ServerTrouble("can't be reached") from error
    try:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # The certificate is checked against the name that is listed, whatever address it led to.
        connection.sock = trusting.wrap_socket(plain, server_hostname=endpoint.host) if trusting else plain
        connection.sock.settimeout(None)  # from here on the watch
    except (OSError, ValueError) as error:
        plain.close()
        problem = "shows no certificate that can be trusted" if isinstance(error, ssl.SSLError) else "can't be reached"
        raise ServerTrouble(problem) from error
    return connection


def _trusting(engine: RemoteEngine) -> ssl.SSLContext:
    """TLS 1.2 or later, with the engine's own certificate authorities or the system's."""
    try:
        return ssl.create_default_context(cafile=engine.certificates or None)
    except OSError as error:  # ssl.SSLError is one
        raise ConfigError(
            f"The certificates of the engine '{engine.name}' can't be read.",
            remedy="Name a PEM file with certificate authorities as its `certificates` in config.yaml.",
        ) from error


def events(response: http.client.HTTPResponse) -> Iterator[str]:
    """The data of server-sent events, each on one line as OpenAI's servers send them.

    https://html.spec.whatwg.org/multipage/server-sent-events.html

    Raises:
        ServerTrouble: a line is longer than any that such a server sends.
    """
    while line := response.readline(MOST_LINE_BYTES + 1):
        if len(line) > MOST_LINE_BYTES:
            raise ServerTrouble("sends lines that are too long")
        if line.startswith(b"data:"):
            yield line[5:].decode("utf-8", "replace").strip()


def json_body(response: http.client.HTTPResponse) -> Any:
    """The JSON value that a response holds, None where it is none or too long."""
    try:
        return json.loads(response.read(MOST_BODY_BYTES))
    except ValueError:
        return None
