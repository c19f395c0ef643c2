"""Parameters behind the question mark of an address: an unknown one is an error, as an unknown field of a body is.

A misspelt `workspace` would otherwise be passed over, and the request be answered for another one.
"""

from __future__ import annotations

from fastapi import Request

from assistant.rest.access import Who
from assistant.rest.errors import HttpError


def known_parameters(request: Request, who: Who) -> None:
    """Pass a request whose parameters the OpenAPI document names.

    Raises:
        HttpError: 422, it has others.
    """
    if not request.query_params:
        return
    path, method = request.scope["route"].path_format, request.method.lower()
    told = request.app.openapi()["paths"][path][method].get("parameters", ())
    if set(request.query_params) - {each["name"] for each in told if each["in"] == "query"}:
        raise HttpError(
            422, "The address has an unknown parameter.", remedy="See /openapi.json for what there is.", code="invalid"
        )
