"""Words of WordprocessingML (ECMA-376, part 1, section 17): names, values, and what of it is text."""

from __future__ import annotations

from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF: Final = ("0", "false", "off")


def value_of(element: Any, path: str) -> str:
    """The value at the end of a path of names ("pPr/pStyle"); "" if there is none."""
    found = _at(element, path)
    return "" if found is None else str(found.get(f"{W}val", ""))


def is_on(element: Any, path: str) -> bool | None:
    """Whether a switch at the end of a path is on; None where it isn't set."""
    found = _at(element, path)
    return None if found is None else found.get(f"{W}val", "true") not in _OFF


def in_fallback(element: Any) -> bool:
    """Whether an element is in the second rendering of a drawing, for programs that don't know the first."""
    return any(parent.tag == f"{MC}Fallback" for parent in element.iterancestors())


def _at(element: Any, path: str) -> Any:
    return element.find("/".join(W + step for step in path.split("/")))
