"""Persons of a vault who turned out to be one: the tables' side of it.

    merged       what another spelling is found by, and the row that its person has; its token is written nowhere anew
    kept_apart   pairs that somebody looked at and found to be two people
    parted       who was merged into whom, and is a person of their own again

Rows are told by what they are found by, which outlives an exchange of tokens and a deletion. While a merge is `pending`
stored documents may hold the other token still.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol, TypeVar

import apsw

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS merged (
    token TEXT PRIMARY KEY COLLATE NOCASE, lookup BLOB NOT NULL UNIQUE, into_lookup BLOB NOT NULL,
    sealed BLOB NOT NULL, pending INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS merged_into ON merged (into_lookup);
CREATE TABLE IF NOT EXISTS kept_apart (
    lookup BLOB NOT NULL, other BLOB NOT NULL, PRIMARY KEY (lookup, other)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parted (
    lookup BLOB NOT NULL, from_lookup BLOB NOT NULL, PRIMARY KEY (lookup, from_lookup)
) STRICT, WITHOUT ROWID"""


_T = TypeVar("_T")


class Read(Protocol):
    """Reads from the file, one thread at a time."""

    def __call__(self, read: Callable[[apsw.Connection], _T]) -> _T:
        """What `read` gives."""
        ...


Change = Callable[[Callable[[apsw.Connection], None]], None]
"""Changes the file in one transaction."""


class MergedPersons:
    """Which persons of a vault are one. Durable; every process sees it."""

    def __init__(self, read: Read, change: Change) -> None:
        self._read = read
        self._change = change

    def merge(self, kept: str, other: str) -> None:
        """Give the person of `other` the token `kept`. Both have a row of their own."""
        self._change(lambda connection: merge(connection, kept, other))

    def split(self, token: str) -> None:
        """Make the person of a merged token one of their own again."""
        self._change(lambda connection: split(connection, token))

    def keep_apart(self, token: str, other: str) -> None:
        """Note that two persons are two. Both have a row of their own."""
        self._change(lambda connection: keep_apart(connection, token, other))

    def merging(self) -> Mapping[str, str]:
        """Merged tokens that stored documents may hold still, and those that take their place."""
        return self._read(pending)

    def end_merging(self) -> None:
        """Note that no document holds a merged token any more."""
        self._change(end)

    def merged(self) -> Mapping[str, str]:
        """Every merged token, and the one that its person has now."""
        return self._read(successors)

    def apart(self) -> set[frozenset[str]]:
        """The pairs of tokens that were found to be two persons."""
        return self._read(apart)

    def parted(self) -> set[tuple[str, str]]:
        """Tokens that are persons of their own again, each with one that stood for them in between."""
        return self._read(parted)


def merge(connection: apsw.Connection, kept: str, other: str) -> None:
    """Give what `other` is found by the token `kept`. Both have a row; inside a transaction."""
    into, gone = _lookup(connection, kept), _lookup(connection, other)
    # Whoever names them knows both: neither is any longer somebody whom only questions named.
    connection.execute("DELETE FROM asked WHERE id IN (SELECT id FROM pseudonyms WHERE lookup IN (?, ?))", (into, gone))
    connection.execute(
        "INSERT INTO merged SELECT token, lookup, ?, sealed, 1 FROM pseudonyms WHERE lookup = ?", (into, gone)
    )
    connection.execute("UPDATE merged SET into_lookup = ? WHERE into_lookup = ?", (into, gone))
    connection.execute("DELETE FROM pseudonyms WHERE lookup = ?", (gone,))


def split(connection: apsw.Connection, token: str) -> None:
    """Give what a merged token is found by its own row again, kept apart from the other. Inside a transaction."""
    lookup, from_lookup = _rows(connection, "SELECT lookup, into_lookup FROM merged WHERE token = ?", (token,))[0]
    connection.execute(
        "INSERT INTO pseudonyms (lookup, token, sealed) SELECT lookup, token, sealed FROM merged WHERE lookup = ?",
        (lookup,),
    )
    connection.execute("DELETE FROM merged WHERE lookup = ?", (lookup,))
    connection.execute("INSERT OR IGNORE INTO kept_apart VALUES (?, ?)", sorted((lookup, from_lookup)))
    connection.execute("INSERT OR IGNORE INTO parted VALUES (?, ?)", (lookup, from_lookup))


def parted(connection: apsw.Connection) -> set[tuple[str, str]]:
    """Tokens that are persons of their own again, each with one that stood for them in between."""
    query = (
        "SELECT a.token, b.token FROM parted s"
        " JOIN pseudonyms a ON a.lookup = s.lookup JOIN pseudonyms b ON b.lookup = s.from_lookup"
    )
    return {(str(a), str(b)) for a, b in _rows(connection, query)}


def pending(connection: apsw.Connection) -> Mapping[str, str]:
    """The tokens that stored documents may hold still, and those that take their place."""
    return _pairs(connection, "WHERE m.pending = 1")


def end(connection: apsw.Connection) -> None:
    """Note that no document holds a merged token any more. Inside a transaction."""
    connection.execute("UPDATE merged SET pending = 0")


def successors(connection: apsw.Connection) -> Mapping[str, str]:
    """Every merged token, and the one that its person has now."""
    return _pairs(connection, "")


def lookups(connection: apsw.Connection) -> dict[bytes, str]:
    """What merged spellings are found by, and the token that their person has now."""
    query = "SELECT m.lookup, p.token FROM merged m JOIN pseudonyms p ON p.lookup = m.into_lookup"
    return {bytes(row[0]): str(row[1]) for row in _rows(connection, query)}


def forget(connection: apsw.Connection, token: str, lookup: bytes | None) -> list[str]:
    """Remove a merged token, or all that were merged into a row that went; gives those tokens. In a transaction."""
    gone = _rows(
        connection, "DELETE FROM merged WHERE token = ? OR into_lookup = ? RETURNING token, lookup", (token, lookup)
    )
    for each in [lookup, *(row[1] for row in gone)]:
        connection.execute("DELETE FROM kept_apart WHERE ?1 IN (lookup, other)", (each,))
        connection.execute("DELETE FROM parted WHERE ?1 IN (lookup, from_lookup)", (each,))
    return [str(row[0]) for row in gone]


def renew(
    connection: apsw.Connection, token_for: Callable[[bytes, str], str], reseal: Callable[[str, str, bytes], bytes]
) -> None:
    """Give merged tokens others, as all are exchanged. Inside a transaction."""
    for old, lookup, sealed in _rows(connection, "SELECT token, lookup, sealed FROM merged"):
        token = token_for(lookup, old)
        connection.execute(
            "UPDATE merged SET token = ?, sealed = ? WHERE token = ?", (token, reseal(old, token, sealed), old)
        )


def keep_apart(connection: apsw.Connection, token: str, other: str) -> None:
    """Note that two persons are two. Both have a row; inside a transaction."""
    pair = sorted((_lookup(connection, token), _lookup(connection, other)))
    connection.execute("INSERT OR IGNORE INTO kept_apart VALUES (?, ?)", pair)


def apart(connection: apsw.Connection) -> set[frozenset[str]]:
    """The pairs of tokens that were found to be two persons."""
    query = (
        "SELECT a.token, b.token FROM kept_apart k"
        " JOIN pseudonyms a ON a.lookup = k.lookup JOIN pseudonyms b ON b.lookup = k.other"
    )
    return {frozenset((str(a), str(b))) for a, b in _rows(connection, query)}


def _lookup(connection: apsw.Connection, token: str) -> bytes:
    return bytes(_rows(connection, "SELECT lookup FROM pseudonyms WHERE token = ?", (token,))[0][0])


def _pairs(connection: apsw.Connection, where: str) -> dict[str, str]:
    query = f"SELECT m.token, p.token FROM merged m JOIN pseudonyms p ON p.lookup = m.into_lookup {where}"  # noqa: S608
    return {str(row[0]): str(row[1]) for row in _rows(connection, query)}


def _rows(connection: apsw.Connection, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = connection.execute(query, values).fetchall()
    return rows
