"""/v1/workspaces/{name}/members, for who has charge of them; and to whom a document is restricted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field

from assistant import membership
from assistant.json import member_to_json, members_to_json
from assistant.rest.access import Installation, Parts, allowed
from assistant.rest.bodies import Body, WorkspaceName
from assistant.rest.errors import HttpError
from assistant.rest.reach import unknown_workspace
from assistant.setting_checks import is_workspace_name
from assistant.shapes import Json
from assistant.wiring import Wiring
from policies.members import Principal
from policies.roles import may

router = APIRouter(tags=["workspaces"])
MayAppoint = Annotated[Principal, Depends(allowed("members"))]
Name = Annotated[str, Field(min_length=1, max_length=100)]
InPath = Annotated[str, Path(max_length=64)]


class Appointment(Body):
    """What a member is in the workspace: a role, and labels by which restricted documents know them."""

    role: Name
    labels: Annotated[tuple[Name, ...], Field(max_length=32)] = ()


class Restriction(Body):
    """To whom a document is restricted: labels, or names of members; empty: to nobody in particular."""

    to: Annotated[list[Name], Field(max_length=32)]


@router.get("/v1/workspaces/{name}/members")
def members(name: InPath, who: MayAppoint, parts: Installation) -> Json:
    """List the members; none: the workspace is open to every key, if it is not `closed`."""
    _require_charge(parts, who, name)
    return members_to_json(name, parts.access.members.of(name), closed=name in parts.access.members.closed())


@router.put("/v1/workspaces/{name}/members/{member:path}")
def add_member(name: InPath, member: Name, body: Appointment, who: MayAppoint, parts: Installation) -> Json:
    """Add a member, or give one another role and other labels."""
    _require_charge(parts, who, name)
    _require_other(who, member)
    return member_to_json(membership.add_member(parts, name, member, body.role, body.labels, actor=who.name))


@router.delete("/v1/workspaces/{name}/members/{member:path}")
def remove_member(name: InPath, member: Name, who: MayAppoint, parts: Installation) -> Json:
    """End a membership."""
    _require_charge(parts, who, name)
    _require_other(who, member)
    membership.remove_member(parts, name, member, actor=who.name)
    return {"removed": True, "workspace": name, "who": member}


@router.put("/v1/documents/{document_id}/restriction")
def restrict(
    document_id: str,
    body: Restriction,
    who: MayAppoint,
    parts: Parts,
    workspace: Annotated[WorkspaceName, Query()] = None,
) -> Json:
    """Restrict a document that the asker sees, or open it again."""
    opened = parts.workspace(workspace)
    labels = membership.restrict_document(opened, document_id, body.to, actor=who.name)
    return {"workspace": opened.name, "document_id": document_id, "restricted_to": list(labels)}


def _require_charge(parts: Wiring, who: Principal, name: str) -> None:
    """Pass who has charge of the workspace: of all of them by their key's role, or of this one as its member."""
    there = is_workspace_name(name) and (parts.has_workspace(name) or name == parts.settings.workspace)
    standing = parts.access.members.standing(who, name)
    if not there or not (may(who.role, "members") or (standing is not None and standing.may("members"))):
        raise unknown_workspace()


def _require_other(who: Principal, member: str) -> None:
    """Nobody appoints themselves: whoever runs the machine doesn't come to see names by it."""
    if member == who.name or member in who.groups:
        raise HttpError(
            403,
            "Nobody changes their own membership.",
            remedy="Ask another administrator, or use the command line of the server.",
            code="forbidden",
        )
