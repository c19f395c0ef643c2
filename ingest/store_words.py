"""Full-text search in `store.db`: BM25 over what whoever asks may see, and nothing else.

FTS5's own `bm25` weighs a word by how many of all rows hold it, so a score would tell of documents that are hidden from
the asker. For somebody from whom some are hidden the same formula is computed over the other rows: each score is, to
the last bit, what it would be if the hidden ones had never been read in.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from operator import mul

import apsw

from ingest.lexical_query import match_expression
from ingest.store_duties import Rows
from policies.text import RedactedText

Hits = list[tuple[str, float]]

_WEIGHTS = (2.0, 1.5, 0.5, 1.0)
"""Of title, section, header and text."""

# As in SQLite's fts5_aux.c, to the order of its operations.
_K1, _B = 1.2, 0.75
_LEAST_IDF = 1e-6

_SEARCH = """
SELECT c.chunk_id, -found.score FROM
    (SELECT rowid, {score} AS score FROM words WHERE words MATCH ?
     AND rowid NOT IN (SELECT value FROM json_each(?)) ORDER BY score, rowid LIMIT ?) found
    JOIN chunks c ON c.row = found.rowid ORDER BY found.score, found.rowid
"""
_OF_ALL = _SEARCH.format(score="bm25(words, ?, ?, ?, ?)")
_OF_SOME = _SEARCH.format(score="bm25_without(words, ?, ?, ?, ?, ?, ?)")


class StoreWords:
    """The full-text index of the chunks."""

    def __init__(self, connection: apsw.Connection, rows: Rows) -> None:
        self._rows = rows
        connection.register_fts5_function("bm25_without", _bm25_without)

    def search(self, query: RedactedText, limit: int, hidden: frozenset[str] = frozenset()) -> Hits:
        """Chunks that hold any of the query's words: (chunk id, BM25, higher is better), best first.

        Chunks of `hidden` documents are left out of hits, limit and scores.
        """
        expression = match_expression(query)
        if expression is None or limit < 1:
            return []
        without = self._rows_of(hidden)
        listed = json.dumps(without)
        if without:
            values = (listed, self._tokens_in(listed), *_WEIGHTS, expression, listed, limit)
            return [(row[0], float(row[1])) for row in self._rows(_OF_SOME, values)]
        return [(row[0], float(row[1])) for row in self._rows(_OF_ALL, (*_WEIGHTS, expression, listed, limit))]

    def _rows_of(self, document_ids: Iterable[str]) -> list[int]:
        wanted = "SELECT row FROM chunks WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY row"
        return [row[0] for row in self._rows(wanted, (json.dumps(sorted(document_ids)),))]

    def _tokens_in(self, rows: str) -> int:
        """How many tokens rows (a JSON list of their numbers) hold, all columns together."""
        sizes = self._rows("SELECT sz FROM words_docsize WHERE id IN (SELECT value FROM json_each(?))", (rows,))
        return sum(sum(_varints(size)) for (size,) in sizes)


@dataclass(frozen=True, slots=True)
class _Statistics:
    """What BM25 takes from all rows: the weight of each phrase, and the average length of a row; weights of columns."""

    idf: tuple[float, ...]
    average: float
    weights: tuple[float, ...]


def _bm25_without(row: apsw.FTS5ExtensionApi, *values: apsw.SQLiteValue) -> float:
    """`bm25` as if some rows were not there: lower is better.

    `values`: a JSON list of those rows, how many tokens they hold, and the weight of each column.
    """
    over: _Statistics | None = row.aux_data
    if over is None:
        over = row.aux_data = _statistics(row, *values)
    long = _K1 * (1 - _B + _B * row.column_size(-1) / over.average)
    score = 0.0
    for phrase, idf in enumerate(over.idf):
        found = sum(map(mul, over.weights, map(len, row.phrase_locations(phrase))))
        if found:
            score += idf * ((found * (_K1 + 1.0)) / (found + long))
    return -1.0 * score


def _statistics(
    row: apsw.FTS5ExtensionApi, listed: apsw.SQLiteValue, tokens: apsw.SQLiteValue, *weights: apsw.SQLiteValue
) -> _Statistics:
    hidden = frozenset(json.loads(str(listed)))
    rows = row.row_count - len(hidden)
    idf = []
    for phrase in range(row.phrase_count):
        holding: list[int] = []
        row.query_phrase(phrase, _note, holding)
        hits = len(holding) - len(hidden.intersection(holding))
        weight = math.log((rows - hits + 0.5) / (hits + 0.5))
        idf.append(weight if weight > 0.0 else _LEAST_IDF)
    average = (row.column_total_size(-1) - int(str(tokens))) / rows
    return _Statistics(tuple(idf), average, tuple(float(str(each)) for each in weights))


def _note(row: apsw.FTS5ExtensionApi, holding: list[int]) -> None:
    holding.append(row.rowid)


def _varints(packed: bytes) -> Iterable[int]:
    """The numbers that SQLite packed into bytes (https://www.sqlite.org/fileformat2.html#varint), under 2^56."""
    value = 0
    for byte in packed:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            yield value
            value = 0
