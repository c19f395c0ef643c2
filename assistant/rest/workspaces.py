"""GET /v1/workspaces: what there is to ask."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.rest.access import MayAsk, Parts
from assistant.rest.reach import Reach
from assistant.shapes import Json
from policies.errors import AccessError

router = APIRouter(tags=["workspaces"])


@router.get("/v1/workspaces")
def workspaces(who: MayAsk, parts: Parts) -> Json:
    """List the workspaces, and what the asker may do in each; the default one also before anything is in it."""
    names = dict.fromkeys([*_unbegun(parts), *parts.workspaces()])
    opened = [parts.workspace(name) for name in names]
    return {
        "workspaces": [
            {
                "name": each.name,
                "policy": each.policy.name,
                "documents": len(each.documents()),
                "may": list(parts.permissions_in(each.name)),
            }
            for each in opened
        ]
    }


def _unbegun(parts: Reach) -> list[str]:
    """The default workspace, where nothing is in it yet and it is there for the asker."""
    name = parts.settings.workspace
    try:
        return [] if parts.has_workspace(name) else [parts.workspace(name).name]
    except AccessError:
        return []
