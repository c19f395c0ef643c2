"""GET /v1/models: the engines and the embedder, as OpenAI's clients list them."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.engines.openai_compatible import OpenAICompatible
from assistant.rest.access import MayAsk, Parts
from assistant.rest.errors import HttpError
from assistant.shapes import Json
from assistant.wiring import Wiring
from policies.errors import ConfigError

router = APIRouter(tags=["openai"])


@router.get("/v1/models")
def models(who: MayAsk, parts: Parts, health: bool = False) -> Json:
    """List `auto`, `reader`, the models that were added, remote engines, and the embedder.

    With `health` each remote engine is connected to, and told to be healthy when one of its servers is well.
    """
    well = {name: _is_well(engine) for name, engine in parts.engines.remotes.items()} if health else {}
    rows = [{**_model(name), **({"healthy": well[name]} if name in well else {})} for name in _names(parts)]
    return {"object": "list", "data": rows}


@router.get("/v1/models/{name}")
def model(name: str, who: MayAsk, parts: Parts) -> Json:
    """Show one of them."""
    if name not in _names(parts):
        raise HttpError(404, "There is no such model.", remedy="See GET /v1/models.", code="model_not_found")
    return _model(name)


def _is_well(engine: OpenAICompatible) -> bool:
    try:
        return any(not server.problem for server in engine.health())
    except ConfigError:  # its key is missing
        return False


def _names(parts: Wiring) -> list[str]:
    return [*parts.engines.names(), parts.models.embedder.identity.name]


def _model(name: str) -> Json:
    return {"id": name, "object": "model", "created": 0, "owned_by": "organisation"}
