"""/v1/documents: upload, list, show and delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request

from assistant.json import document_to_json, report_to_json
from assistant.rest.access import MayAsk, MayIngest, Parts
from assistant.rest.bodies import WorkspaceName
from assistant.rest.errors import HttpError
from assistant.rest.reach import Reach
from assistant.rest.uploads import Upload, as_paths, received
from assistant.rights.shapes import hold_to_json
from assistant.setting_checks import is_workspace_name
from assistant.shapes import Json
from assistant.wiring import Wiring
from assistant.workspaces import changing
from assistant.workspaces.workspace import Workspace
from ingest.sources import Source
from ingest.stored import StoredDocument

router = APIRouter(tags=["documents"])
InWorkspace = Annotated[WorkspaceName, Query()]


@router.get("/v1/documents")
def list_documents(who: MayAsk, parts: Parts, workspace: InWorkspace = None) -> Json:
    """List the documents of a workspace."""
    opened = parts.workspace(workspace)
    row = _rows(opened, parts)
    return {"workspace": opened.name, "documents": [row(each) for each in opened.documents()]}


@router.post("/v1/documents")
async def upload(request: Request, who: MayIngest, parts: Parts) -> Json:
    """Ingest uploaded files; one that fails stands in `failed` and does not stop the others."""
    async with received(request, most=parts.settings.max_upload_files) as (uploads, fields):
        if fields.keys() - {"workspace"}:
            # A misspelt one would put the files into another workspace.
            raise HttpError(
                422, "The form has an unknown field.", remedy="Send `files` and `workspace`.", code="invalid"
            )
        name = fields.get("workspace") or None
        if name is not None and not is_workspace_name(name):
            raise HttpError(422, "That is no name of a workspace.", remedy="See GET /v1/workspaces.", code="invalid")
        # In threads of their own number: uploads wait for one another, and must not hold those of everybody else.
        return await to_thread.run_sync(_ingest, parts, uploads, name, who.name, limiter=request.app.state.ingesting)


@router.get("/v1/documents/{document_id}")
def show_document(document_id: str, who: MayAsk, parts: Parts, workspace: InWorkspace = None) -> Json:
    """Show one document's row of the list."""
    opened = parts.workspace(workspace)
    return _rows(opened, parts)(opened.document(document_id))


@router.delete("/v1/documents/{document_id}")
def delete_document(document_id: str, who: MayIngest, parts: Parts, workspace: InWorkspace = None) -> Json:
    """Delete a document; no byte of it stays."""
    opened = parts.workspace(workspace)
    document = opened.document(document_id)
    outcome = changing.delete(opened, [document.document_id], actor=who.name)
    return {"deleted": True, "document_id": document.document_id, "receipt": outcome.receipt, "clean": outcome.clean}


def _rows(workspace: Workspace, parts: Reach) -> Callable[[StoredDocument], Json]:
    """What makes rows of a workspace's list, as the asker may see them."""
    holds, told = workspace.index.duties.holds(), "subject" in parts.permissions_in(workspace.name)

    def row(document: StoredDocument) -> Json:
        return {**document_to_json(document), **hold_to_json(holds.get(document.document_id), told=told)}

    return row


def _ingest(parts: Wiring, uploads: list[Upload], name: str | None, actor: str) -> Json:
    workspace = parts.workspace_to_fill(name)
    with as_paths(uploads) as paths:
        report = changing.ingest(workspace, [Source.upload(*each) for each in paths], actor=actor)
    return report_to_json(report, workspace.name, workspace.policy.name)
