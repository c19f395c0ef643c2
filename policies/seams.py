"""Values that the end of a line, of a page or of a table's cell splits in two."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from policies.recognizers.lexicon import is_everyday

LEFT, RIGHT = 60, 48
"""Characters before and behind a seam that are read together: a label and a value fit."""

_LINE = re.compile(r"(?:\r\n?|[\n\v\x85\u2028\u2029]|<br\s{0,2}/?>)[ \t]*(?:(?:>|//)[ \t]*)*(?=[^\s|])")
_PAGE = re.compile(
    r"\s*(?:\n[ \t–-]{0,20}(?i:(?:page|seite|p\.)[ ]?)?\d{1,4}(?:[ ]?(?:of|/|von)[ ]?\d{1,4})?[ \t–-]{0,20}\n)?\s*\f\s*"
)
_GOES_ON = re.compile(r"\n[ \t]*\|[ \t]*\||(?<=[^\W_])-[ \t]*\|(?=[^\n]*\n[ \t]*\|)")
_CELL = re.compile(r"(?<=\|)[^|\n]*(?=\|)")

_NUMBER_BEFORE = re.compile(r"(?:(?<![^\s:#=(])[^\W_]{0,8}\d[\w().,/+-]*[ ]?){1,8}\Z")
_NUMBER_BEHIND = re.compile(r"(?:[(+./-]?[A-Za-z]{0,4}\d[\w()./-]*[ ]?){1,8}")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE_BEFORE = re.compile(rf"\b{_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?\Z|\b\d{{1,2}}(?:st|nd|rd|th|\.)?\Z|\b{_MONTH}\Z")
_DATE_BEHIND = re.compile(rf"(?:\d{{1,2}},?[ ])?(?:19|20)\d\d\b|{_MONTH},?[ ](?:19|20)\d\d\b")
_ADDRESS_BEFORE = re.compile(r"[\w.+-]+@[\w.-]*\Z")
_WHOLE_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}\.?")
_LOCAL_BEFORE = re.compile(r"(?:[\w-]+[.+_])+[\w-]+\Z|[\w-]+[._+-]\Z")
_LOCAL_BEHIND = re.compile(r"[\w.+-]{0,64}@[\w-]+\.\w")
_WEB_BEFORE = re.compile(r"(?:://|www\.)\S*[/._=&?%-]\Z")
_LAST_WORD = re.compile(r"(?<![\w-])[^\W\d_](?:[^\W\d_]|')*-?\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_STREET_BEFORE = re.compile(r"\b\d{1,5}(?:[ ][A-Z][\w.']*){1,3}\Z")
_WRAPPED = 30
"""Shorter lines end because what they say ends: a list, a heading, an address block."""


class Seam(NamedTuple):
    """`left` to `left_end` and `right` to `right_end` are to be read with `joint` between them.

    Cells stand `apart`: what lies between them in the text belongs to other columns.
    """

    left: int
    left_end: int
    right: int
    right_end: int
    joint: str
    apart: bool = False


def seams(text: str) -> Iterator[Seam]:
    """The places of a text where a value may be split, in time linear in its length."""
    for match in _LINE.finditer(text):
        yield from _seams(text, match.start(), match.end())
    if "\f" in text:
        for match in _PAGE.finditer(text):
            yield from _seams(text, match.start(), match.end())
    if "|" in text:
        for above, below in _wrapped_cells(text):
            yield from _seams(text, above[1], below[0], above[0], below[1])


def _seams(text: str, left_end: int, right: int, start: int = 0, end: int = sys.maxsize) -> Iterator[Seam]:
    """The ways to read across one border, within `start` to `end`: those of two cells, else of the text."""
    if text[left_end - 1 : left_end] == "|":
        return
    before = text[max(start, left_end - LEFT) : left_end].rstrip(" \t")
    left_end = max(start, left_end - LEFT) + len(before)
    line = re.split(r"[\n\f|]", before)[-1]
    behind = re.split(r"[\n\r\f|]", text[right : min(end, right + RIGHT)])[0].rstrip(" \t")
    if not line or not behind:
        return
    left = left_end - len(line)
    in_cell = end < sys.maxsize
    for cut, joint in _joints(line, behind, in_cell):
        yield Seam(left, left_end - cut, right, right + len(behind), joint, in_cell)


def _joints(before: str, behind: str, in_cell: bool) -> Iterator[tuple[int, str]]:
    """How many characters go from the end of what stands before, and what joins the two."""
    last, first = before[-1], behind[0]
    if last == "-" and len(before) > 1 and before[-2].isalnum():
        word = _LAST_WORD.search(before)
        if before[-2].isalpha() and first.islower():
            # "Quill-" and "feather": the hyphen is the line's. Words in small letters are split too often to be read.
            if "@" in behind.split(" ", 1)[0] or "@" in before.rsplit(" ", 1)[-1]:
                yield 0, ""
                yield 1, ""
            elif word and word.group()[0].isupper():
                yield 1, ""
        elif first.isalnum() and (first.isdigit() or first.isupper()):
            yield 0, ""
        return
    if "@" in before and _ADDRESS_BEFORE.search(before):
        token = before.rsplit(None, 1)[-1]
        if _WHOLE_ADDRESS.fullmatch(token.lstrip("(<[")) is None or first == ".":
            yield 0, ""
        return
    if "@" in behind and _LOCAL_BEHIND.match(behind) and (first == "@" or _LOCAL_BEFORE.search(before)):
        yield 0, ""
        return
    if _is_number(before, behind):
        if last not in "-./(" and first not in "-./)":
            yield 0, " "
        yield 0, ""
    elif _is_date(before, behind):
        yield 0, " "
    elif last in "/._=&?%" and _WEB_BEFORE.search(before):
        yield 0, ""
    elif first.isupper() and (in_cell or len(before) >= _WRAPPED) and _is_name(before, behind):
        yield 0, " "


def _is_number(before: str, behind: str) -> bool:
    if not any(map(str.isdigit, before[-4:])) or not any(map(str.isdigit, behind[:6])):
        return False
    left, right = _NUMBER_BEFORE.search(before), _NUMBER_BEHIND.match(behind)
    if left is None or right is None:
        return False
    digits = [sum(map(str.isdigit, part.group())) for part in (left, right)]
    return 7 <= sum(digits) <= 30


def _is_date(before: str, behind: str) -> bool:
    return _DATE_BEHIND.match(behind) is not None and _DATE_BEFORE.search(before) is not None


def _is_name(before: str, behind: str) -> bool:
    word, following = _LAST_WORD.search(before), _FIRST_WORD.match(behind)
    if word is None or following is None or not word.group()[0].isupper():
        return False
    if _STREET_BEFORE.search(before):
        return True
    return not (is_everyday(word.group().casefold()) or is_everyday(following.group().casefold()))


def _wrapped_cells(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Cells and the cells below them, of rows that go on: a word ends in a hyphen, or the first cell below is empty."""
    done = -1
    for match in _GOES_ON.finditer(text):
        below_start = text.index("\n", match.start()) + 1
        if below_start == done:
            continue
        done = below_start
        above_start = text.rfind("\n", 0, below_start - 1) + 1
        end = text.find("\n", below_start)
        above = _cells(text, above_start, below_start - 1)
        below = _cells(text, below_start, len(text) if end < 0 else end)
        if len(above) == len(below):
            yield from ((a, b) for a, b in zip(above, below, strict=True) if a[0] < a[1] and b[0] < b[1])


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells between the pipes of a row, without the white space around them."""
    cells = []
    pipes = [match.end() for match in re.finditer(r"\|", text[start:end])]
    for left, right in pairwise(pipes):
        cell = text[start + left : start + right - 1]
        indent = len(cell) - len(cell.lstrip())
        cells.append((start + left + indent, start + left + indent + len(cell.strip())))
    return cells
