"""Rows of a table in which given name and surname stand in cells of their own: together they name one person."""

from __future__ import annotations

from policies.late_pattern import LatePattern
from policies.recognizers.table_headers import is_given_name_header, is_surname_header
from policies.tables import tables_in

_EITHER = LatePattern(r"(?i)name|nom|prénom|apellido|naam|nome|first|given")
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "unknown", "?", "x"})


def whole_names(text: str) -> dict[int, str]:
    """Where such a cell starts: the row's given name and surname. Linear in the text."""
    found: dict[int, str] = {}
    if _EITHER.search(text) is None:
        return found
    for table in tables_in(text):
        headers = [text[start:end].replace("_", " ") for start, end in table.rows[0]]
        given = [index for index, header in enumerate(headers) if is_given_name_header(header, headers)]
        last = [index for index, header in enumerate(headers) if is_surname_header(header, headers)]
        if len(given) != 1 or not last:
            continue
        for row in table.rows[1:]:
            cells = [row[index] for index in (*given, *last) if index < len(row)]
            cells = [cell for cell in cells if text[slice(*cell)].casefold() not in _NOTHING]
            if len(cells) > 1 and cells[0] == row[given[0]]:
                name = " ".join(" ".join(text[start:end].split()) for start, end in cells)
                found |= dict.fromkeys((start for start, _ in cells), name)
    return found
