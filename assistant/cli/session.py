"""What a command is given: settings, the terminal, and the parts of the system, opened when they are asked for."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.cli.terminal import Terminal
from assistant.settings import Settings

if TYPE_CHECKING:  # wiring is imported when a command opens it: `assistant --help` needs none of it
    from assistant.wiring import Wiring
    from policies.roles import Permission


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one command."""

    settings: Settings
    terminal: Terminal

    @property
    def actor(self) -> str:
        """Who acts, for the audit: the account of the operating system, not the one a variable claims."""
        try:
            import pwd
        except ImportError:  # Windows has no password database
            return f"os:{getpass.getuser()}"
        try:
            return f"os:{pwd.getpwuid(os.getuid()).pw_name}"
        except KeyError:  # a container's user without an entry
            return f"os:uid-{os.getuid()}"

    @property
    def role(self) -> str:
        """The role of whoever uses the command line."""
        return self.settings.cli_role

    def require(self, permission: Permission, wiring: Wiring) -> None:
        """Pass, or audit that somebody asked for what their role may not do.

        Raises:
            AccessError: the role of the command line lacks the permission.
        """
        from policies.roles import may, require, role_named

        role = role_named(self.role)
        if not may(role, permission):
            from assistant import installation

            installation.record_refused_access(wiring, actor=self.actor, permission=permission)
        require(role, permission)

    @contextmanager
    def wiring(self) -> Iterator[Wiring]:
        """The parts of the system, closed again at the end."""
        from assistant.wiring import Wiring

        with Wiring(self.settings) as wiring:
            yield wiring
