"""POST /v1/redact: a text as a policy redacts it."""

from __future__ import annotations

from fastapi import APIRouter

from assistant import installation
from assistant.json import redaction_to_json
from assistant.questions import checked_text
from assistant.rest.access import MayAsk, Parts
from assistant.rest.bodies import Body, WorkspaceName
from assistant.rest.errors import HttpError
from assistant.shapes import Json
from policies.policy import BUILT_IN

router = APIRouter(tags=["redact"])


class Text(Body):
    """A text, and the policy that redacts it: one that ships, or (None) the workspace's own."""

    text: str
    policy: str | None = None
    workspace: WorkspaceName = None


@router.post("/v1/redact")
def redact(body: Text, who: MayAsk, parts: Parts) -> Json:
    """Redact a text; nothing of it is kept but what a reversible policy puts into the workspace's vault."""
    if body.policy is not None and body.policy not in BUILT_IN:
        # A path would let whoever holds a key read files of the server by their errors.
        known = ", ".join(BUILT_IN)
        raise HttpError(422, "There is no such policy.", remedy=f"Name one of {known}, or none.", code="policy")
    text = checked_text(body.text, noun="text", limit=parts.settings.max_redact_characters)
    redaction, notices = installation.redact(parts, text, policy=body.policy, workspace=body.workspace, actor=who.name)
    return redaction_to_json(redaction, notices)
