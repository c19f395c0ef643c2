"""GET /metrics, for Prometheus: with a key whose role may (auditor, admin), as `authorization` of its configuration."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse

from assistant.metrics import CONTENT_TYPE, Metrics
from assistant.rest.access import Installation, allowed
from assistant.rest.places import Places
from policies.members import Principal

router = APIRouter(tags=["health"])


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(
    request: Request, who: Annotated[Principal, Depends(allowed("metrics"))], parts: Installation
) -> PlainTextResponse:
    """Give counts and durations since the server started, and how much is stored now."""
    kept: Metrics = request.app.state.metrics
    places: Places = request.app.state.places
    documents, chunks = parts.counts()
    text = kept.exposition(
        answers_in_progress=("Answers that are being written.", places.in_progress),
        answers_waiting=("Requests that wait for their place.", places.waiting),
        documents=("Documents of all workspaces.", documents),
        chunks=("Passages of all workspaces.", chunks),
    )
    return PlainTextResponse(text, media_type=CONTENT_TYPE)
