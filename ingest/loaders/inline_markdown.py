"""Inline Markdown to plain text."""

from __future__ import annotations

import html
import re

_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]\n]+)\]:\s*\S.*$\n?", re.M)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_REFERENCE = re.compile(r"\[([^\[\]]+)\](?:\s?\[([^\[\]]*)\])?")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\](?::\s*)?")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LIQUID = re.compile(r"\{%.*?%\}|\{:[^}]*\}", re.S)
_STRONG = re.compile(r"(\*\*\*|\*\*|\*|~~)(?=\S)(.+?)(?<=\S)\1", re.S)
_UNDERSCORES = re.compile(r"(?<!\w)(___|__|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.S)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = re.compile("\ue000(\\d+)\ue001")


def definitions(text: str) -> tuple[frozenset[str], str]:
    """The labels of reference links in small letters, and the text without their definitions."""
    labels = frozenset(found.group(1).casefold() for found in _DEFINITION.finditer(text))
    return labels, _DEFINITION.sub("", text)


def plain(text: str, references: frozenset[str] = frozenset()) -> str:
    """Inline Markdown as it reads: links and emphasis as their text, pictures and tags gone, `<br>` a newline."""
    held: list[str] = []

    def hold(literal: str) -> str:
        held.append(literal)
        return f"\ue000{len(held) - 1}\ue001"

    def reference(found: re.Match[str]) -> str:
        label = (found.group(2) or found.group(1)).casefold()
        return found.group(1) if label in references else found.group()

    text = text.replace("\ue000", "").replace("\ue001", "")
    text = _CODE.sub(lambda found: hold(found.group(2).strip()), text)
    text = _ESCAPE.sub(lambda found: hold(found.group(1)), text)
    text = _AUTOLINK.sub(lambda found: hold(found.group(1).removeprefix("mailto:")), text)
    text = _LIQUID.sub("", text)
    text = _FOOTNOTE.sub("", _IMAGE.sub("", text))
    text = _REFERENCE.sub(reference, _LINK.sub(r"\1", text))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    for _ in range(2):  # bold around italic
        text = _UNDERSCORES.sub(r"\2", _STRONG.sub(r"\2", text))
    text = html.unescape(text)
    return _HELD.sub(lambda found: held[int(found.group(1))], text)
