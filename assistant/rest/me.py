"""GET /v1/me: whose key this is."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.rest.access import Who
from assistant.shapes import Json

router = APIRouter(tags=["access"])


@router.get("/v1/me")
def me(who: Who) -> Json:
    """Tell the name and the role of the key."""
    return {"name": who.name, "role": who.role.value}
