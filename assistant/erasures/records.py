"""What must outlive a restored data folder: the erasure log and the receipts, in a folder apart from the data."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import assistant
from assistant.erasures.receipt_drafts import ReceiptDrafts
from assistant.private_files import write_private
from policies.erasure_log import ErasureLog
from policies.receipts import ReceiptSigner

LOG_FILE = "erasures.log"
_RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class Records:
    """The records of an installation. `apart`: whether their folder lies outside of the data folder."""

    folder: Path
    log: ErasureLog
    signer: ReceiptSigner
    apart: bool

    def new_id(self) -> str:
        """An id for an erasure and its receipt: 16 hex digits."""
        return secrets.token_hex(8)

    @property
    def drafts(self) -> ReceiptDrafts:
        """Receipts of erasures that are not at their end."""
        return ReceiptDrafts(self.folder / _RECEIPTS)

    def finish(self, id: str) -> tuple[dict[str, Any], Path]:
        """Make the receipt of a draft that waits for nothing any more, and remove the draft.

        Raises:
            StorageError: it can't be written.
        """
        kept = self.keep(self.drafts.fields(id))
        self.drafts.remove(id)
        return kept

    def keep(self, fields: Mapping[str, Any]) -> tuple[dict[str, Any], Path]:
        """Sign a receipt, finished now, and write it (0600); gives it and where it lies.

        Raises:
            StorageError: it can't be written.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        receipt = self.signer.sign({**fields, "finished_at": now, "product": f"assistant {assistant.version()}"})
        path = self.folder / _RECEIPTS / f"{fields['id']}.json"
        write_private(path, json.dumps(receipt, ensure_ascii=False, indent=1) + "\n")
        return receipt, path
