"""POST /v1/restore: a text with the values behind its pseudonyms, for who may read them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, Field

from assistant.questions import checked_text
from assistant.rest.access import MayAsk, Parts
from assistant.rest.bodies import Body, WorkspaceName, written
from assistant.rest.reach import Reach
from assistant.restoring import restore
from assistant.shapes import Json
from policies.access import Principal
from policies.restoration import Request
from policies.restoring import tokens_in

router = APIRouter(tags=["restore"])


class Reading(Body):
    """Why someone must see values: a case number or a purpose. `break_glass`: in an emergency, to be reviewed."""

    reason: Annotated[str, Field(max_length=1000), AfterValidator(written)]
    break_glass: bool = False


class Pseudonymised(Reading):
    """A text with pseudonyms of a workspace."""

    text: str
    workspace: WorkspaceName = None


@router.post("/v1/restore")
def restoring(body: Pseudonymised, who: MayAsk, parts: Parts) -> Json:
    """Restore a text. Who may not is answered as if no pseudonym were known: which one is, nobody learns here."""
    text = checked_text(body.text, noun="text", limit=parts.settings.max_redact_characters)
    restored = restore(text, reading_of(body, who, parts, body.workspace), parts, body.workspace)
    return {"workspace": parts.workspace(body.workspace).name, "text": restored, "unknown": len(tokens_in(restored))}


def reading_of(body: Reading, who: Principal, parts: Reach, workspace: str | None) -> Request:
    """What a body asks for, in the name of whose key it came with, under their role in the workspace."""
    return Request(
        who.name, parts.role_in(workspace or parts.settings.workspace, "restore"), body.reason, body.break_glass
    )
