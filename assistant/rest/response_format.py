"""`response_format` of a chat completion: text, any JSON object, or JSON that fits a schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.answer import Answer
from assistant.rest.errors import HttpError
from assistant.rest.messages import Lenient
from assistant.structured import ANY_OBJECT, Schema
from policies.errors import SchemaError

_PARAM = "response_format"


class JsonSchema(Lenient):
    """A named JSON schema."""

    name: str = ""
    document: Annotated[dict[str, Any] | None, Field(alias="schema")] = None


class ResponseFormat(Lenient):
    """What the text of an answer is to be."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    json_schema: JsonSchema | None = None


def schema_of(asked: ResponseFormat | None) -> Schema | None:
    """The schema that was asked for; None: text.

    Raises:
        HttpError: 400, there is none, or it can't be used.
    """
    if asked is None or asked.type == "text":
        return None
    if asked.type == "json_object":
        return ANY_OBJECT
    if asked.json_schema is None or asked.json_schema.document is None:
        raise HttpError(
            400, "The JSON schema is missing.", remedy="Give `json_schema.schema`.", code="invalid", param=_PARAM
        )
    try:
        return Schema.checked(asked.json_schema.document)
    except SchemaError as error:
        raise unfit(error) from error


def unfit(error: SchemaError) -> HttpError:
    """The answer to a schema that can't be used: what of it, and where."""
    return HttpError(400, error.problem, remedy=error.remedy, code="invalid", param=_PARAM)


def content_of(answer: Answer, schema: Schema) -> str | None:
    """The answer as JSON; None: it is a refusal, and the schema has no place to say so.

    Raises:
        HttpError: 400, it does not fit the schema.
    """
    content = schema.fit(answer)
    if content is None and answer.refusal is None:
        wrote = answer.value is not None
        said = "What its sources support of an answer of" if wrote else "An answer of"
        raise HttpError(
            400,
            f"{said} '{answer.engine}' does not fit the JSON schema: {_why(answer)}.",
            remedy="Ask for an object with `answer` (string), `answered` (boolean), `confidence` (number) and "
            "`citations` (array), or fewer of them; or name a model that writes, and ask for sentences.",
            code="unsupported",
            param=_PARAM,
        )
    return content


def _why(answer: Answer) -> str:
    if answer.value is not None:
        return "a string stays where a passage supports it, a number where a quoted one has it, a truth value never"
    return "the engine quotes documents and fills in nothing else"
