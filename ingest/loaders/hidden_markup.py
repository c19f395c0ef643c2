"""What Markdown holds that nobody sees when it is shown: comments, scripts, hidden HTML elements.

Each is cut out from where it opens to where it closes, in time that grows with the text: lazy patterns would look for
a missing end from every opening anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_OPENING: Final = re.compile(r"<!--|\{%-?\s*comment\b")
_CLOSING: Final = {"<": re.compile("-->"), "{": re.compile(r"endcomment\s*-?%\}")}
# A comment that isn't closed hides all that follows it, if it begins a line (CommonMark, section 4.6).
_UNCLOSED: Final = re.compile(r"^ {0,3}<!--.*", re.S | re.M)
_ELEMENT: Final = re.compile(r"<([a-z][\w-]*)\b([^<>]{0,4000})>", re.I)
_BLOCK: Final = re.compile(r"^ {0,3}" + _ELEMENT.pattern, re.I | re.M)
_UNSHOWN: Final = frozenset("script style template noscript svg iframe object textarea select".split())
_HIDDEN: Final = re.compile(r"\shidden(?=\s|=|/|$)|style\s*=[^=]*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_MOST_UNCLOSED = 50  # kinds of elements without an end, from which on nobody wrote this


def without_comments(text: str) -> str:
    """The text without its comments, of HTML and of Liquid."""
    parts: list[str] = []
    at = 0
    unclosed: set[str] = set()
    for opening in _OPENING.finditer(text):
        kind = opening.group()[0]
        if opening.start() < at or kind in unclosed:
            continue
        closing = _CLOSING[kind].search(text, opening.end())
        if closing is None:
            unclosed.add(kind)
            continue
        parts.append(text[at : opening.start()])
        at = closing.end()
    return _UNCLOSED.sub("", "".join([*parts, text[at:]]))


def without_hidden_elements(text: str, *, blocks: bool = False) -> str:
    """The text without HTML elements whose content isn't shown as text; one without an end keeps its content.

    With `blocks` only those that begin a line, as in a text whose inline code was not taken out yet.
    """
    return without_elements(text, lambda tag, rest: tag in _UNSHOWN or _HIDDEN.search(rest) is not None, blocks=blocks)


def without_elements(text: str, is_meant: Callable[[str, str], bool], *, blocks: bool = False) -> str:
    """The text without the elements that are meant by their tag, in small letters, and their attributes.

    One without an end keeps its content. With `blocks` only those that begin a line.
    """
    parts: list[str] = []
    at = 0
    unclosed: set[str] = set()
    for opening in (_BLOCK if blocks else _ELEMENT).finditer(text):
        tag = opening.group(1).lower()
        if opening.start() < at or tag in unclosed or not is_meant(tag, opening.group(2)):
            continue
        closing = re.compile(rf"</{tag}\s*>", re.I).search(text, opening.end())
        if closing is None:
            unclosed.add(tag)
            if len(unclosed) > _MOST_UNCLOSED:
                break
            continue
        parts.append(text[at : opening.start()])
        at = closing.end()
    return "".join([*parts, text[at:]])
