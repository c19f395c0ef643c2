"""Tables whose cells span rows and columns, as rows of equally many cells: what spans several stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.loaders.tables import YEAR, has_header, is_number
from policies.errors import LoadError

MOST_COLUMNS_SPANNED = 100
_MOST_HEADER_ROWS = 4
_ROOM = 200_000


@dataclass(frozen=True, slots=True, repr=False)
class Cell:
    """A cell's text and how many rows and columns it spans."""

    text: str
    down: int = 1
    across: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """The cells that begin in a row; `names` says that its marks make it one of headers."""

    cells: list[Cell]
    names: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """A table's titles (rows of a single cell above all others) and its rows, of which the first may be the header."""

    titles: list[str]
    rows: list[list[str]]
    has_header: bool


@dataclass(frozen=True, slots=True, repr=False)
class _LaidRow:
    texts: dict[int, str]  # by column
    starts: frozenset[int]  # the columns in which a cell of its own begins
    names: bool

    @property
    def is_lone(self) -> bool:
        return len(self.starts) == len(self.texts) == 1

    @property
    def spans_columns(self) -> bool:
        return len(self.starts) < len(self.texts)


class MergedCells:
    """Lays out the tables of one document.

    Cells are laid out as browsers do (WHATWG HTML, section 4.9.12.1). What they repeat is bounded over the document:
    ten bytes of spans can ask for a gigabyte of text.
    """

    def __init__(self, name: str, characters: int) -> None:
        """`characters` is the length of the document, `name` what errors call it."""
        self._name = name
        self._room = max(_ROOM, 10 * characters)

    def table(self, parts: Sequence[Sequence[Row]]) -> Table:
        """The table that parts of rows make; no cell reaches beyond its part.

        Raises:
            LoadError: the cells of the document repeat more text than anyone can have meant.
        """
        laid = [row for part in parts for row in self._laid_out(part) if any(row.texts.values())]
        titles: list[str] = []
        while laid and laid[0].is_lone:
            titles += laid.pop(0).texts.values()
        # A column that no cell begins in isn't there for whoever looks at the table.
        columns = sorted({column for row in laid for column in row.starts})
        rows = [[row.texts.get(column, "") for column in columns] for row in laid]
        count = _header_rows(laid, rows)
        header = [_joined(list(column)) for column in zip(*rows[:count], strict=True)]
        return Table(titles, [header, *rows[count:]] if count else rows, count > 0)

    def _laid_out(self, part: Sequence[Row]) -> Iterator[_LaidRow]:
        held: dict[int, tuple[str, int]] = {}  # by column: a text from above, and the row before which it ends
        for index, row in enumerate(part):
            held = {column: (text, end) for column, (text, end) in held.items() if index < end}
            texts = {column: text for column, (text, _) in held.items()}
            starts = set()
            at = 0
            for cell in row.cells:
                while at in texts:
                    at += 1
                down = min(cell.down, len(part) - index)
                # A cell alone in its row heads a part of the table: said once.
                lone = len(row.cells) == down == 1 and not held
                across = 1 if lone else min(cell.across, MOST_COLUMNS_SPANNED)
                self._take((across * down - 1) * (len(cell.text) + 1))
                starts.add(at)
                for column in range(at, at + across):
                    texts[column] = cell.text
                    if down > 1:
                        held[column] = cell.text, index + down
                at += across
            if starts:
                yield _LaidRow(texts, frozenset(starts), row.names)

    def _take(self, characters: int) -> None:
        self._room -= characters
        if self._room < 0:
            raise LoadError(
                f"{self._name}: the cells of its tables span more rows and columns than can be read.",
                remedy="Split the merged cells of its tables, or leave it out.",
            )


def _header_rows(laid: Sequence[_LaidRow], rows: Sequence[Sequence[str]]) -> int:
    """How many rows from the first on are the header; 0 without one."""
    marked = next((count for count, row in enumerate(laid) if not row.names), len(laid))
    if marked == len(laid) > 1:
        return 1  # marks that are on all rows say nothing
    if marked:
        return min(marked, _MOST_HEADER_ROWS)
    if len(rows) > 2 and laid[0].spans_columns and _is_below_names(laid, rows):
        return 2 if has_header([list(map(_joined, zip(*rows[:2], strict=True))), *rows[2:]]) else 0
    return int(has_header(rows))


def _is_below_names(laid: Sequence[_LaidRow], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the second row belongs to the header: a cell of the first reaches into it, or figures begin below it."""
    reaches = len(laid[1].starts) < len(laid[1].texts) and len(laid[2].starts) == len(laid[2].texts)
    return reaches or (not any(map(_is_amount, rows[1])) and any(map(_is_amount, rows[2])))


def _is_amount(cell: str) -> bool:
    return is_number(cell) and not YEAR.fullmatch(cell)


def _joined(texts: Sequence[str]) -> str:
    """The headers above one column, from the top, as one name."""
    return " ".join(dict.fromkeys(filter(None, texts)))
