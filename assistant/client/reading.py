"""JSON into dataclasses, by their fields: what is missing or of another type is an error that names the field."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from assistant.client.errors import ProtocolError

T = TypeVar("T")


def parsed(text: str) -> object:
    """The JSON value that a text is.

    Raises:
        ProtocolError: it is none.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        # Not chained: a JSONDecodeError holds the whole text.
        raise mismatch("not JSON") from None


def read(kind: type[T], value: object) -> T:
    """A dataclass of that kind. Fields that it does not have are passed over: a newer server may send more.

    Raises:
        ProtocolError: a field is missing or of another type.
    """
    return cast("T", _read(kind, value, kind.__name__))


def mismatch(what: str) -> ProtocolError:
    """The error for an answer that has not the agreed shape; `what` names a field, never its value."""
    return ProtocolError(
        f"The server's answer can't be read ({what}).", remedy="Bring server and client to the same version."
    )


def _read(kind: Any, value: object, name: str) -> object:
    if kind is Any:
        return value
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        return None if value is None else _read(inner[0], value, name)
    if origin is tuple and isinstance(value, list):
        return tuple(_read(inner[0], each, name) for each in value)
    if origin is Mapping and isinstance(value, dict):
        return {key: _read(inner[1], each, name) for key, each in value.items()}
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        hints = get_type_hints(kind)
        return kind(
            **{  # type: ignore[operator]
                each.name: _read(hints[each.name], value.get(each.name), each.name)
                for each in dataclasses.fields(kind)
                if each.name in value or not _optional(each)
            }
        )
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if origin is None and type(value) is kind:
        return value
    raise mismatch(name)


def _optional(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
