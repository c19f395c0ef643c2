"""POST /v1/embeddings, as OpenAI's clients speak it: vectors of redacted texts, from the index's own embedder."""

from __future__ import annotations

import base64
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from assistant.embedding import embed
from assistant.rest.access import MayAsk, Parts
from assistant.rest.bodies import WorkspaceName
from assistant.rest.errors import HttpError
from assistant.rest.messages import Lenient
from policies.errors import LimitError

router = APIRouter(tags=["openai"])
MOST_TEXTS = 256
NAME = "embedder"
"""What a client may call the model when it does not care which one it is."""

Tokens = list[int]


class Texts(Lenient):
    """What to embed; `workspace` is ours: its policy redacts the texts before they are embedded."""

    input: str | Annotated[list[str] | Tokens | list[Tokens], Field(min_length=1, max_length=MOST_TEXTS)]
    model: str = NAME
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = None
    workspace: WorkspaceName = None


@router.post("/v1/embeddings")
def embeddings(body: Texts, who: MayAsk, parts: Parts) -> Response:
    """Embed texts, redacted first: a name in them has the vector of its pseudonym."""
    identity = parts.models.embedder.identity
    if body.model not in (NAME, identity.name):
        raise HttpError(
            404, "There is no such embedder.", remedy="See GET /v1/models.", code="model_not_found", param="model"
        )
    if body.dimensions not in (None, identity.dimension):
        problem = f"The vectors have {identity.dimension} dimensions."
        raise HttpError(400, problem, remedy="Leave `dimensions` out.", code="unsupported", param="dimensions")
    texts = [body.input] if isinstance(body.input, str) else body.input
    if not all(isinstance(text, str) for text in texts):
        raise HttpError(
            400,
            "Lists of tokens can't be embedded: what can't be read can't be redacted.",
            remedy="Send text; with LangChain, set `check_embedding_ctx_length=False`.",
            code="unsupported",
            param="input",
        )
    try:
        embedded = embed(parts, [str(text) for text in texts], workspace=body.workspace, actor=who.name)
    except LimitError as error:
        code = "context_length_exceeded"
        raise HttpError(400, error.problem, remedy=error.remedy, code=code, param="input") from error
    rows = embedded.vectors.astype("<f4")
    as_base64 = body.encoding_format == "base64"
    vectors = [base64.b64encode(row.tobytes()).decode() if as_base64 else row.tolist() for row in rows]
    data = [{"object": "embedding", "index": place, "embedding": vector} for place, vector in enumerate(vectors)]
    usage = {"prompt_tokens": embedded.tokens, "total_tokens": embedded.tokens}
    return JSONResponse({"object": "list", "data": data, "model": identity.name, "usage": usage})
