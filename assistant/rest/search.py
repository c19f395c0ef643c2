"""POST /v1/search: passages, best first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from assistant.rest.access import MayAsk, Parts
from assistant.rest.bodies import Body, WorkspaceName
from assistant.shapes import Json, hits_to_json

router = APIRouter(tags=["search"])


class Query(Body):
    """What to look for; `k` passages at most."""

    query: str
    k: Annotated[int, Field(ge=1, le=1000)] = 10
    workspace: WorkspaceName = None


@router.post("/v1/search")
def search(body: Query, who: MayAsk, parts: Parts) -> Json:
    """Find passages of the workspace's documents."""
    return hits_to_json(*parts.workspace(body.workspace).search(body.query, body.k, actor=who.name))
