"""Lines that were only wrapped become one line again; breaks that mean something stay."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from ingest.loaders.characters import squeeze
from policies.calendar_words import ANY_MONTH

_LIST_ITEM = re.compile(r"\s*(?:[-*+•‣▪◦·–—]|[([]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]])\s+\S")
_DAY = re.compile(rf"\s*\d{{1,2}}\.\s+(?:{ANY_MONTH})\b")
_LABEL = re.compile(r"\s*[A-Z][\w /()-]{0,30}:(?:\s|$)")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WHOLE_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w-])")
_MIN_WIDTH = 50
_RAGGED = 0.8


def unwrap(lines: Sequence[str], words: Set[str] = frozenset()) -> list[str]:
    """Join each line to the next where the break was forced.

    A break was forced when the next line's first word would not have fitted on the line (the block's longest line
    being the measure), when a nearly full line ends within a sentence, or behind a hyphen within a word or number.
    Blocks narrower than 50 characters are lists of short lines and stay as they are otherwise. List items and labelled
    lines ("Patient: ...") always begin a line; what is indented under an item belongs to it.
    """
    width = max((len(line.rstrip()) for line in lines), default=0)
    joined: list[str] = []
    previous, item = "", -1  # how far the mark of the item is indented whose lines these are; -1 outside of items
    for line in lines:
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        begins = is_item(line) or _LABEL.match(line) is not None
        if is_item(line):
            item = indent
        elif indent <= item:
            item = -1
        hangs = not begins and 0 <= item < indent
        cut = ends_cut(previous.rstrip(), line.lstrip())
        forced = width >= _MIN_WIDTH and not begins and _continues(previous, line, width)
        if joined and (cut or hangs or forced):
            joined[-1] = join_lines(joined[-1], squeeze(line), words)
        else:
            joined.append(squeeze(line))
        previous = line
    return joined


def is_item(line: str) -> bool:
    """Whether a line begins like an item of a list; a day ("15. Mai") does not."""
    return _LIST_ITEM.match(line) is not None and _DAY.match(line) is None


def _continues(previous: str, line: str, width: int) -> bool:
    length = len(previous.rstrip())
    forced = length + 1 + len(line.split(maxsplit=1)[0]) > width
    # A text that was edited after it was wrapped is ragged; a sentence goes on even so.
    forced = forced or (length > _RAGGED * width and previous.rstrip()[-1] not in ".!?:;")
    return forced or (line.lstrip()[0].islower() and line[0].isspace())


def join_lines(line: str, following: str, words: Set[str]) -> str:
    """Two lines as one. A hyphen at the break goes when `words` (small letters) know the word without it.

    Unknown both ways, it goes if the two halves are no words by themselves: "treat-ment", but "follow-up".
    """
    if line[-1:] in "-–" and line[-2:-1].isdigit() and following[:1].isdigit():
        return line + following
    if not (line.endswith("-") and line[-2:-1].isalpha() and following[:1].isalpha()):
        return f"{line} {following}"
    left = _LAST_WORD.search(line[:-1])
    right = _FIRST_WORD.match(following)
    if left is None or right is None or following[0].isupper():
        return line + following
    first, second = left.group().lower(), right.group().lower()
    if first + second in words:
        return line[:-1] + following
    if f"{first}-{second}" in words or "-" in first or (first in words and second in words):
        return line + following
    return line[:-1] + following


def ends_cut(text: str, following: str) -> bool:
    """Whether a text ends in the middle of a word or of a number that `following` goes on with: "Kowal-", "555-"."""
    ahead = following[:1]
    if text[-1:] not in "-‐‑–" or not text[:-1] or not ahead:
        return False
    return (text[-2].isdigit() and ahead.isdigit()) or (text[-2].isalpha() and ahead.isalpha())


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text in small letters, hyphenated ones whole, without those cut at a line's end."""
    return frozenset(word.lower() for word in _WHOLE_WORD.findall(text))
