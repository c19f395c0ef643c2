"""The units of a passage that can be quoted: sentences, list items and table rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from assistant.lexemes import TOKEN
from ingest.loaders.tables import has_header
from ingest.sentences import sentence_spans

UnitKind = Literal["sentence", "item", "row", "header", "heading"]

_MARK = re.compile(r"(?:[-*•‣◦–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s")
_CELL = re.compile(r"(?<=\|)[^|\n]+")
_RULE = re.compile(r"[\s|:+=_*-]+")
_SUBJECT = re.compile(r"(?:subject|re|betreff|asunto|objet)\s*:", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"(?:it|its|this|that|these|those|they|their|them|he|she|his|her|such|both|however|therefore|thus|also|otherwise|"
    r"instead|then|in addition|in this case|if so|if not|the latter|the former|as a result|for example|for instance|"
    r"moreover|furthermore|nevertheless|but|and|or|so)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A span of a passage's text: offsets in characters of that text, end exclusive, trimmed of white space.

    A heading is a short line of its own that says what follows, a question in a list of questions and the subject of a
    letter too. A header is the first row of a table, where a rule below it or its cells say so.
    """

    kind: UnitKind
    start: int
    end: int


def units(text: str) -> list[Unit]:
    """The units of a text in order, disjoint. Rules of tables (`|---|`) are no units."""
    found = [
        Unit(_kind(text, start, end), start, end)
        for start, end in sentence_spans(text)
        if not _RULE.fullmatch(text, start, end)
    ]
    for is_table, members in groupby(list(enumerate(found)), key=lambda numbered: numbered[1].kind == "row"):
        first, *rest = members
        if is_table and _has_header(text, [first[1], *(unit for _, unit in rest)]):
            found[first[0]] = replace(first[1], kind="header")
    return found


def points_back(sentence: str) -> bool:
    """Whether a sentence says little without the one before it ("It ...", "However, ...")."""
    return _POINTS_BACK.match(sentence) is not None


def after_mark(text: str, unit: Unit) -> int:
    """Where a unit's words begin: behind the bullet or number of an item, or the number of a clause ("4.2 ...")."""
    mark = (_MARK if unit.kind == "item" else _CLAUSE).match(text, unit.start, unit.end)
    return unit.start if mark is None else mark.end()


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of the table's row at characters `start` to `end` in order, trimmed, as characters of the text."""
    found = []
    for cell in _CELL.finditer(text, start, end):
        first = cell.end() - len(cell.group().lstrip())
        found.append((first, first + len(cell.group().strip())))
    return found


def _kind(text: str, start: int, end: int) -> UnitKind:
    if text[start] == "|":
        return "row"
    starts_line = not text[:start].strip(" \t") or text[:start].rstrip(" \t").endswith("\n")
    if text[start] == "#" or (starts_line and _is_heading(text, start, end)):
        return "heading"
    return "item" if starts_line and _MARK.match(text, start, end) else "sentence"


def _is_heading(text: str, start: int, end: int) -> bool:
    ends_line = not text[end:].split("\n", 1)[0].strip()
    more_follows = bool(text[end:].strip())
    marked = _MARK.match(text, start, end) is not None and text[start] in "-*•‣◦–"
    open_ended = text[end - 1] in "?:" or (text[end - 1].isalnum() and ":" not in text[start:end])
    headline = end - start <= 90 and open_ended
    return ends_line and more_follows and not marked and (headline or _SUBJECT.match(text, start, end) is not None)


def _has_header(text: str, rows: list[Unit]) -> bool:
    """Whether the first of a table's rows names the columns: a rule below it or the cells say so.

    A row with a pseudonym is about somebody.
    """
    if len(rows) < 2:
        return False
    if "--" in text[rows[0].end : rows[1].start]:
        return True
    if TOKEN.search(text, rows[0].start, rows[0].end):
        return False
    return has_header([[text[start:end] for start, end in cells(text, row.start, row.end)] for row in rows])
