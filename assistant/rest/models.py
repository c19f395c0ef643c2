"""GET /v1/models: the engines and the embedder, as OpenAI's clients list them."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.rest.access import MayAsk, Parts
from assistant.rest.errors import HttpError
from assistant.shapes import Json
from assistant.wiring import Wiring

router = APIRouter(tags=["openai"])


@router.get("/v1/models")
def models(who: MayAsk, parts: Parts) -> Json:
    """List `auto`, `reader`, the models that were added, and the embedder."""
    return {"object": "list", "data": [_model(name) for name in _names(parts)]}


@router.get("/v1/models/{name}")
def model(name: str, who: MayAsk, parts: Parts) -> Json:
    """Show one of them."""
    if name not in _names(parts):
        raise HttpError(404, "There is no such model.", remedy="See GET /v1/models.", code="model_not_found")
    return _model(name)


def _names(parts: Wiring) -> list[str]:
    return [*parts.engines(), parts.embedder.identity.name]


def _model(name: str) -> Json:
    return {"id": name, "object": "model", "created": 0, "owned_by": "organisation"}
