"""POST /v1/summaries: documents in a few of their own sentences, each with its citation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from assistant.json import summary_to_json
from assistant.rest.access import MayAsk, Parts
from assistant.rest.bodies import Body, WorkspaceName
from assistant.shapes import Json
from assistant.workspaces.summarizing import summarize_documents

router = APIRouter(tags=["summaries"])


class Request(Body):
    """Which documents (None: all of the workspace), and how many sentences each."""

    document_ids: Annotated[list[str], Field(max_length=1000)] | None = None
    sentences: Annotated[int, Field(ge=1, le=50)] = 5
    workspace: WorkspaceName = None


@router.post("/v1/summaries")
def summaries(body: Request, who: MayAsk, parts: Parts) -> Json:
    """Summarise stored documents."""
    workspace = parts.workspace(body.workspace)
    made = summarize_documents(workspace, body.document_ids, sentences=body.sentences, actor=who.name)
    return {"summaries": [summary_to_json(summary) for summary in made]}
