"""Regular expressions of JSON schemas as llama.cpp's converter reads them: anchored, of classes and groups."""

from __future__ import annotations

import re
from typing import Final

from policies.errors import SchemaError

_ANY: Final = r'[^"\\\x7F\x00-\x1F]'
"""A character of a JSON string that needs no escape, in the grammar's notation."""

_CLASSES: Final = {"d": "0-9", "w": "A-Za-z0-9_", "s": " "}
_TOKEN = re.compile(
    r"\\(?P<escaped>.)|(?P<group>\((?:\?(?P<kind>.))?)|(?P<repeat>[*+?]|\{\d*,?\d*\})|(?P<plain>.)", re.DOTALL
)


def grammatical(pattern: str, place: tuple[str, ...] = ()) -> str:
    """The pattern from `^` to `$`, in what the converter knows; a pattern without anchors may stand anywhere.

    Raises:
        SchemaError: it looks ahead or back, or names what a grammar can't.
    """
    body = pattern.removeprefix("^")
    ends = body.endswith("$") and not body.endswith(r"\$")
    body = body[:-1] if ends else body
    written: list[str] = []
    inside = repeated = False
    for token in _TOKEN.finditer(body):
        text = token.group()
        if token["escaped"]:
            text = _escaped(token["escaped"], inside=inside, place=place)
        elif inside:
            inside = text != "]"
        elif text == "[":
            inside = True
        elif token["kind"]:
            if token["kind"] != ":":
                raise _unknown(place)
            text = "("
        elif text == ".":
            text = _ANY
        elif text in "^$":
            raise _unknown(place)
        elif text == "?" and repeated:
            text = ""  # "as few as may be" means the same texts
        repeated = token["repeat"] is not None and not inside
        written.append(text)
    before, behind = "" if pattern.startswith("^") else f"{_ANY}*", "" if ends else f"{_ANY}*"
    return f"^{before}({''.join(written)}){behind}$"


def _escaped(character: str, *, inside: bool, place: tuple[str, ...]) -> str:
    if character in _CLASSES:
        return _CLASSES[character] if inside else f"[{_CLASSES[character]}]"
    if character.isalnum():
        raise _unknown(place)
    if character in "-/":
        return r"\x2D" if inside and character == "-" else character
    return f"\\{character}"


def _unknown(place: tuple[str, ...]) -> SchemaError:
    where = f" in {' > '.join(place)}" if place else ""
    return SchemaError(
        f"The JSON schema has a `pattern`{where} that can't be turned into a grammar.",
        remedy=r"Use literals, classes such as [a-z], groups, |, *, +, ?, {m,n}, \d, \w and \s; no look-around.",
    )
