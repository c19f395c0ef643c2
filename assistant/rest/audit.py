"""/v1/audit: the trail, for auditors and officers: of the installation, or of a workspace where they are one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AfterValidator, Field

from assistant import installation
from assistant.json import entry_to_json
from assistant.rest.access import Installation, Parts, allowed, require_everywhere
from assistant.rest.bodies import Body, WorkspaceName, written
from assistant.rest.errors import HttpError
from assistant.shapes import Json
from policies.members import Principal

router = APIRouter(tags=["audit"])
MayAudit = Annotated[Principal, Depends(allowed("audit"))]
MayAcknowledge = Annotated[Principal, Depends(allowed("acknowledge"))]


class Acknowledgement(Body):
    """Who restored the older copy of the trail, and why."""

    reason: Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(written)]


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


@router.post("/v1/audit/acknowledgement")
def acknowledgement(body: Acknowledgement, who: MayAcknowledge, parts: Installation) -> Json:
    """Let the trail go on after an older copy of it was restored: an entry says so. An altered trail stays refused."""
    require_everywhere(who, "acknowledge", parts)
    found = parts.storage.audit.verify()
    if found.intact or not found.chain_holds:
        raise HttpError(
            409,
            "There is no restored copy of the audit trail to acknowledge.",
            remedy="See GET /v1/audit/verification; an altered entry can't be acknowledged.",
            code="nothing_to_acknowledge",
        )
    entry = installation.acknowledge_restored_trail(parts, body.reason, actor=who.name)
    return {"acknowledged": entry.seq, "found": entry.event.counts["found"]}
