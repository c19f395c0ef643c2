"""Inline Markdown to plain text."""

from __future__ import annotations

import html
import re

from ingest.loaders.hidden_markup import without_hidden_elements
from ingest.loaders.strikes import without_struck

_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]\n]+)\]:\s*\S.*$\n?", re.M)
# Marks have an end in reach: without a limit, a text of opening marks alone takes time that grows with its square.
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.{1,9999}?)(?<!`)\1(?!`)", re.S)
_IMAGE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_IMAGE_TAG = re.compile(r"<img\b", re.I)
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_REFERENCE = re.compile(r"(!?)\[([^\[\]]+)\](?:\s?\[([^\[\]]*)\])?")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\](?::\s*)?")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LIQUID = re.compile(r"\{%.{0,499}?%\}|\{:[^}]*\}", re.S)
_STRONG = re.compile(r"(\*\*\*|\*\*|\*)(?=\S)(.{1,499}?)(?<=\S)\1", re.S)
_UNDERSCORES = re.compile(r"(?<!\w)(___|__|_)(?=\S)(.{1,499}?)(?<=\S)\1(?!\w)", re.S)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = re.compile("\ue000(\\d+)\ue001")


def definitions(text: str) -> tuple[frozenset[str], str]:
    """The labels of reference links in small letters, and the text without their definitions."""
    labels = frozenset(found.group(1).casefold() for found in _DEFINITION.finditer(text))
    return labels, _DEFINITION.sub("", text)


def pictures_in(text: str) -> int:
    """How many pictures stand in a text."""
    return len(_IMAGE.findall(text)) + len(_IMAGE_TAG.findall(text))


def holds_struck(text: str) -> bool:
    """Whether some of a text is struck out."""
    text = _ESCAPE.sub("", _CODE.sub("", text))
    return without_struck(text) != text


def plain(text: str, references: frozenset[str] = frozenset()) -> str:
    """Inline Markdown as it reads: links and emphasis as their text, `<br>` a newline.

    Pictures, tags and what is struck out are gone.
    """
    held: list[str] = []

    def hold(literal: str) -> str:
        held.append(literal)
        return f"\ue000{len(held) - 1}\ue001"

    def reference(found: re.Match[str]) -> str:
        label = (found.group(3) or found.group(2)).casefold()
        if label not in references:
            return found.group()
        return "" if found.group(1) else found.group(2)

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _CODE.sub(lambda found: hold(found.group(2).strip()), text)
    text = _ESCAPE.sub(lambda found: hold(found.group(1)), text)
    text = _AUTOLINK.sub(lambda found: hold(found.group(1).removeprefix("mailto:")), text)
    text = _LIQUID.sub("", without_hidden_elements(text))
    text = without_struck(text)
    text = _FOOTNOTE.sub("", _IMAGE.sub("", text))
    text = _REFERENCE.sub(reference, _LINK.sub(r"\1", text))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    for _ in range(2):  # bold around italic
        text = _UNDERSCORES.sub(r"\2", _STRONG.sub(r"\2", text))
    text = html.unescape(text)
    return _HELD.sub(lambda found: held[int(found.group(1))], text)
