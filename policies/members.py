"""Who belongs to which workspace, under which role, and which labels they bear.

A workspace is open, to every key of the installation under its own role, until it gets its first member. From then on
it is there for its members alone; removing the last one does not open it again, `forget` does.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from policies.database import open_database, storage_errors, transaction
from policies.errors import AccessError, ConfigError
from policies.keys import Keyring
from policies.roles import IN_A_WORKSPACE, Permission, Role, may, role_named

_WHO: Final = re.compile(r"[\w.@+-][\w .@+:/-]{0,99}")
MOST_LABELS: Final = 32
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS closed_workspaces (workspace TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (
    workspace TEXT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL, labels TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (workspace, who)
) STRICT, WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a name, the role it has in the installation, and the groups that it belongs to.

    A name is an API key's, or `oidc:NAME`; a group is `group:NAME`. So none of them can be taken for another.
    """

    name: str
    role: Role
    groups: frozenset[str] = frozenset()

    @property
    def marks(self) -> frozenset[str]:
        """The names under which somebody may be a member, and which a document may be restricted to."""
        return self.groups | {self.name}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a workspace: a person's name or a group's, see `Principal`. `since` is UTC, ISO 8601."""

    who: str
    role: Role
    labels: tuple[str, ...]
    since: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a workspace: their roles there, and what marks them where a document is restricted."""

    roles: tuple[Role, ...]
    labels: frozenset[str] = field(default=frozenset())

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles has a permission."""
        return any(may(role, permission) for role in self.roles)

    def role_for(self, permission: Permission) -> Role:
        """The role under which it is done; one without the permission where none has it."""
        return next((role for role in self.roles if may(role, permission)), self.roles[0])


class Members:
    """The members of each workspace, in the file of API keys. Safe between threads and between processes."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._lock = threading.Lock()
        self._connection = open_database(path, key)
        with transaction(self._connection):
            self._connection.execute(_SCHEMA)

    @classmethod
    def open(cls, path: Path, *, keyring: Keyring) -> Self:
        """The members at `path`, the file of API keys (`access.db`), made when it is not there."""
        return cls(path, keyring.key("access"))

    def add(self, workspace: str, who: str, role: Role | str, labels: Iterable[str] = ()) -> Member:
        """Add a member, or give one another role and other labels; the workspace is closed to others from now on.

        Raises:
            ConfigError: the name or a label is unfit, or there is no such role.
        """
        member = Member(
            fit_name(who, "member"),
            role_named(role),
            fit_labels(labels),
            datetime.now(UTC).isoformat(timespec="seconds"),
        )
        row = (workspace, member.who, member.role.value, json.dumps(member.labels), member.since)
        with self._lock, transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO closed_workspaces VALUES (?)", (workspace,))
            self._connection.execute("INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?, ?)", row)
        return member

    def remove(self, workspace: str, who: str) -> None:
        """End a membership, at once and in every process.

        Raises:
            AccessError: there is no such member.
        """
        with self._lock, transaction(self._connection):
            gone = self._connection.execute(
                "DELETE FROM members WHERE workspace = ? AND who = ? RETURNING who", (workspace, who)
            ).fetchall()
        if not gone:
            raise AccessError("There is no such member.", remedy="See `assistant workspaces members`.")

    def forget(self, workspace: str) -> None:
        """Forget the members of a workspace, which is open to every key again."""
        with self._lock, transaction(self._connection):
            self._connection.execute("DELETE FROM members WHERE workspace = ?", (workspace,))
            self._connection.execute("DELETE FROM closed_workspaces WHERE workspace = ?", (workspace,))

    def of(self, workspace: str) -> tuple[Member, ...]:
        """The members of a workspace, by name."""
        rows = self._rows("SELECT who, role, labels, since FROM members WHERE workspace = ? ORDER BY who", (workspace,))
        return tuple(_member(row) for row in rows)

    def closed(self) -> frozenset[str]:
        """The workspaces that are there for their members alone."""
        return frozenset(row[0] for row in self._rows("SELECT workspace FROM closed_workspaces"))

    def standing(self, principal: Principal, workspace: str) -> Standing | None:
        """What somebody is in a workspace; None: it is closed, and they are no member.

        Their own membership counts before those of their groups; those of several groups add up.
        """
        marks = principal.marks
        found = self._memberships(marks, workspace)
        own = [each for each in found if each.who == principal.name] or found
        if own:
            return Standing(
                tuple(dict.fromkeys(each.role for each in own)),
                marks.union(*(each.labels for each in own)),
            )
        closed = self._rows("SELECT 1 FROM closed_workspaces WHERE workspace = ?", (workspace,))
        return None if closed else Standing((principal.role,), marks)

    def somewhere(self, principal: Principal, permission: Permission) -> bool:
        """Whether somebody has a permission of workspaces as a member of any."""
        if permission not in IN_A_WORKSPACE:
            return False
        return any(may(each.role, permission) for each in self._memberships(principal.marks))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _memberships(self, marks: frozenset[str], workspace: str | None = None) -> list[Member]:
        rows = self._rows(
            """SELECT who, role, labels, since FROM members
               WHERE who IN (SELECT value FROM json_each(?)) AND (?2 IS NULL OR workspace = ?2) ORDER BY who""",
            (json.dumps(sorted(marks)), workspace),
        )
        return [_member(row) for row in rows]

    def _rows(self, sql: str, values: tuple[str | None, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock, storage_errors("access.db"):
            return self._connection.execute(sql, values).fetchall()


def fit_name(name: str, noun: str) -> str:
    """The name, when it can be a member's or a label.

    Raises:
        ConfigError: it can't.
    """
    if not _WHO.fullmatch(name):
        raise ConfigError(
            f"The name of a {noun} has 1 to 100 letters, digits, spaces and . _ @ + - : /",
            remedy="Write it as `assistant keys list` shows it, or as oidc:NAME or group:NAME.",
        )
    return name


def fit_labels(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels, each once and in order.

    Raises:
        ConfigError: one is unfit, or there are too many.
    """
    fit = tuple(sorted({fit_name(label, "label") for label in labels}))
    if len(fit) > MOST_LABELS:
        raise ConfigError(f"More than {MOST_LABELS} labels.", remedy="Let one label stand for the group.")
    return fit


def _member(row: tuple[Any, ...]) -> Member:
    who, role, labels, since = row
    return Member(who, Role(role), tuple(json.loads(labels)), since)
