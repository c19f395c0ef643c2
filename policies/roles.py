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
    "metrics",  # read counts and durations, none of which names anyone
    "keys",  # create, list and revoke API keys
    "members",  # say who belongs to a workspace, and to whom a document is restricted
    "operate",  # doctor, repair, models, new workspaces
]


IN_A_WORKSPACE: Final[frozenset[Permission]] = frozenset({"ask", "ingest", "restore", "subject", "audit", "members"})
"""What a member's role gives in its workspace; the rest concerns the installation, where the key's own role counts."""


class Role(StrEnum):
    """Who someone is, to the installation or in a workspace."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    OFFICER = "officer"
    AUDITOR = "auditor"
    ADMIN = "admin"
    # What READER and CONTRIBUTOR were called before workspaces had members.
    USER = "reader"
    EDITOR = "contributor"

    @classmethod
    def _missing_(cls, value: object) -> Role | None:
        return OTHER_NAMES.get(str(value))


OTHER_NAMES: Final[Mapping[str, Role]] = MappingProxyType(
    {"user": Role.READER, "editor": Role.CONTRIBUTOR, "privacy-officer": Role.OFFICER}
)
"""Names that mean a role and are not how it is written: older keys, settings and scripts have them."""

PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.READER: frozenset({"ask"}),
        Role.CONTRIBUTOR: frozenset({"ask", "ingest"}),
        # The data protection officer: the one role that sees names.
        Role.OFFICER: frozenset({"ask", "restore", "subject", "audit", "acknowledge"}),
        # Sees what was done, and no document.
        Role.AUDITOR: frozenset({"audit", "metrics"}),
        # Runs the machine and hands out keys, and sees no names (separation of duties).
        Role.ADMIN: frozenset({"ask", "ingest", "audit", "metrics", "keys", "members", "operate"}),
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
    """The role of that name, or of that other name. ConfigError: there is none."""
    try:
        return Role(name)
    except ValueError as error:
        raise ConfigError(
            f"There is no role {name!r}.", remedy=f"Choose one of: {', '.join(role.value for role in Role)}."
        ) from error


def names_of_roles() -> tuple[str, ...]:
    """Every name that means a role."""
    return (*(role.value for role in Role), *OTHER_NAMES)
