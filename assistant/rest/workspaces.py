"""GET /v1/workspaces: what there is to ask."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.rest.access import MayAsk, Parts
from assistant.shapes import Json

router = APIRouter(tags=["workspaces"])


@router.get("/v1/workspaces")
def workspaces(who: MayAsk, parts: Parts) -> Json:
    """List the workspaces; the default one also before anything is in it."""
    names = dict.fromkeys([parts.settings.workspace, *parts.workspaces()])
    opened = [parts.workspace(name) for name in names]
    return {
        "workspaces": [
            {"name": each.name, "policy": each.policy.name, "documents": len(each.documents())} for each in opened
        ]
    }
