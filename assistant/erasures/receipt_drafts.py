"""Receipts in the making: what was done in each workspace of one erasure, kept until the last one is done.

A draft lies where the receipts do, apart from the data, and holds what they hold: ids, counts, findings. After a kill
whoever completes the erasure in a workspace adds to it, so that one request gives one receipt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.erasures.erasure import NOT_SCANNED
from assistant.private_files import write_private
from policies.errors import StorageError

_SUFFIX: Final = ".draft"


@dataclass(frozen=True, slots=True)
class ReceiptDrafts:
    """The drafts in the folder of the receipts."""

    folder: Path

    def begin(self, id: str, about: Mapping[str, Any], workspaces: Sequence[str]) -> None:
        """Write a draft that waits for those workspaces."""
        self._write(id, {"about": {"id": id, **about}, "workspaces": list(workspaces), "parts": []})

    def add(self, id: str, part: Mapping[str, Any]) -> None:
        """Add what was done in a workspace. What a killed run had told of it before is counted with it."""
        draft = self._read(id)
        before = [each for each in draft["parts"] if each["workspace"] == part["workspace"]]
        others = [each for each in draft["parts"] if each not in before]
        erased = _sum([each["erased"] for each in (*before, part)])
        self._write(id, {**draft, "parts": [*others, {**part, "erased": erased}]})

    def waits(self, id: str, workspace: str) -> bool:
        """Whether there is a draft of that id that a workspace belongs to."""
        return self._path(id).exists() and workspace in self._read(id)["workspaces"]

    def missing(self, id: str) -> list[str]:
        """The workspaces that nothing was told of yet."""
        draft = self._read(id)
        told = {each["workspace"] for each in draft["parts"]}
        return [each for each in draft["workspaces"] if each not in told]

    def begun(self) -> list[str]:
        """Ids of the erasures that are not at their end: running, or killed."""
        return sorted(path.stem for path in self.folder.glob(f"*{_SUFFIX}"))

    def fields(self, id: str) -> dict[str, Any]:
        """The fields of the receipt that a draft makes: all workspaces together, and each on its own."""
        draft = self._read(id)
        order = {name: place for place, name in enumerate(draft["workspaces"])}
        parts = sorted(draft["parts"], key=lambda each: order[each["workspace"]])
        scans = [each["scan"] for each in parts]
        remains = list(dict.fromkeys(each for scan in scans for each in scan["remains"]))
        return {
            **draft["about"],
            "cause": next((each["cause"] for each in parts if each["cause"] != "demand"), "demand"),
            "logged_at": parts[0]["logged_at"],
            "erased": _sum([each["erased"] for each in parts]),
            "held": [document for each in parts for document in each["held"]],
            "scan": {
                "files": max(each["files"] for each in scans),
                "bytes": max(each["bytes"] for each in scans),
                "needles": sum(each["needles"] for each in scans),
                "not_scanned": list(NOT_SCANNED),
                "remains": remains,
                "clean": not remains,
            },
            "workspaces": parts,
        }

    def remove(self, id: str) -> None:
        """Remove a draft."""
        self._path(id).unlink(missing_ok=True)

    def _path(self, id: str) -> Path:
        return self.folder / f"{id}{_SUFFIX}"

    def _write(self, id: str, draft: Mapping[str, Any]) -> None:
        write_private(self._path(id), json.dumps(draft, ensure_ascii=False) + "\n")

    def _read(self, id: str) -> dict[str, Any]:
        path = self._path(id)
        try:
            draft: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StorageError(
                f"The draft of a receipt, {path}, can't be read.",
                remedy="Delete it: what it is about is erased all the same, with a receipt for each workspace.",
            ) from error
        return draft


def _sum(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(each[name] for each in counts) for name in counts[0]}
