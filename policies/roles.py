"""Roles and what each may do. The whole table, in one place, to be read by an auditor."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from policies.errors import AccessError, ConfigError

Permission = Literal[
    "ask",  # ask, search, read documents and passages (redacted, always), redact a text
    "ingest",  # add, replace and delete documents, summarise
    "restore",  # read the value behind a pseudonym, with a reason
    "subject",  # find, export and erase a data subject
    "audit",  # read and verify the trail
    "acknowledge",  # let the trail go on after an older copy of it was restored
    "keys",  # create, list and revoke API keys
    "operate",  # doctor, repair, models
]


class Role(StrEnum):
    """Who someone is to the system."""

    USER = "user"
    EDITOR = "editor"
    OFFICER = "officer"
    ADMIN = "admin"


PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.USER: frozenset({"ask"}),
        Role.EDITOR: frozenset({"ask", "ingest"}),
        # The data protection officer: the one role that sees names.
        Role.OFFICER: frozenset({"ask", "restore", "subject", "audit", "acknowledge"}),
        # Runs the machine and hands out keys, and sees no names (separation of duties).
        Role.ADMIN: frozenset({"ask", "ingest", "audit", "keys", "operate"}),
    }
)


def may(role: Role, permission: Permission) -> bool:
    """Whether a role has a permission."""
    return permission in PERMISSIONS[role]


def require(role: Role, permission: Permission) -> None:
    """Pass, or raise AccessError."""
    if not may(role, permission):
        raise AccessError(
            f"The role {role.value} may not do this.",
            remedy="Ask an administrator for a key whose role may.",
        )


def role_named(name: str) -> Role:
    """The role of that name. ConfigError: there is none."""
    try:
        return Role(name)
    except ValueError as error:
        raise ConfigError(
            f"There is no role {name!r}.", remedy=f"Choose one of: {', '.join(role.value for role in Role)}."
        ) from error
