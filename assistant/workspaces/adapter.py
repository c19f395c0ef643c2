"""The LoRA adapter that a workspace's questions are answered with, kept in its folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from policies.errors import ModelError, StorageError

if TYPE_CHECKING:
    from assistant.models import ModelShelf
    from assistant.workspaces.workspace import Workspace

_RECORD = "adapter.json"


def chosen_adapter(folder: Path) -> str:
    """The adapter's name; empty: none was chosen.

    Raises:
        StorageError: the record can't be read.
    """
    try:
        return str(json.loads((folder / _RECORD).read_text(encoding="utf-8"))["adapter"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(
            f"{folder / _RECORD} can't be read.",
            remedy=f"Choose anew: assistant workspaces adapter {folder.name} ADAPTER|none",
        ) from error


def change_adapter(workspace: Workspace, models: ModelShelf, name: str, *, actor: str) -> str:
    """Choose an adapter for a workspace's questions from now on (empty: none); gives the model that it belongs to.

    Questions to other engines are answered as ever.

    Raises:
        ModelError: there is no such adapter.
        StorageError: the choice can't be kept.
    """
    from assistant.models.record import ADAPTER
    from assistant.private_files import write_private
    from policies.audit_events import AuditEvent

    base = ""
    if name:
        found = models.find(name)
        if found.kind != ADAPTER:
            raise ModelError(f"'{name}' is a model, not an adapter.", remedy="See `assistant models list`.")
        base = found.base
    workspace.parts.audit.record(AuditEvent("adapter_chosen", actor, workspace.name, (), {"adapter": name or "none"}))
    write_private(workspace.folder / _RECORD, json.dumps({"adapter": name}))
    return base


def workspaces_with(home: Path, name: str) -> list[str]:
    """The workspaces that chose an adapter, by name."""
    found = [each.parent for each in sorted((home / "workspaces").glob(f"*/{_RECORD}"))]
    return [each.name for each in found if chosen_adapter(each) == name]
