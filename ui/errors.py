"""What the page tells a person when something fails: a problem and a remedy, never a stack trace."""

from __future__ import annotations


class UiError(Exception):
    """Something failed: `problem` says what, `remedy` what to do next; neither quotes a question."""

    def __init__(self, problem: str, *, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class UnreachableError(UiError):
    """The server does not answer, or not in time."""


class ProtocolError(UiError):
    """The server answered something that this page does not understand."""


class RefusedError(UiError):
    """The server answered with an error of its own. `status` is the HTTP status; 0 inside a stream."""

    def __init__(self, problem: str, *, remedy: str, status: int) -> None:
        super().__init__(problem, remedy=remedy)
        self.status = status

    @property
    def signed_out(self) -> bool:
        """Whether the server no longer accepts the key."""
        return self.status == 401
