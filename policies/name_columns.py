"""Cells of tables that a tagger took for persons or places, decided by their columns.

A tagger reads "Green" in a cell as it reads "Green" in a sentence. What the column is called and what its other cells
hold tells whether it is a tariff or a nurse. In doubt it stays a person.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.findings import Finding
from policies.recognizers.cells import (
    Kind,
    columns_of,
    counted,
    has_header,
    is_brand_header,
    is_code,
    is_filler,
    is_header_of_others,
    is_thing_header,
    kind_of,
    may_be_a_thing,
    names_a_column,
)
from policies.recognizers.lexicon import is_place
from policies.recognizers.names_known import KNOWN
from policies.recognizers.table_headers import entities_of
from policies.recognizers.tagger import TAGGER
from policies.recognizers.thing_words import NAMES_OF_THINGS
from policies.tables import Cell, Table, tables_in

_MONTHS_ALONE = frozenset("january february march july september october november december".split())
_MONTHS = _MONTHS_ALONE | {"april", "may", "june", "august"}
"""Some are names too: a column of months has one that is none."""

_LEAST_THINGS = 3


@dataclass(frozen=True, slots=True, repr=False)
class _Found:
    """The persons and places found in a text, in order."""

    findings: Sequence[Finding]
    starts: Sequence[int]

    def within(self, cell: Cell) -> Sequence[Finding]:
        """Those that start in a cell."""
        return self.findings[bisect_left(self.starts, cell[0]) : bisect_left(self.starts, cell[1])]

    def doubtful(self, cell: Cell, *types: str) -> list[Finding]:
        """Those of some types that a tagger alone found and that end in the cell."""
        return [
            each
            for each in self.within(cell)
            if each.entity_type in types and each.recognizer == TAGGER and each.end <= cell[1]
        ]

    def proves(self, cell: Cell) -> bool:
        """Whether a rule found a person there, and not a tagger alone."""
        return any(
            each.entity_type == "PERSON" and each.recognizer not in (TAGGER, KNOWN) for each in self.within(cell)
        )


def without_cells_of_things(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those of a tagger alone in cells that name columns, and in columns of things.

    Linear in the text but for sorting.
    """
    if not any(each.recognizer == TAGGER for each in findings):
        return list(findings)
    tagged = sorted((each for each in findings if each.entity_type in ("PERSON", "LOCATION")), key=lambda f: f.start)
    found = _Found(tagged, [each.start for each in tagged])
    dropped: set[Finding] = set()
    for table in tables_in(text):
        if has_header(text, table):
            dropped.update(_in_header(text, table, found))
        for header, told, cells in columns_of(text, table):
            if told is None:
                dropped.update(_in_column(header, {cell: text[slice(*cell)] for cell in cells}, found))
    return [each for each in findings if each not in dropped]


def _in_header(text: str, table: Table, found: _Found) -> Iterator[Finding]:
    """Persons that name columns. Columns may be called after persons: "Week", "Ward", "Okonjo" above hours."""
    cells = {cell: text[slice(*cell)] for cell in table.rows[0]}
    kinds = {cell: kind_of(value) for cell, value in cells.items()}
    tagged = {cell: inside for cell in cells if (inside := found.doubtful(cell, "PERSON"))}
    told = dict(zip(cells, entities_of(list(cells.values())), strict=True))
    alone = all(
        kind is Kind.THING or told[cell] or is_header_of_others(cells[cell]) or names_a_column(cells[cell])
        for cell, kind in kinds.items()
        if cells[cell]
    )
    for cell, inside in tagged.items():
        if kinds[cell] is Kind.THING or (alone and names_a_column(cells[cell])):
            yield from inside


def _in_column(header: str, cells: dict[Cell, str], found: _Found) -> Iterator[Finding]:
    """Persons and places in a column of things; persons where a cell alone tells that it is none."""
    kinds = {value: kind_of(value) for value in cells.values()}
    named = {value for value in kinds if kinds[value] is not Kind.NUMBER}
    proved = any(map(found.proves, cells))
    tagged = {
        value.casefold()
        for cell, value in cells.items()
        if kinds[value] is not Kind.THING and value.casefold() not in NAMES_OF_THINGS and found.doubtful(cell, "PERSON")
    }
    by_header = is_thing_header(header) and not proved and 2 * len(tagged) <= len(named)
    things = [value for value in named if kinds[value] is Kind.THING and not is_filler(value)]
    mostly_things = len(things) >= _LEAST_THINGS and 3 * len(things) >= 2 * len(named)
    by_cells = mostly_things and not proved and not any(kinds[value] is Kind.NAME for value in named)
    months = [value for value in named if value.casefold() in _MONTHS]
    by_months = any(value.casefold() in _MONTHS_ALONE for value in months) and 2 * len(months) >= len(named)
    by_brand = is_brand_header(header)
    numbered = counted(list(kinds))
    for cell, value in cells.items():
        kind = kinds[value]
        if by_header and may_be_a_thing(value):
            yield from found.doubtful(cell, "PERSON", *(() if is_place(value.casefold()) else ("LOCATION",)))
        elif (
            kind is Kind.NUMBER
            or is_code(header, value)
            or value in numbered
            or (by_cells and kind in (Kind.THING, Kind.EITHER))
            or (by_months and value in months)
            or (by_brand and " " not in value)
        ):
            yield from found.doubtful(cell, "PERSON")
