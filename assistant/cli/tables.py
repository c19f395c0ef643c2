"""Tables in an answer, their cells one under another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

_RULE = re.compile(r"\|(?:-+\|)+")


def aligned(text: str, *, marks_seen: bool) -> str:
    """The text with the columns of its tables (rows like `| a | b |`) padded to the same width.

    `marks_seen`: the `**` around what is emphasised take room, for nothing turns them into bold.
    """
    lines: list[str] = []
    for is_table, group in groupby(text.split("\n"), key=lambda line: line.startswith("|")):
        members = list(group)
        lines += _padded(members, marks_seen) if is_table else members
    return "\n".join(lines)


def _padded(lines: Sequence[str], marks_seen: bool) -> Iterator[str]:
    def room(cell: str) -> int:
        return len(cell if marks_seen else cell.replace("**", ""))

    rows = [None if _RULE.fullmatch(line) else _cells(line) for line in lines]
    widths = [max(map(room, column)) for column in zip_longest(*filter(None, rows), fillvalue="")]
    for row in rows:
        if row is None:
            yield f"|{'|'.join('-' * (width + 2) for width in widths)}|"
        else:
            cells = [cell + " " * (width - room(cell)) for cell, width in zip(row, widths, strict=False)]
            yield f"| {' | '.join(cells)} |"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
