"""One shape for every error, the one that OpenAI's clients read; never a stack trace, never what was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from itertools import takewhile

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.shapes import Json
from policies import errors

# From the special to the general: the first that fits an error gives its status.
STATUS: Mapping[type[errors.AssistantError], int] = {
    errors.BusyError: 409,
    errors.HoldError: 409,
    errors.StorageError: 503,
    errors.KeyFileError: 503,
    errors.AuditError: 503,
    errors.RedactionError: 503,
    errors.EgressError: 503,
    errors.EngineError: 503,
    errors.ModelError: 422,
    errors.LoadError: 422,
    errors.PolicyError: 422,
    errors.SchemaError: 400,
    errors.ConfigError: 422,
    errors.RateError: 429,
    errors.LimitError: 413,
    # Not allowed and not known answer alike; a missing key or role is said before (`access.py`).
    errors.AccessError: 404,
}
TYPES: Mapping[int, str] = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "internal_error",
    503: "unavailable_error",
}
RETRY_SECONDS: Mapping[int, str] = {409: "5", 429: "10", 503: "30"}


_FIELD = re.compile(r"[a-z][a-z0-9_]*", re.IGNORECASE)
_WAYS = frozenset({"body", "str", "int", "float", "bool", "dict", "list"})


class HttpError(Exception):
    """An error of the HTTP edge itself, with its status. `param` names the field that is at fault, if one is.

    `retry_seconds`: when to try again, where that is known.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        remedy: str,
        code: str,
        param: str | None = None,
        retry_seconds: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.remedy = remedy
        self.code = code
        self.param = param
        self.retry_seconds = retry_seconds


def status_of(error: errors.AssistantError) -> int:
    """Return the HTTP status of an error of ours."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def error_body(status: int, message: str, remedy: str, code: str, param: str | None = None) -> Json:
    """Return the body of an error."""
    kind = TYPES.get(status, "invalid_request_error")
    return {"error": {"message": message, "remedy": remedy, "type": kind, "param": param, "code": code}}


def body_of(error: errors.AssistantError) -> Json:
    """Return the body of an error of ours; its code is its name in the tree of errors."""
    code = type(error).__name__.removesuffix("Error").lower()
    return error_body(status_of(error), error.problem, error.remedy, code)


def response_of(error: HttpError) -> JSONResponse:
    """Return the response that tells of an error of the edge."""
    body = error_body(error.status, error.message, error.remedy, error.code, error.param)
    response = _response(error.status, body)
    if error.retry_seconds is not None:
        response.headers["Retry-After"] = str(error.retry_seconds)
    return response


def install(app: FastAPI) -> None:
    """Answer every error of the app in the one shape."""

    @app.exception_handler(errors.AssistantError)
    def ours(request: Request, error: errors.AssistantError) -> JSONResponse:
        response = _response(status_of(error), body_of(error))
        if isinstance(error, errors.RateError):
            response.headers["Retry-After"] = str(error.retry_seconds)
        return response

    @app.exception_handler(HttpError)
    def edge(request: Request, error: HttpError) -> JSONResponse:
        return response_of(error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _response(422, error_body(422, _what_is_wrong(error), "Correct the request's body.", "invalid"))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        status = error.status_code
        phrase = HTTPStatus(status).phrase
        if status == 413:
            return _response(413, error_body(413, error.detail, "Send less at once.", "limit"))
        remedy = "See /openapi.json for what there is."
        return _response(status, error_body(status, f"{phrase}.", remedy, phrase.lower().replace(" ", "_")))

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> JSONResponse:
        remedy = "Try again; if it stays, the server's log names the place in the program."
        return _response(500, error_body(500, "Something went wrong in the server.", remedy, "internal"))


def _what_is_wrong(error: RequestValidationError) -> str:
    """Name the fields and what was expected. Neither a value that was sent nor the name of an unknown field."""
    problems = []
    for each in error.errors():
        if each["type"] == "extra_forbidden":
            problems.append("an unknown field")
        elif each["type"] == "json_invalid":
            problems.append("the body is no JSON")
        else:
            problems.append(f"{_field(each['loc']) or 'body'} ({each['type']})")
    return f"The request is not valid: {', '.join(dict.fromkeys(problems))}."


def _field(place: Sequence[str | int]) -> str:
    """The field at a place of a body, without pydantic's own names for the ways in which it may be filled."""
    fields = takewhile(lambda part: isinstance(part, int) or _FIELD.fullmatch(part), place)
    return ".".join(str(part) for part in fields if part not in _WAYS)


def _response(status: int, body: Json) -> JSONResponse:
    headers = {"Retry-After": RETRY_SECONDS[status]} if status in RETRY_SECONDS else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, status, headers)
