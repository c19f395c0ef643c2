"""Layers of a PDF (optional content, PDF 32000-1, section 8.11) that are switched off when it is opened."""

from __future__ import annotations

from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject


class Layers:
    """Which layers nobody sees."""

    def __init__(self, off: frozenset[int] = frozenset()) -> None:
        """`off` are the object numbers of the layers that are switched off."""
        self._off = off

    @classmethod
    def of(cls, reader: PdfReader) -> Layers:
        """The layers of a file, as its default configuration shows them."""
        catalog = reader.trailer["/Root"].get_object()
        if not isinstance(catalog, DictionaryObject) or "/OCProperties" not in catalog:
            return cls()
        properties: Any = catalog["/OCProperties"]
        default = properties.get("/D", DictionaryObject()).get_object()
        off = _numbers(default.get("/OFF"))
        if default.get("/BaseState") == "/OFF":
            off |= _numbers(properties.get("/OCGs")) - _numbers(default.get("/ON"))
        return cls(off)

    def hides(self, owner: DictionaryObject, key: str) -> bool:
        """Whether what `owner[key]` names, a layer or a membership in several, is switched off."""
        if not self._off or key not in owner:
            return False
        named = owner.raw_get(key)
        if isinstance(named, IndirectObject) and named.idnum in self._off:
            return True
        membership = named.get_object()
        if not isinstance(membership, DictionaryObject) or "/OCGs" not in membership:
            return False
        groups = membership.raw_get("/OCGs")
        listed = groups.get_object()
        numbers = _numbers(listed if isinstance(listed, ArrayObject) else ArrayObject([groups]))
        everything = membership.get("/P", "/AnyOn") == "/AllOn"
        return bool(numbers & self._off) if everything else bool(numbers) and numbers <= self._off


def _numbers(listed: Any) -> frozenset[int]:
    listed = listed.get_object() if listed is not None else ()
    return frozenset(each.idnum for each in listed or () if isinstance(each, IndirectObject))
