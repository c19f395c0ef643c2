"""Labelled documents of a user's own: texts, and where personal data stands in them.

A folder, searched with its subfolders, holds `NAME.txt` (UTF-8) and says what is personal in one of two ways:

    NAME.json beside it     [{"start": 10, "end": 18, "entity_type": "PERSON"}, ...]
    marks in the text       Seen by [[PERSON:Jane Roe]] on [[DATE_TIME:4 May 2021]].

`start` and `end` are characters (Unicode code points) of the text, from 0, end exclusive. A text that holds nothing
personal has the file `[]`; a text with neither is not measured, only looked through. What can't be read is told by file
and line, and its text is left out, for what the labels don't tell would count against the redactor.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policies.errors import ConfigError

_MARK = re.compile(r"\[\[([A-Za-z][A-Za-z0-9_]*):(.+?)\]\]", re.DOTALL)
_OPENED = re.compile(r"\[\[[A-Za-z][A-Za-z0-9_]*:")


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """Characters `start`..`end` (end exclusive) are personal data of this type."""

    start: int
    end: int
    entity_type: str


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text and its labels, in order; None: nobody labelled it. `name` is the path within the folder."""

    name: str
    text: str = field(repr=False)
    labels: tuple[Label, ...] | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that can't be used. `line` counts from 1; `problem` quotes nothing of the text."""

    file: str
    line: int
    problem: str


def read_folder(folder: Path, entity_types: Collection[str]) -> tuple[list[LabelledText], list[Unread]]:
    """The texts of a folder in order of name, and the rows that can't be read.

    Raises:
        ConfigError: there is no such folder, or no text in it.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder} is no folder.", remedy="Name the folder that holds the labelled texts.")
    reader = _Reader(folder, entity_types)
    paths = sorted(path for path in folder.rglob("*.txt") if path.is_file())
    texts = [text for path in paths if (text := reader.read(path)) is not None]
    if not texts and not reader.unread:
        raise ConfigError(
            f"{folder} holds no text (*.txt).", remedy="`assistant policy evaluate --help` shows the two formats."
        )
    return texts, reader.unread


class _Reader:
    def __init__(self, folder: Path, entity_types: Collection[str]) -> None:
        self._folder = folder
        self._types = entity_types
        self.unread: list[Unread] = []

    def read(self, path: Path) -> LabelledText | None:
        name = path.relative_to(self._folder).as_posix()
        before = len(self.unread)
        text, labels = self._text_and_labels(path, name)
        ordered = None if labels is None else tuple(sorted(labels))
        return LabelledText(name, text, ordered) if len(self.unread) == before else None

    def _text_and_labels(self, path: Path, name: str) -> tuple[str, list[Label] | None]:
        raw = self._characters(path, name)
        beside = path.with_suffix(".json")
        if beside.is_file():
            rows_name = f"{name[:-4]}.json"
            return raw, list(self._rows(self._characters(beside, rows_name), rows_name, len(raw)))
        text, labels = self._marks(raw, name)
        return text, labels or None

    def _characters(self, path: Path, name: str) -> str:
        try:
            return path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            self._refuse(name, 1, f"can't be read ({error.strerror})")
        except UnicodeDecodeError as error:
            self._refuse(name, error.object.count(b"\n", 0, error.start) + 1, "is not UTF-8")
        return ""

    def _rows(self, source: str, name: str, length: int) -> Iterator[Label]:
        for row, line in self._objects(source, name):
            label = self._label(row, line, name, length)
            if label is not None:
                yield label

    def _objects(self, source: str, name: str) -> Iterator[tuple[Any, int]]:
        """The items of a JSON list, each with the line that it starts on."""
        decoder, place = json.JSONDecoder(), _past_white(source, 0)
        if source[place : place + 1] != "[":
            self._refuse(name, 1, "is no JSON list")
            return
        place = _past_white(source, place + 1)
        while source[place : place + 1] != "]":
            line = source.count("\n", 0, place) + 1
            try:
                row, place = decoder.raw_decode(source, place)
            except (ValueError, RecursionError):
                self._refuse(name, line, "is no JSON from here on")
                return
            yield row, line
            place = _past_white(source, place)
            if source[place : place + 1] == ",":
                place = _past_white(source, place + 1)
            elif source[place : place + 1] != "]":
                self._refuse(name, source.count("\n", 0, place) + 1, "a comma or the end of the list is missing")
                return

    def _label(self, row: Any, line: int, name: str, length: int) -> Label | None:
        if not isinstance(row, dict) or not {"start", "end", "entity_type"} <= row.keys():
            self._refuse(name, line, "has no start, end and entity_type")
            return None
        start, end, entity_type = row["start"], row["end"], row["entity_type"]
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
            self._refuse(name, line, f"start and end are no characters of the text, which has {length}")
            return None
        return Label(start, end, entity_type) if self._is_known(entity_type, name, line) else None

    def _marks(self, raw: str, name: str) -> tuple[str, list[Label]]:
        """The text without its marks, and what they mark. Marks that can't be used leave what they hold as text."""
        parts: list[str] = []
        labels: list[Label] = []
        done = length = 0
        for mark in _MARK.finditer(raw):
            parts += (raw[done : mark.start()], mark[2])
            start = length + mark.start() - done
            done, length = mark.end(), start + len(mark[2])
            if self._is_known(mark[1], name, raw.count("\n", 0, mark.start()) + 1):
                labels.append(Label(start, length, mark[1]))
        parts.append(raw[done:])
        text = "".join(parts)
        for opened in _OPENED.finditer(text):
            self._refuse(name, text.count("\n", 0, opened.start()) + 1, "a mark has no end, or stands in another")
        return text, labels

    def _is_known(self, entity_type: Any, name: str, line: int) -> bool:
        if isinstance(entity_type, str) and entity_type in self._types:
            return True
        near = difflib.get_close_matches(str(entity_type).upper(), self._types, n=1, cutoff=0.5)
        self._refuse(name, line, "is of no type that there is" + (f"; did you mean {near[0]}?" if near else ""))
        return False

    def _refuse(self, name: str, line: int, problem: str) -> None:
        self.unread.append(Unread(name, line, problem))


def _past_white(source: str, place: int) -> int:
    while source[place : place + 1] and source[place] in " \t\r\n":
        place += 1
    return place
