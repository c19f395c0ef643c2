"""Who asks, whether they may, and how often."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from assistant import installation
from assistant.rest.errors import HttpError
from assistant.rest.reach import Reach
from assistant.wiring import Wiring
from policies.access import Permission
from policies.errors import AccessError, ConfigError
from policies.members import Principal
from policies.roles import may

_log = logging.getLogger(__name__)
MOST_BUCKETS = 10_000


class RateLimit:
    """At most `per_minute` requests a name, as a bucket that fills evenly; 0: no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> None:
        """Count one request.

        Raises:
            HttpError: 429, the bucket is empty.
        """
        if not self._capacity:
            return
        with self._lock:
            now = self._clock()
            level, since = self._buckets.get(name, (float(self._capacity), now))
            level = min(self._capacity, level + (now - since) * self._capacity / 60)
            if len(self._buckets) >= MOST_BUCKETS:
                self._forget_full(now)
            if level < 1:
                raise HttpError(
                    429,
                    f"More than {self._capacity} requests a minute.",
                    remedy="Wait a little; an administrator can raise `requests_per_minute`.",
                    code="rate_limit",
                    retry_seconds=math.ceil((1 - level) * 60 / self._capacity),
                )
            self._buckets[name] = (level - 1, now)

    def _forget_full(self, now: float) -> None:
        """Keep memory bounded: a bucket that is full again is as good as none."""
        self._buckets = {
            name: (level, since)
            for name, (level, since) in self._buckets.items()
            if level + (now - since) * self._capacity / 60 < self._capacity
        }


def wiring_of(request: Request) -> Wiring:
    """Return the parts of the system that the app was made with."""
    wiring: Wiring = request.app.state.wiring
    return wiring


def principal_of(request: Request) -> Principal:
    """Return whose key the request bears.

    Raises:
        HttpError: 401, no key or none of ours; 429, too many requests.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise AccessError("This needs an API key.", remedy="Send the header 'Authorization: Bearer KEY'.")
        principal = _bearer(wiring_of(request), secret.strip())
    except ConfigError as error:
        _log.error("Tokens can't be checked: %s", error.problem)
        raise HttpError(
            503, "Tokens can't be checked now.", remedy="Ask an administrator to read the log.", code="issuer"
        ) from error
    except AccessError as error:
        raise HttpError(401, error.problem, remedy=error.remedy, code="invalid_api_key") from error
    request.app.state.rate_limit.take(principal.name)
    return principal


def _bearer(wiring: Wiring, secret: str) -> Principal:
    """Tell whose API key or, where an issuer is configured, whose token it is. No token begins as a key does."""
    if secret.startswith("oa_") or (tokens := wiring.access.oidc) is None:
        return wiring.access.api_keys.verify(secret)
    return tokens.verify(secret)


def require_everywhere(principal: Principal, permission: Permission, wiring: Wiring) -> None:
    """Pass who has a permission in the installation as a whole, and audit the others.

    Raises:
        HttpError: 403, their own role lacks it.
    """
    if may(principal.role, permission):
        return
    installation.record_refused_access(wiring, actor=principal.name, permission=permission)
    raise HttpError(
        403,
        f"The role '{principal.role.value}' may not do this.",
        remedy="Ask an administrator for a key whose role may.",
        code="forbidden",
    )


def allowed(permission: Permission) -> Callable[[Principal], Principal]:
    """Return a dependency that lets those through who have a permission, and audits the others."""

    def check(principal: Who, request: Request) -> Principal:
        wiring = wiring_of(request)
        # For which workspace is judged where it is opened: a member's role there may be another.
        request.state.permission = permission
        if not wiring.access.members.somewhere(principal, permission):
            require_everywhere(principal, permission, wiring)
        return principal

    return check  # type: ignore[return-value]  # FastAPI fills in the request


Who = Annotated[Principal, Depends(principal_of)]


def reach_of(request: Request, who: Who) -> Reach:
    """Return what of the installation the asker reaches, for the permission that the route asks for."""
    answered = request.app.state.metrics.answered
    return Reach(wiring_of(request), who, lambda: request.state.permission, answered)


Installation = Annotated[Wiring, Depends(wiring_of)]
"""All of it: for what tells nobody anything of a workspace."""

Parts = Annotated[Reach, Depends(reach_of)]
"""What of it the asker reaches."""

MayAsk = Annotated[Principal, Depends(allowed("ask"))]
MayIngest = Annotated[Principal, Depends(allowed("ingest"))]
