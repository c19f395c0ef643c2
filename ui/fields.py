"""Typed reading of JSON where it enters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ui.errors import ProtocolError

Json = Mapping[str, object]
T = TypeVar("T")


def mismatch(what: str) -> ProtocolError:
    """The error for an answer that has not the agreed shape; `what` names a field, never its value."""
    return ProtocolError(
        f"The server's answer can't be read ({what}).",
        remedy="Bring server and chat page to the same version; look at the server's log if they are.",
    )


@dataclass(frozen=True, slots=True, repr=False)
class Fields:
    """Typed reading of one JSON object. A missing or wrong field is a `ProtocolError` that names it."""

    json: Json

    @staticmethod
    def of(value: object, what: str = "an object") -> Fields:
        """The fields of `value`, which must be a JSON object."""
        if not isinstance(value, Mapping):
            raise mismatch(what)
        return Fields(value)

    def text(self, name: str, default: str | None = None) -> str:
        """A string; null and missing give `default` where there is one."""
        value = self.json.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise mismatch(name)
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """A number; null and missing give `default` where there is one."""
        value = self.json.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise mismatch(name)
        return value

    def count(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        return int(self.number(name, default))

    def page(self, name: str = "page") -> int | None:
        """A page number from 1, None where the format has none."""
        return None if self.json.get(name) is None else self.count(name)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.json.get(name)
        if not isinstance(value, bool):
            raise mismatch(name)
        return value

    def counts(self, name: str) -> dict[str, int]:
        """An object of whole numbers; empty when it is missing."""
        inner = Fields.of(self.json.get(name) or {}, name)
        return {key: inner.count(key) for key in inner.json}

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings; empty when it is missing."""
        value = self.json.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise mismatch(name)
        return tuple(value)

    def each(self, name: str, read: Callable[[Fields], T], *, optional: bool = False) -> tuple[T, ...]:
        """A list of objects, each read by `read`."""
        value = self.json.get(name)
        if value is None and optional:
            return ()
        if not isinstance(value, list):
            raise mismatch(name)
        return tuple(read(Fields.of(item, name)) for item in value)
