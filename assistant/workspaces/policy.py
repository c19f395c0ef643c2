"""The one policy of a workspace: fixed by its first ingestion, kept in its folder, and never silently another."""

from __future__ import annotations

import json
import os
from pathlib import Path

from policies.errors import PolicyError, StorageError
from policies.policy import BUILT_IN, Policy, load_policy

_RECORD = "policy.json"
_COPY = "policy.yaml"


def fixed_policy(folder: Path) -> Policy | None:
    """Return the policy that a workspace was begun with; None: nothing was ingested yet.

    A policy that ships with the product is kept by name and follows its updates; a user's own is kept as a copy, so
    that moving or editing the file changes nothing here.

    Raises:
        PolicyError: the copy is not the one that the workspace was begun with.
        StorageError: the record can't be read.
    """
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        name, fingerprint = str(record["name"]), str(record["fingerprint"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(
            f"{folder / _RECORD} can't be read.", remedy="Restore it from a backup of the data folder."
        ) from error
    if record.get("built_in"):
        return load_policy(name)
    policy = load_policy(str(folder / _COPY))
    if policy.fingerprint != fingerprint:
        raise PolicyError(
            f"{folder / _COPY} is not the policy that the workspace was begun with.",
            remedy="Restore it from a backup; a changed policy needs a workspace of its own.",
        )
    return policy


def has_policy(folder: Path) -> bool:
    """Whether a workspace was begun in that folder."""
    return (folder / _RECORD).is_file()


def refuse_another(folder: Path, fixed: Policy, name_or_path: str) -> None:
    """Pass when the policy is the one that the workspace has.

    Raises:
        PolicyError: the workspace has another policy, or there is no such policy.
    """
    policy = load_policy(name_or_path)
    if policy.fingerprint != fixed.fingerprint:
        raise PolicyError(
            f"Workspace '{folder.name}' has the policy '{fixed.name}', for good.",
            remedy=f"Leave --policy out, or give each policy a workspace: --workspace {policy.name}.",
        )


def fix_policy(folder: Path, name_or_path: str) -> Policy:
    """Fix the policy of a workspace that holds no document yet.

    Raises:
        PolicyError: there is no such policy.
        StorageError: the workspace's folder can't be written.
    """
    policy = load_policy(name_or_path)
    built_in = name_or_path in BUILT_IN
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not built_in:
            _write(folder / _COPY, Path(name_or_path).read_bytes())
        record = {"name": policy.name, "fingerprint": policy.fingerprint, "built_in": built_in}
        _write(folder / _RECORD, json.dumps(record, indent=1).encode())
    except OSError as error:
        raise StorageError(
            f"{folder} can't be written ({error.strerror}).", remedy="Check the data folder's rights and free disk."
        ) from error
    return policy


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
