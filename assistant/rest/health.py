"""GET /health: the process lives. GET /ready: it can answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from assistant.readiness import readiness
from assistant.rest.access import Installation
from assistant.shapes import Json

router = APIRouter(tags=["health"])


@router.get("/health")
async def health() -> Json:
    """Say that the process lives. On the loop itself: it needs no thread, so it answers however busy they are."""
    return {"status": "ok"}


@router.get("/ready")
def ready(parts: Installation) -> JSONResponse:
    """Say whether keys, audit, redaction, embedder and index can be used; 503 when one can't. Without details."""
    checks = readiness(parts)
    able = all(checks.values())
    body = {
        "status": "ready" if able else "not ready",
        "checks": {k: "ok" if v else "failed" for k, v in checks.items()},
    }
    return JSONResponse(body, 200 if able else 503)
