"""Cells of a table whose header names what they hold: `| Name | Phone | Date of birth |`. A column is decided whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.recognizers.large_places import is_large_place
from policies.recognizers.lexicon import is_everyday, is_listed_name, is_stop, is_surname
from policies.recognizers.name_shape import PARTICLE, RUN, Cue, name_in
from policies.recognizers.table_headers import NAME, PART_OF_NAME, TYPES, entities_of
from policies.recognizers.thing_words import is_word_of_tables
from policies.tables import Cell, Table, tables_in
from policies.words import Word

_TITLE = r"(?:(?:Dr|Dra|Mr|Mrs|Ms|Miss|Prof|Herr|Frau|Mme|M|Sr|Sra)\.?[ ]){0,2}"
_NAME_CELL = LatePattern(rf"{_TITLE}(?P<run>{RUN})(?P<first>,[ ]?{RUN})?")
_ANY_NAME = LatePattern(rf"{_TITLE}(?P<run>[^\W\d_][^\d\n|;:()/@]{{0,50}})")
_PARTICLE = LatePattern(rf"{PARTICLE}[ ]")
_OLD = re.compile(r"(?:9\d|1[0-2]\d)\b")
_NOTHING = frozenset(
    "n/a na none nil unknown tbd tba ? - – — x yes no keine keiner unbekannt aucun aucune inconnu ninguno".split()
)

_FREE = frozenset({"PERSON", "EMAIL_ADDRESS", "USERNAME", "STREET_ADDRESS", "LOCATION", "AGE"})
"""Types whose cells need not hold digits, or not any; those of the others do."""

_LONGEST_NUMBER = 40


class TableColumns(Finder):
    """Cells below a telling header score 0.8."""

    def __init__(self) -> None:
        super().__init__("table column", sorted(TYPES))

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Findings in each table; its first row is the header."""
        for table in tables_in(text):
            yield from _in_table(text, table)


def _in_table(text: str, table: Table) -> Iterator[Found]:
    columns = entities_of([text[start:end] for start, end in table.rows[0]])
    if not any(columns):
        return
    parts = [index for index, entity in enumerate(columns) if entity == PART_OF_NAME]
    named = _are_persons([text[slice(*cell)] for index in parts for cell in table.column(index)], beside=True)
    for index, entity in enumerate(columns):
        cells = [cell for cell in table.column(index) if text[slice(*cell)].casefold() not in _NOTHING]
        if entity == NAME:
            beside = any(other not in (None, NAME, PART_OF_NAME) for other in columns)
            entity = "PERSON" if _are_persons([text[slice(*cell)] for cell in cells], beside) else None
        if entity == PART_OF_NAME:
            yield from _persons(text, cells, sure=True) if named else ()
        elif entity == "PERSON":
            yield from _persons(text, cells)
        elif entity is not None:
            for cell in _others(text, cells, entity):
                yield Found(entity, *cell, 0.8, Evidence.CONTEXT)


def _are_persons(cells: list[str], beside: bool) -> bool:
    """Whether a column "Name" holds persons: most cells hold a listed name, or one does beside a phone or the like."""
    named = sum(_holds_listed_name(cell) for cell in cells)
    return named > 0 and (named * 2 >= len(cells) or beside)


def _holds_listed_name(cell: str) -> bool:
    words = re.findall(r"[^\W\d_]+", cell.casefold())
    return len(words) <= 6 and any(is_listed_name(word) and not is_everyday(word) for word in words)


def _persons(text: str, cells: list[Cell], *, sure: bool = False) -> Iterator[Found]:
    """Each cell's name; where most cells hold one, or it is `sure`, the others are names too, in whatever letters."""
    # A unit reports to a unit: "Treasury".
    named = {cell: _name(text, *cell) for cell in cells if not is_word_of_tables(text[slice(*cell)].casefold())}
    mostly = sure or 2 * sum(span is not None for span in named.values()) >= len(cells)
    for cell, span in named.items():
        if span is None and mostly:
            span = _any_name(text, *cell)
        if span is not None:
            yield Found("PERSON", *span, 0.8, Evidence.CONTEXT)


def _name(text: str, start: int, end: int) -> Cell | None:
    match = _NAME_CELL.match(text[start:end])
    span = name_in(match["run"], Cue.FIELD) if match else None
    if match is None or span is None:
        return None
    last = match.end("first") if match["first"] and span[1] == len(match["run"]) else match.start("run") + span[1]
    first = 0 if _PARTICLE.fullmatch(match["run"], 0, span[0]) else span[0]
    if span[0] == 0 and is_surname(text[start + last : end].strip().casefold()):
        last = end - start  # a surname that is a word of addresses too: "Summer Lane"
    return start + match.start("run") + first, start + last


def _any_name(text: str, start: int, end: int) -> Cell | None:
    match = _ANY_NAME.fullmatch(text[start:end].rstrip(" ."))
    if match is None:
        return None
    words = re.findall(r"[^\W\d_]+", match["run"].casefold())
    if not 1 <= len(words) <= 5 or any(is_stop(word) and not is_listed_name(word) for word in words):
        return None
    return start + match.start("run"), start + match.end("run")


def _others(text: str, cells: list[Cell], entity: str) -> Iterator[Cell]:
    """The cells of a column that hold what its header says."""
    values = {cell: text[slice(*cell)] for cell in cells}
    if entity not in _FREE:
        # A header such as "Vehicle" or "Policy" may stand above words: most cells must look like numbers.
        least = 2 if entity in ("DATE_TIME", "DATE_OF_BIRTH", "LICENSE_PLATE") else 3
        numbers = [value for value in values.values() if sum(map(str.isdigit, value)) >= least]
        if 2 * len(numbers) < len(values):
            return
    for cell, value in values.items():
        if _fits(value, entity):
            yield cell


def _fits(value: str, entity: str) -> bool:
    match entity:
        case "STREET_ADDRESS":
            return any(map(str.isdigit, value)) and len(value) >= 6
        case "LOCATION":
            return value[0].isupper() and value.count(" ") < 4 and not is_large_place(value)
        case "USERNAME":
            return " " not in value and len(value) >= 3
        case "EMAIL_ADDRESS":
            return "@" in value
        case "AGE":
            return _OLD.match(value) is not None
        case "US_ZIP":
            return re.fullmatch(r"\d{5}(?:-?\d{4})?", value) is not None
        case _:
            return any(map(str.isdigit, value)) and len(value) <= _LONGEST_NUMBER
