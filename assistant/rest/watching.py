"""Each request gets an id, is counted and, where the settings ask for it, logged: by its route, not its address."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.logs import request_id
from assistant.metrics import Metrics
from assistant.rest.errors import response_of
from assistant.rest.places import stopping

_log = logging.getLogger("assistant.access")
HEADER = "X-Request-ID"


class Watching:
    """ASGI middleware. The id is ours: one that a client chose could carry content into the log."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, log: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._logs = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count it when its response is complete."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, own = time.perf_counter(), 0, secrets.token_hex(8)
        token = request_id.set(own)

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = own
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except asyncio.CancelledError:
            # The server ends, and had no time left for this request.
            if status:
                raise
            await response_of(stopping())(scope, receive, send_with_id)
        finally:
            status = status or 500
            seconds = time.perf_counter() - began
            # Routing leaves the route it found in the scope: an unknown address is content and is not told.
            route = str(getattr(scope.get("route"), "path", "other"))
            self._metrics.requests.add(route, str(status))
            self._metrics.request_seconds.observe(seconds, route)
            if self._logs:
                _log.info("%s %s %d in %.0f ms", _method(scope), route, status, 1000 * seconds)
            request_id.reset(token)


def _method(scope: Scope) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
    return scope["method"] if scope["method"] in known else "other"
