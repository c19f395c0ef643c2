"""Tables of an HTML page as rows of equally many cells: what spans rows or columns stands in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ingest.loaders.characters import squeeze
from ingest.loaders.html_content import is_dropped, text_of
from ingest.loaders.tables import YEAR, has_header, is_number
from policies.errors import LoadError

_MOST_COLUMNS_SPANNED = 100
_MOST_HEADER_ROWS = 4
_ROOM = 200_000


@dataclass(frozen=True, slots=True, repr=False)
class HtmlTable:
    """A table's titles (rows of a single cell above all others) and its rows, of which the first may be the header."""

    titles: list[str]
    rows: list[list[str]]
    has_header: bool


@dataclass(frozen=True, slots=True, repr=False)
class _Row:
    texts: dict[int, str]  # by column
    starts: frozenset[int]  # the columns in which a cell of its own begins
    names: bool  # whether its marks make it a row of headers

    @property
    def is_lone(self) -> bool:
        return len(self.starts) == len(self.texts) == 1


class HtmlTables:
    """Reads the tables of one page.

    Cells are laid out as browsers do (WHATWG HTML, section 4.9.12.1). What they repeat is bounded over the page: ten
    bytes of spans can ask for a gigabyte of text.
    """

    def __init__(self, name: str, characters: int) -> None:
        """`characters` is the length of the page, `name` what errors call it."""
        self._name = name
        self._room = max(_ROOM, 10 * characters)

    def read(self, table: Any) -> HtmlTable:
        """A table that holds data, see `is_data`.

        Raises:
            LoadError: the cells of the page repeat more text than anyone can have meant.
        """
        laid = [row for _, group in groupby(_rows(table), key=_parent) for row in self._laid_out(list(group))]
        laid = [row for row in laid if any(row.texts.values())]
        titles: list[str] = []
        while len(laid) > 1 and laid[0].is_lone:
            titles += laid.pop(0).texts.values()
        # A column that no cell begins in isn't there for whoever looks at the page.
        columns = sorted({column for row in laid for column in row.starts})
        rows = [[row.texts.get(column, "") for column in columns] for row in laid]
        count = _header_rows(laid, rows)
        header = [_joined(list(column)) for column in zip(*rows[:count], strict=True)]
        return HtmlTable(titles, [header, *rows[count:]] if count else rows, count > 0)

    def _laid_out(self, group: list[Any]) -> Iterator[_Row]:
        """The rows of a part of a table; no cell reaches beyond it."""
        held: dict[int, tuple[str, int]] = {}  # by column: a text from above, and the row before which it ends
        for index, row in enumerate(group):
            held = {column: (text, end) for column, (text, end) in held.items() if index < end}
            texts = {column: text for column, (text, _) in held.items()}
            cells = list(row.iter("td", "th"))
            starts = set()
            at = 0
            for cell in cells:
                while at in texts:
                    at += 1
                text = squeeze(text_of(cell))
                down = _span(cell, "rowspan", len(group) - index)
                # A cell alone in its row heads a part of the table: said once.
                lone = len(cells) == down == 1 and not held
                across = 1 if lone else _span(cell, "colspan", _MOST_COLUMNS_SPANNED)
                self._take((across * down - 1) * (len(text) + 1))
                starts.add(at)
                for column in range(at, at + across):
                    texts[column] = text
                    if down > 1:
                        held[column] = text, index + down
                at += across
            if starts:
                yield _Row(texts, frozenset(starts), _names_columns(row, cells))

    def _take(self, characters: int) -> None:
        self._room -= characters
        if self._room < 0:
            raise LoadError(
                f"{self._name}: the cells of its tables span more rows and columns than can be read.",
                remedy="Take rowspan and colspan out of its tables, or leave it out.",
            )


def is_data(table: Any) -> bool:
    """Whether a table holds data: at least two rows of at least two cells, and no table inside."""
    rows = [len(row.findall("*")) for row in _rows(table)]
    return len(rows) > 1 and max(rows) > 1 and table.find(".//table") is None


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows, not those of tables inside it."""
    for part in table:
        if not isinstance(part.tag, str) or is_dropped(part):
            continue
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.iterfind("tr") if not is_dropped(row))


def _parent(row: Any) -> Any:
    return row.getparent()


def _span(cell: Any, attribute: str, most: int) -> int:
    """How many rows or columns a cell spans; 0 is said of all rows that follow."""
    said = cell.get(attribute, "").strip()
    if not (said.isdecimal() and said.isascii() and len(said) < 10):
        return 1
    if said.strip("0") == "":
        return most if attribute == "rowspan" else 1
    return min(int(said), most)


def _names_columns(row: Any, cells: Sequence[Any]) -> bool:
    """Whether a row is one of headers by its marks; a corner without text may be an ordinary cell."""
    if len(cells) < 2:
        return False
    heads = any(cell.tag == "th" for cell in cells)
    return row.getparent().tag == "thead" or (
        heads and not any(cell.tag == "td" and squeeze(text_of(cell)) for cell in cells)
    )


def _header_rows(laid: Sequence[_Row], rows: Sequence[Sequence[str]]) -> int:
    """How many rows from the first on are the header; 0 without one."""
    marked = next((count for count, row in enumerate(laid) if not row.names), len(laid))
    if marked == len(laid) > 1:
        return 1  # marks that are on all rows say nothing
    if marked:
        return min(marked, _MOST_HEADER_ROWS)
    spans = bool(laid) and len(laid[0].starts) < len(laid[0].texts)
    if spans and len(rows) > 2 and not any(map(_is_amount, rows[1])) and any(map(_is_amount, rows[2])):
        return 2 if has_header([list(map(_joined, zip(*rows[:2], strict=True))), *rows[2:]]) else 0
    return int(has_header(rows))


def _is_amount(cell: str) -> bool:
    return is_number(cell) and not YEAR.fullmatch(cell)


def _joined(texts: Sequence[str]) -> str:
    """The headers above one column, from the top, as one name."""
    return " ".join(dict.fromkeys(filter(None, texts)))
