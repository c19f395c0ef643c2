"""The OpenAPI document: what each endpoint answers, and with which errors, beside what FastAPI reads off the routes."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant import schemas
from assistant.rest import document_schemas, installation_schemas, openai_schemas, person_schemas
from assistant.shapes import Json

DESCRIPTION: Final = (
    "Answers from an organisation's own documents, on its own hardware. Texts come and go redacted; an error has one "
    "shape everywhere, and never repeats what was sent."
)
ANSWERS: Final[Mapping[str, type[BaseModel] | None]] = {
    "GET /health": installation_schemas.Health,
    "GET /ready": installation_schemas.Readiness,
    "GET /metrics": None,
    "GET /v1/me": installation_schemas.Identity,
    "POST /v1/ask": schemas.Answer,
    "POST /v1/search": schemas.Hits,
    "GET /v1/documents": document_schemas.Documents,
    "POST /v1/documents": document_schemas.Ingested,
    "GET /v1/documents/{document_id}": document_schemas.Document,
    "DELETE /v1/documents/{document_id}": document_schemas.Deleted,
    "PUT /v1/documents/{document_id}/restriction": installation_schemas.Restricted,
    "GET /v1/passages/{chunk_id}": document_schemas.Passage,
    "POST /v1/summaries": document_schemas.Summaries,
    "POST /v1/subjects/find": person_schemas.Found,
    "POST /v1/subjects/export": person_schemas.Exported,
    "POST /v1/subjects/erase": person_schemas.Erased,
    "POST /v1/subjects/namesakes": person_schemas.Namesakes,
    "POST /v1/subjects/merge": person_schemas.Merged,
    "POST /v1/subjects/split": person_schemas.Split,
    "POST /v1/subjects/keep-apart": person_schemas.KeptApart,
    "POST /v1/redact": person_schemas.Redaction,
    "POST /v1/restore": person_schemas.Restored,
    "GET /v1/workspaces": installation_schemas.Workspaces,
    "GET /v1/workspaces/{name}/members": installation_schemas.Members,
    "PUT /v1/workspaces/{name}/members/{member}": installation_schemas.Member,
    "DELETE /v1/workspaces/{name}/members/{member}": installation_schemas.Removed,
    "GET /v1/audit": installation_schemas.AuditEntries,
    "GET /v1/audit/verification": installation_schemas.Verification,
    "POST /v1/audit/acknowledgement": installation_schemas.Acknowledged,
    "POST /v1/chat/completions": openai_schemas.ChatCompletion,
    "POST /v1/completions": installation_schemas.Error,
    "POST /v1/embeddings": openai_schemas.Embeddings,
    "GET /v1/models": openai_schemas.Models,
    "GET /v1/models/{name}": openai_schemas.Model,
}
"""What each endpoint answers as JSON; None: text. A test holds it against the routes, and what they say against it."""

OPEN: Final = ("GET /health", "GET /ready")
"""Endpoints that need no key."""

STREAMING: Final = ("POST /v1/ask", "POST /v1/chat/completions")
REFUSALS: Final = (400, 401, 403, 404, 409, 413, 422, 429, 503)
_UPLOAD: Final = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "additionalProperties": False,
                "properties": {
                    "files": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}},
                    "workspace": {"type": "string"},
                },
            }
        }
    },
}
_REFERENCE: Final = "#/components/schemas/{model}"


def install(app: FastAPI) -> None:
    """Make `app.openapi()` give this document."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's documentation tells


def described(app: FastAPI) -> Json:
    """The document of an app's routes."""
    document = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
    components = document.setdefault("components", {})
    told = [(model, "serialization") for model in {*ANSWERS.values(), installation_schemas.Error} if model is not None]
    _, definitions = models_json_schema(told, ref_template=_REFERENCE)  # type: ignore[arg-type]
    sent = {name: each for name, each in components.get("schemas", {}).items() if not name.endswith("ValidationError")}
    components["schemas"] = {**definitions["$defs"], **sent}
    components["responses"] = {_named(status): _refusal(status) for status in REFUSALS}
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _tell(operation, f"{method.upper()} {path}")
    return document


def _tell(operation: dict[str, Any], route: str) -> None:
    model = ANSWERS.get(route)
    content: dict[str, Any] = {"application/json": {"schema": _reference(model)}} if model else {"text/plain": {}}
    if route in STREAMING:
        content["text/event-stream"] = {"schema": {"type": "string"}}
    operation["responses"] = {"200": {"description": "Done.", "content": content}}
    if route == "POST /v1/documents":
        operation["requestBody"] = _UPLOAD
    if route == "GET /ready":
        operation["responses"]["503"] = {"description": "A part can't be used.", "content": content}
    if route not in OPEN:
        operation["security"] = [{"key": []}]
        operation["responses"] |= {str(status): {"$ref": _of(status)} for status in REFUSALS}
    if route == "POST /v1/completions":
        del operation["responses"]["200"]


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": _REFERENCE.format(model=model.__name__)}


def _refusal(status: int) -> Json:
    response: Json = {
        "description": HTTPStatus(status).phrase,
        "content": {"application/json": {"schema": _reference(installation_schemas.Error)}},
    }
    if status in (429, 503):
        seconds = {"description": "Seconds until it is worth trying again.", "schema": {"type": "string"}}
        response["headers"] = {"Retry-After": seconds}
    return response


def _named(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _of(status: int) -> str:
    return f"#/components/responses/{_named(status)}"
