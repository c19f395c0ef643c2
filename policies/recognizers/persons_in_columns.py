"""Places of a tagger that are persons: in a column of names it takes the rare ones for towns.

Before a policy sorts out what it wants: one that keeps places would keep these persons.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from policies.recognizers.cells import Kind, columns_of, is_filler, is_header_of_others, is_titled, kind_of
from policies.recognizers.finder import Found
from policies.recognizers.large_places import is_large_place
from policies.recognizers.lexicon import is_place
from policies.tables import Cell, tables_in


def with_persons_in_columns(text: str, found: Iterable[Found]) -> list[Found]:
    """What a tagger found, with places that fill cells of a column of persons for persons.

    Of most of its cells a name is known, and one is surely a person's. Linear in the text but for sorting.
    """
    ordered = sorted(found, key=lambda each: (each.start, each.end))
    if not any(each.entity_type == "LOCATION" for each in ordered):
        return ordered
    starts = [each.start for each in ordered]
    persons: set[Found] = set()
    for table in tables_in(text):
        for header, told, cells in columns_of(text, table):
            if told in (None, "PERSON", "NAME", "PART OF NAME") and not is_header_of_others(header):
                inside = {cell: ordered[bisect_left(starts, cell[0]) : bisect_left(starts, cell[1])] for cell in cells}
                persons.update(_persons(text, inside))
    return [replace(each, entity_type="PERSON") if each in persons else each for each in ordered]


def _persons(text: str, cells: Mapping[Cell, Sequence[Found]]) -> Iterator[Found]:
    places: list[Found] = []
    persons, names, count = 0, 0, 0
    for cell, inside in cells.items():
        value = text[slice(*cell)]
        kind = kind_of(value)
        if kind is Kind.NUMBER or is_filler(value):
            continue
        is_person = is_titled(value) or any(each.entity_type == "PERSON" for each in inside)
        persons += is_person
        names += is_person or kind is Kind.NAME
        count += 1
        if kind is not Kind.THING and not (is_large_place(value) or is_place(value.casefold())):
            places += [each for each in inside if each.entity_type == "LOCATION" and (each.start, each.end) == cell]
    if persons and 2 * names >= count:
        yield from places
