"""GET /v1/passages/{chunk_id}: a cited passage in its place, with what stands before and after it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from assistant.json import passage_to_json
from assistant.rest.access import MayAsk, Parts
from assistant.rest.bodies import WorkspaceName
from assistant.shapes import Json

router = APIRouter(tags=["documents"])


@router.get("/v1/passages/{chunk_id}")
def passage(chunk_id: str, who: MayAsk, parts: Parts, workspace: Annotated[WorkspaceName, Query()] = None) -> Json:
    """Show a passage."""
    return passage_to_json(*parts.workspace(workspace).passage(chunk_id, actor=who.name))
