"""GET /v1/audit: the trail, for auditors and officers: of the installation, or of a workspace where they are one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from assistant.json import entry_to_json
from assistant.rest.access import Installation, Parts, allowed, require_everywhere
from assistant.rest.bodies import WorkspaceName
from assistant.shapes import Json
from policies.members import Principal

router = APIRouter(tags=["audit"])
MayAudit = Annotated[Principal, Depends(allowed("audit"))]


@router.get("/v1/audit")
def entries(
    who: MayAudit,
    parts: Parts,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    workspace: Annotated[WorkspaceName, Query()] = None,
) -> Json:
    """Give the newest entries, oldest first; without a workspace those of all, for who audits all."""
    if workspace is None:
        require_everywhere(who, "audit", parts)
    else:
        parts.workspace(workspace)
    found = parts.storage.audit.entries(limit, workspace=workspace)
    return {"entries": [entry_to_json(each) for each in found]}


@router.get("/v1/audit/verification")
def verification(who: MayAudit, parts: Installation) -> Json:
    """Check the chain of hashes from the first entry to the last."""
    require_everywhere(who, "audit", parts)
    found = parts.storage.audit.verify()
    return {
        "intact": found.intact,
        "entries": found.entries,
        "broken": found.broken,
        "problem": found.problem,
        "anchored": found.anchored,
    }
