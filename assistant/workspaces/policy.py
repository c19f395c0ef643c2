"""The one policy of a workspace: fixed by its first ingestion, kept in its folder, and never silently another."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from ingest.writer_lock import WriterLock
from policies.errors import PolicyError, StorageError
from policies.loading import load_policy
from policies.policy import BUILT_IN, Policy

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


def settle_policy(folder: Path, asked: str | None, *, default: str, holds_documents: Callable[[], bool]) -> None:
    """Fix the policy of a workspace that has none, or holds no document yet; `asked` for another one is refused.

    One process at a time does so, and none while another one ingests: two first ingestions end under one policy.

    Args:
        folder: of the workspace.
        asked: name or path of the policy that somebody chose; None: whichever the workspace has, else `default`.
        default: of the installation.
        holds_documents: whether something was ingested, asked anew once nobody else can write.

    Raises:
        PolicyError: the workspace has another policy, or there is no such policy.
        BusyError: there is something to fix, and another command or request writes.
        StorageError: the workspace's folder can't be written.
    """
    fixed = fixed_policy(folder)
    if fixed is not None and asked is None:
        return
    policy = load_policy(asked or default)  # before a folder is made for it
    if fixed is not None:
        if policy.fingerprint == fixed.fingerprint:
            return
        if holds_documents():
            raise _another(folder, fixed, policy)
    lock = WriterLock(folder / "writer.lock")
    try:
        fixed = fixed_policy(folder)  # another process may have been first
        if fixed is None or (asked is not None and not holds_documents()):
            _fix(folder, policy, asked or default)
        elif asked is not None and policy.fingerprint != fixed.fingerprint:
            raise _another(folder, fixed, policy)
    finally:
        lock.release()


def refuse_stale(folder: Path, policy: Policy) -> None:
    """Pass when `policy` is still the one of a workspace that is open for writing: until then it could be exchanged.

    Raises:
        PolicyError: it is another one by now.
    """
    fixed = fixed_policy(folder)
    if fixed is not None and fixed.fingerprint != policy.fingerprint:
        raise _another(folder, fixed, policy)


def _another(folder: Path, fixed: Policy, asked: Policy) -> PolicyError:
    return PolicyError(
        f"Workspace '{folder.name}' has the policy '{fixed.name}', for good.",
        remedy=f"Leave --policy out, or give each policy a workspace: --workspace {asked.name}.",
    )


def _fix(folder: Path, policy: Policy, name_or_path: str) -> None:
    built_in = name_or_path in BUILT_IN
    record = {"name": policy.name, "fingerprint": policy.fingerprint, "built_in": built_in}
    try:
        if not built_in:
            # Killed before the next record is written, there is none: better than one of another copy.
            (folder / _RECORD).unlink(missing_ok=True)
            _write(folder / _COPY, Path(name_or_path).read_bytes())
        _write(folder / _RECORD, json.dumps(record, indent=1).encode())
    except OSError as error:
        raise StorageError(
            f"{folder} can't be written ({error.strerror}).", remedy="Check the data folder's rights and free disk."
        ) from error


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")  # the lock makes it ours alone
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
