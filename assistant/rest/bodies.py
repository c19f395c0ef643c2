"""What every JSON body has in common. pydantic stands at this edge and nowhere further in."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from assistant.setting_checks import is_workspace_name


def _workspace(name: str | None) -> str | None:
    if name is not None and not is_workspace_name(name):
        raise ValueError("no name of a workspace")
    return name


WorkspaceName = Annotated[str | None, AfterValidator(_workspace)]


class Body(BaseModel):
    """A body of ours: an unknown field is an error, for a misspelt one would be ignored in silence."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
