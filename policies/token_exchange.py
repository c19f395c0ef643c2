"""Exchanging the tokens of a vault for those of a new pseudonym key: the tables' side of it.

    pseudonyms    the token that a value has now
    former        tokens that stand in stored documents still, and the token that each one became
    spent         tokens whose values were forgotten: they are never given to anybody again
    merged        tokens of persons who turned out to be others (`policies.token_merging`)
    generations   the secrets of pseudonym keys, the newest one in use

An exchange begins and ends with one transaction each; between the two both tokens of a value resolve. While it lasts
there is an older generation, whose secret the end overwrites before the row goes: a kill between is seen and completed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import apsw

from policies import token_merging as merging

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS generations (number INTEGER PRIMARY KEY, secret BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS former (
    token TEXT PRIMARY KEY COLLATE NOCASE, successor TEXT NOT NULL COLLATE NOCASE
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS former_of ON former (successor);
CREATE TABLE IF NOT EXISTS spent (token TEXT PRIMARY KEY COLLATE NOCASE) STRICT, WITHOUT ROWID"""

Candidates = Callable[[bytes, bytes, str], Iterator[str]]
"""Tokens for a value, best first: from a generation's secret, the value's lookup and the entity type."""

Reseal = Callable[[str, str, bytes], bytes]
"""What is sealed for an old token, sealed for a new one: (old, new, sealed)."""


def entity_type_of(token: str) -> str:
    """The entity type that a token names."""
    return token[1:].rpartition("_")[0]


def secret_in_use(connection: apsw.Connection) -> bytes:
    """The newest generation's secret."""
    return bytes(_rows(connection, "SELECT secret FROM generations ORDER BY number DESC LIMIT 1")[0][0])


def is_pending(connection: apsw.Connection) -> bool:
    """Whether an exchange was begun and is not at its end."""
    return len(_rows(connection, "SELECT number FROM generations LIMIT 2")) > 1


def taken(connection: apsw.Connection, token: str) -> bool:
    """Whether a token, whatever its case, was ever given to a value and may stand in a document."""
    query = (
        "SELECT 1 FROM pseudonyms WHERE token = ?1 UNION ALL SELECT 1 FROM former WHERE token = ?1"
        " UNION ALL SELECT 1 FROM spent WHERE token = ?1 UNION ALL SELECT 1 FROM merged WHERE token = ?1"
    )
    return bool(_rows(connection, query, (token,)))


def begin(
    connection: apsw.Connection, secret: bytes, spent_secret: bytes, candidates: Candidates, reseal: Reseal
) -> None:
    """Give every value a token of the new generation; what it had becomes its former one. Inside a transaction.

    Tokens of forgotten values are exchanged too, under `spent_secret`, which is kept nowhere: nobody can tell who they
    were, before or after.
    """
    connection.execute("INSERT INTO generations (secret) VALUES (?)", (secret,))
    rows = _rows(connection, "SELECT id, lookup, token, sealed FROM pseudonyms ORDER BY id")
    spent = [str(row[0]) for row in _rows(connection, "SELECT token FROM spent")]
    others = [*spent, *merging.successors(connection)]
    names = {str(row[2]).casefold() for row in rows} | {token.casefold() for token in others}

    def free(secret: bytes, lookup: bytes, old: str) -> str:
        token = next(t for t in candidates(secret, lookup, entity_type_of(old)) if t.casefold() not in names)
        names.add(token.casefold())
        connection.execute("INSERT INTO former VALUES (?, ?)", (old, token))
        return token

    for row_id, lookup, old, sealed in rows:
        token = free(secret, lookup, old)
        connection.execute(
            "UPDATE pseudonyms SET token = ?, sealed = ? WHERE id = ?", (token, reseal(old, token, sealed), row_id)
        )
    merging.renew(connection, lambda lookup, old: free(secret, lookup, old), reseal)
    for old in spent:
        token = free(spent_secret, old.encode(), old)
        connection.execute("UPDATE spent SET token = ? WHERE token = ?", (token, old))


def successors(connection: apsw.Connection) -> Mapping[str, str]:
    """What each former token became."""
    return {str(row[0]): str(row[1]) for row in _rows(connection, "SELECT token, successor FROM former")}


def aliases(connection: apsw.Connection, token: str) -> list[str]:
    """The present token of what a token stands for, then the former one, if an exchange is pending."""
    found = _rows(connection, "SELECT successor FROM former WHERE token = ?", (token,))
    present = str(found[0][0]) if found else token
    former = _rows(connection, "SELECT token FROM former WHERE successor = ?", (present,))
    return [present, *(str(row[0]) for row in former)]


def end(connection: apsw.Connection) -> None:
    """Forget former tokens and overwrite the old key's secret. Inside a transaction; `cleared` follows."""
    connection.execute("DELETE FROM former")
    connection.execute(
        "UPDATE generations SET secret = zeroblob(32) WHERE number < (SELECT max(number) FROM generations)"
    )


def cleared(connection: apsw.Connection) -> None:
    """Note that no byte of the old secret is left: the exchange is at its end. Inside a transaction."""
    connection.execute("DELETE FROM generations WHERE number < (SELECT max(number) FROM generations)")


def _rows(connection: apsw.Connection, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = connection.execute(query, values).fetchall()
    return rows
