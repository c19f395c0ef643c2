"""What holds for every request: bodies have a limit, and responses say that they are no page and not to be kept."""

from __future__ import annotations

from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.rest.errors import error_body

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Edge:
    """ASGI middleware. `limits` are the largest bodies in bytes by path, `limit` that of every other path.

    `secure`: the server speaks TLS, and tells browsers never to come without it again (RFC 6797).
    """

    def __init__(self, app: ASGIApp, *, limit: int, limits: dict[str, int], secure: bool = False) -> None:
        self._app = app
        self._limit = limit
        self._limits = limits
        self._headers = {**HEADERS, "Strict-Transport-Security": "max-age=31536000"} if secure else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limits.get(scope["path"], self._limit)
        sized = _Sized(receive, limit)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > limit:
            await _too_large(limit)(scope, receive, send_with_headers)
            return
        await self._app(scope, sized, send_with_headers)


class _Sized:
    """`receive`, which stops a body that passes the limit: one without a length, or with a false one."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise BodyTooLarge(self._limit)
        return message


class BodyTooLarge(HTTPException):
    """A body passed its limit. An `HTTPException`, because FastAPI lets only those out of its reading of a body."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, _words(limit))


_REMEDY = "Send less at once, or have an administrator raise the limit."


def _words(limit: int) -> str:
    return f"The body is larger than {limit:,} bytes."


def _too_large(limit: int) -> JSONResponse:
    return JSONResponse(error_body(413, _words(limit), _REMEDY, "limit"), 413)
