"""What a client raises.

AssistantError
└── ClientError             problem + remedy, neither of which quotes what was sent
    ├── UnreachableError    the server does not answer, or not in time
    ├── ProtocolError       its answer can't be understood
    └── RefusedError        it answered with an error; `status` and `code` say which
"""

from __future__ import annotations

from policies.errors import AssistantError


class ClientError(AssistantError):
    """A request failed."""


class UnreachableError(ClientError):
    """The server does not answer, or not in time."""


class ProtocolError(ClientError):
    """The server answered something that this client does not understand."""


class RefusedError(ClientError):
    """The server answered with an error. `status` is the HTTP status, 0 within a stream; `code` the server's name."""

    def __init__(self, problem: str, *, remedy: str, status: int, code: str) -> None:
        super().__init__(problem, remedy=remedy)
        self.status = status
        self.code = code
