"""Whether whoever asked has gone: a model that writes for nobody is stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import Depends, Request


async def _gone(request: Request) -> AsyncIterator[Callable[[], bool]]:
    """Watch the connection while the request is served; the body was read before."""
    gone = threading.Event()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone.set()

    watching = asyncio.create_task(watch())
    try:
        yield gone.is_set
    finally:
        watching.cancel()
        gone.set()  # a server that ends gives up what is still being written; its thread must end too


Gone = Annotated[Callable[[], bool], Depends(_gone)]
"""Tells whether the client has gone away."""
