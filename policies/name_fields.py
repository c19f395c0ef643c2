"""Fields of records that hold names: `"lastName": "Stoll"`, `<family>Stoll</family>`, "Surname: Stoll" on a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from policies.late_pattern import LatePattern
from policies.recognizers.table_headers import entity_of, is_given_name_header, is_surname_header

Part = Literal["given", "surname", "whole"]

_VALUE = r"[^\W\d_][^\"<>{}\n\\]{0,60}"
_QUOTED = rf'\\?"(?P<key>[A-Za-zÀ-ÿ_ .-]{{2,40}})\\?"[ ]?:\s{{0,8}}(?:\[\s{{0,40}})?\\?"(?P<value>{_VALUE})\\?"'
_TAGGED = rf"<(?:\w{{1,20}}:)?(?P<tag>[A-Za-z_][\w.-]{{1,40}})(?:\s[^<>\n]{{0,80}})?>[ ]?(?P<held>{_VALUE})</"
_ON_A_LINE = (
    r"^[ \t*_|>-]{0,6}(?P<label>[^\W\d_][^\W\d]{2,12}(?:[ ][^\W\d_]{2,10}){0,3})\**[ ]?[:=][ \t*_]{0,20}"
    r"(?P<rest>[^\W\d_][^\n|:;,(]{0,60})$"
)
_MARK_UP = LatePattern(f"{_QUOTED}|{_TAGGED}", needs=r"\":|\" :|</")
_LINES = LatePattern(_ON_A_LINE, re.MULTILINE, needs=r"(?i)name|nom|apellido|naam")
_MORE = re.compile(rf'\s{{0,40}},\s{{0,40}}"(?P<value>{_VALUE})"(?!\s{{0,8}}:)')
_APART = re.compile(r"\}|</(?:\w+:)?[nN]ame>|\n[ \t]*\n")
_IN_ONE_LIST = re.compile(r"\\?\"\s{0,40},\s{0,40}\\?\"|</([\w:.-]{1,60})>\s{0,40}<\1(?:\s[^<>\n]{0,80})?>")
"""Between two given names of one person: those of a list, or of one element that is repeated."""

_LONGEST_GAP = 120
_MOST_FIELDS = 6
"""Fields that one name has: more are no names of one person."""

_BARE_GIVEN, _BARE_SURNAME = frozenset({"given", "first"}), frozenset({"family", "last"})
_BARE = _BARE_GIVEN | _BARE_SURNAME
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class NameField:
    """Characters `start` to `end` hold a name, or a part of one."""

    part: Part
    start: int
    end: int
    bare: bool = False
    """Whether its key tells it only beside another one: "family" may be one of fonts."""


def name_fields(text: str) -> list[NameField]:
    """The fields in mark-up that hold persons' names, in order. Linear in the text."""
    fields = list(_in_mark_up(text))
    together = _in_full(text, fields) if any(field.bare for field in fields) else {}
    return [field for field in fields if not field.bare or field.start in together]


def names_of_fields(text: str) -> dict[int, str]:
    """Where a part of a name starts: the name in full, from the fields beside each other. Linear in the text."""
    return _in_full(text, _in_mark_up(text)) | _in_full(text, _on_lines(text))


def _in_full(text: str, fields: Iterable[NameField]) -> dict[int, str]:
    """Where a part of a name starts: the name that the fields beside each other make."""
    found: dict[int, str] = {}
    group: list[NameField] = []
    for field in [*(each for each in fields if each.part != "whole"), None]:
        if field is not None and (not group or _go_together(text, group, field)):
            group.append(field)
            continue
        found |= _whole(text, group)
        group = [] if field is None else [field]
    return found


def _in_mark_up(text: str) -> Iterator[NameField]:
    for match in _MARK_UP.finditer(text):
        group, key = ("value", match["key"]) if match["key"] else ("held", match["tag"])
        part = _part(key)
        if part is None or not _could_be_a_name(match[group]):
            continue
        bare = key.casefold() in _BARE
        yield NameField(part, *match.span(group), bare)
        end = match.end()
        while match["key"] and part == "given" and (more := _MORE.match(text, end)):
            yield NameField(part, *more.span("value"), bare)
            end = more.end()


def _on_lines(text: str) -> Iterator[NameField]:
    for match in _LINES.finditer(text):
        part = _part(match["label"])
        if part is not None and part != "whole" and _could_be_a_name(match["rest"]):
            yield NameField(part, match.start("rest"), match.start("rest") + len(match["rest"].rstrip()))


def _part(key: str) -> Part | None:
    name = re.sub(r"[_.-]|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", key).strip()
    folded = name.casefold()
    if folded in _BARE_GIVEN or is_given_name_header(name, ()):
        return "given"
    if folded in _BARE_SURNAME or is_surname_header(name, ()):
        return "surname"
    return "whole" if entity_of(name) == "PERSON" else None


def _could_be_a_name(value: str) -> bool:
    return len(value.split()) <= _MOST_WORDS and not any(map(str.isdigit, value))


def _go_together(text: str, group: list[NameField], field: NameField) -> bool:
    """Whether a field is of the same record as those before it: given names, then or after one surname."""
    end = group[-1].end
    if len(group) == _MOST_FIELDS or field.start - end > _LONGEST_GAP:
        return False
    if any(each.part == field.part for each in group):
        if field.part == "surname" or group[-1].part == "surname":
            return False
        return _IN_ONE_LIST.fullmatch(text, end, field.start) is not None
    return _APART.search(text, end, field.start) is None


def _whole(text: str, group: list[NameField]) -> dict[int, str]:
    given = [text[each.start : each.end].strip() for each in group if each.part == "given"]
    surname = [text[each.start : each.end].strip() for each in group if each.part == "surname"]
    if not (given and surname):
        return {}
    name = " ".join(" ".join([*given, *surname]).split())
    return {each.start: name for each in group}
