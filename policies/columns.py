"""Columns of a table that are decided by most of their cells: what nine cells hold, the tenth holds too."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

from policies.evidence import Evidence
from policies.findings import OTHER_MENTION, Finding
from policies.recognizers.lexicon import is_stop
from policies.recognizers.table_headers import entities_of, entity_of, is_harmless_header
from policies.tables import Cell, Table, tables_in

SCORE = 0.6
LEAST_CELLS = 4
LEAST_SHARE = 0.6
"""Of a column's cells that must hold one type, each as a whole, so that the others do too."""

_YEAR = re.compile(r"(?:19|20)\d\d")

_UNDECIDED = frozenset({"DATE_TIME", "AGE", "ORGANIZATION", "LOCATION", "URL", "TOKEN"})
"""Types that stand in columns of other things too often to be handed on."""


def decide_columns(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings of a text, with those of its tables decided by the column.

    Where most cells of a column were found to be of one type, those in which nothing was found are too, unless its
    header says amounts, products or the like. Names of columns are no names of persons or places. `findings` are
    disjoint and in order; those that are given back need not be.
    """
    if not findings:
        return []
    more: list[Finding] = []
    names: set[Cell] = set()
    starts = [finding.start for finding in findings]
    for table in tables_in(text):
        if not _is_a_row_of_data(text, table):
            told = entities_of([text[slice(*cell)] for cell in table.rows[0]])
            names.update(
                cell for cell, entity in zip(table.rows[0], told, strict=True) if entity or _is_name(text[slice(*cell)])
            )
        first, last = table.rows[0][0][0], table.rows[-1][-1][1]
        inside = findings[bisect_left(starts, first) : bisect_left(starts, last)]
        if len(inside) >= LEAST_CELLS * LEAST_SHARE:
            more += _rest(text, table, inside)
    ends = {start: end for start, end in names}
    openings = sorted(ends)

    def end_of_name_at(offset: int) -> int:
        """The end of the name of a column that stands around an offset; the offset itself where none does."""
        place = bisect_right(openings, offset)
        return max(offset, ends[openings[place - 1]]) if place else offset

    def behind_names(finding: Finding) -> int:
        """Where a finding starts without the names of columns at its start."""
        start = finding.start
        while start < finding.end and (end := end_of_name_at(start)) > start:
            start = end
            while start < finding.end and not text[start].isalnum():
                start += 1
        return start if finding.evidence < Evidence.CHECKSUM else finding.start

    kept = [replace(finding, start=behind_names(finding)) for finding in findings] if names else findings
    return [*(finding for finding in kept if finding.start < finding.end), *more]


def _is_name(cell: str) -> bool:
    return entity_of(cell) is not None or is_harmless_header(cell)


def _rest(text: str, table: Table, inside: Sequence[Finding]) -> Iterator[Finding]:
    found = {(finding.start, finding.end): finding for finding in inside}
    starts = [finding.start for finding in inside]

    def is_free(cell: Cell) -> bool:
        place = bisect_left(starts, cell[1])
        return place == 0 or inside[place - 1].end <= cell[0]

    headless = _is_a_row_of_data(text, table)
    for index, header in enumerate(table.rows[0]):
        name = text[slice(*header)]
        if _is_name(name) and not headless:
            continue
        cells = table.column(index)
        if headless or any(map(str.isdigit, name)):
            cells.append(header)  # a table without a header: its first row is one as the others
        if len(cells) >= LEAST_CELLS:
            yield from _in_column(text, cells, found, [cell for cell in cells if is_free(cell)])


def _is_a_row_of_data(text: str, table: Table) -> bool:
    """Whether the first row has a number above numbers, and no year: "1, Adaeze Price" names no column of prices."""
    for index, cell in enumerate(table.rows[0]):
        column = [text[slice(*cell)], *(text[slice(*below)] for below in table.column(index))]
        if len(column) > 1 and all(number.isdecimal() for number in column) and _YEAR.fullmatch(column[0]) is None:
            return True
    return False


def _in_column(
    text: str, cells: Sequence[Cell], found: Mapping[Cell, Finding], free: Sequence[Cell]
) -> Iterator[Finding]:
    whole = [found[cell] for cell in cells if cell in found and found[cell].entity_type not in _UNDECIDED]
    if not whole:
        return
    entity, count = Counter(finding.entity_type for finding in whole).most_common(1)[0]
    if count < LEAST_SHARE * len(cells):
        return
    usual = median(finding.end - finding.start for finding in whole)
    for start, end in free:
        if _alike(text[start:end], entity, usual):
            yield Finding(start, end, entity, SCORE, Evidence.HEURISTIC, OTHER_MENTION)


def _alike(value: str, entity: str, usual: float) -> bool:
    """Whether a cell could be what the others of its column are."""
    if not usual / 2 <= len(value) <= usual * 2:
        return False
    if entity != "PERSON":
        return any(map(str.isdigit, value))
    words = value.replace(",", " ").split()
    return len(words) <= 5 and all(word[0].isalpha() and not is_stop(word.casefold().rstrip(".")) for word in words)
