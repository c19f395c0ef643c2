"""What everything that a client sends has in common, here and over the Model Context Protocol."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from assistant.setting_checks import is_workspace_name


def _workspace(name: str | None) -> str | None:
    if name is not None and not is_workspace_name(name):
        raise ValueError("no name of a workspace")
    return name


WorkspaceName = Annotated[str | None, AfterValidator(_workspace)]


def written(reason: str) -> str:
    """A reason that can be written to the trail: a lone surrogate can't."""
    reason.encode("utf-8")
    return reason


class Sent(BaseModel):
    """What a client sends: neither an error nor a `repr` shows any of it."""

    model_config = ConfigDict(hide_input_in_errors=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        return ()


class Body(Sent):
    """A body of ours: an unknown field is an error, for a misspelt one would be ignored in silence."""

    model_config = ConfigDict(extra="forbid")


class Said(Body):
    """An earlier question of the conversation, and what was answered."""

    question: str
    answer: str = ""
