"""The installation as far as a request reaches: what its asker may not see isn't there, before any retrieval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from assistant import installation
from assistant.answer import Answer
from assistant.rest.errors import HttpError
from assistant.wiring import Wiring
from assistant.workspaces.workspace import Workspace
from policies.errors import AccessError
from policies.members import Principal, Standing
from policies.roles import Permission, Role, may


class Reach(Wiring):
    """A `Wiring` for one request, which stands in the place of the whole one: only ways to workspaces differ.

    A workspace is opened for the permission that the request's route asks for. Who has no standing in it is told what
    is told of one that isn't there; documents that are restricted to others are hidden, except from whoever serves
    data subjects, who must find all that is held.
    """

    def __init__(
        self,
        whole: Wiring,
        principal: Principal,
        permission: Callable[[], Permission],
        answered: Callable[[Answer], None],
    ) -> None:
        self._whole = whole
        self._principal = principal
        self._permission = permission
        self._answered = answered

    def __getattribute__(self, name: str) -> object:
        """Give what is told in this class, and of everything else what the whole installation has."""
        if name in Reach.__dict__ or name in (
            "_whole",
            "_principal",
            "_permission",
            "_answered",
            "__dict__",
            "__class__",
        ):
            return object.__getattribute__(self, name)
        return getattr(object.__getattribute__(self, "_whole"), name)

    def workspace(self, name: str | None = None) -> Workspace:
        """The workspace of that name (None: the default one), as the asker sees it.

        Raises:
            AccessError: there is none, or not for the asker: both alike.
            HttpError: 403, the asker is a member and may not do this there; audited.
        """
        name = name or self._whole.settings.workspace
        standing = self._standing(name)
        permission = self._permission()
        if not standing.may(permission):
            installation.record_refused_access(
                self._whole, actor=self._principal.name, permission=permission, workspace=name
            )
            raise HttpError(
                403,
                f"The role '{standing.roles[0].value}' may not do this in this workspace.",
                remedy="Ask an administrator for another role.",
                code="forbidden",
            )
        opened = self._whole.workspace(name)
        return opened.seen_by(None if permission == "subject" else standing.labels, self._answered)

    def known_workspace(self, name: str) -> Workspace:
        """As `workspace`."""
        return self.workspace(name)

    def workspaces(self) -> list[str]:
        """Names of the workspaces in which the asker may do this."""
        return self._allowed(self._whole.workspaces())

    def workspaces_and_vaults(self) -> list[str]:
        """As `workspaces`, with those that hold names though nothing was ingested."""
        return self._allowed(self._whole.workspaces_and_vaults())

    def _allowed(self, names: Sequence[str]) -> list[str]:
        permission, members = self._permission(), self._whole.access.members
        standings = [(name, members.standing(self._principal, name)) for name in names]
        return [name for name, standing in standings if standing is not None and standing.may(permission)]

    def workspace_to_fill(self, name: str | None = None, *, policy: str | None = None) -> Workspace:
        """As `workspace`; a new one may be begun by who may fill any, and once some have members by operators alone.

        Raises:
            as `workspace`.
        """
        name = name or self._whole.settings.workspace
        if not self._whole.has_workspace(name):
            allowed = may(self._principal.role, self._permission())
            if self._whole.access.members.closed():
                allowed = allowed and may(self._principal.role, "operate")
            if not allowed or self._whole.access.members.standing(self._principal, name) is None:
                raise unknown_workspace()
            self._whole.workspace_to_fill(name, policy=policy)
        opened = self.workspace(name)
        self._whole.workspace_to_fill(name, policy=policy)
        return opened

    def permissions_in(self, workspace: str) -> tuple[Permission, ...]:
        """What the asker may do in a workspace, whatever this request is for.

        Raises:
            AccessError: as `workspace`.
        """
        standing = self._standing(workspace)
        return tuple(each for each in get_args(Permission) if standing.may(each))

    def role_in(self, workspace: str | None = None, permission: Permission | None = None) -> Role:
        """The role under which the asker acts in a workspace (None: in whichever one they may), for a permission.

        Raises:
            AccessError: as `workspace`.
        """
        names = self.workspaces() if workspace is None else [workspace]
        return self._standing(names[0]).role_for(permission or self._permission()) if names else self._principal.role

    def _standing(self, name: str) -> Standing:
        """Find out both things before either is told, so that neither shows by the time it takes."""
        there = self._whole.has_workspace(name) or name == self._whole.settings.workspace
        if self._permission() == "subject":
            there = there or self._whole.storage.has_vault(name)
        standing = self._whole.access.members.standing(self._principal, name)
        if not there or standing is None:
            raise unknown_workspace()
        return standing


def unknown_workspace() -> AccessError:
    """The one answer of a workspace that isn't there, or not for whoever asks."""
    return AccessError("There is no such workspace.", remedy="See GET /v1/workspaces, or ask an administrator.")
