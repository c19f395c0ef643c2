"""What an erasure is asked for, what it did, and what is looked for afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from assistant.erasures.holdings import Identified, Matcher
from policies.byte_scan import Scan
from policies.erasure_log import Erasure, Kind

NOT_SCANNED: Final = ("models",)
"""Folders of the data folder whose files were checked by their sha256 and hold words of every kind."""

MOST_NEEDLES: Final = 200
"""Values, vectors and ids of each kind that the scan looks for, evenly chosen where more are erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is to be erased: a subject's mentions (`whole`: the documents in which they stand), or documents by id.

    `except_held`: what is under legal hold stays, instead of the whole demand being refused.
    """

    kind: Kind
    subject: Identified | None = None
    document_ids: tuple[str, ...] = ()
    whole: bool = False
    except_held: bool = False
    reason: str = ""


@dataclass(slots=True)
class Tally:
    """What was done."""

    documents_deleted: int = 0
    documents_redacted: int = 0
    mentions: int = 0
    passages: int = 0
    vectors: int = 0
    vault_rows: int = 0
    held: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The part of a receipt that says what was done."""
        erased = {
            "documents_deleted": self.documents_deleted,
            "documents_redacted": self.documents_redacted,
            "mentions": self.mentions,
            "passages": self.passages,
            "vectors": self.vectors,
            "vault_rows": self.vault_rows,
        }
        return {"erased": erased, "held": self.held}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished erasure: its receipt, where that lies, and whether the scan found nothing."""

    receipt: Mapping[str, Any]
    path: Path
    clean: bool

    @classmethod
    def of(cls, receipt: Mapping[str, Any], path: Path) -> Outcome:
        """The outcome that a receipt tells."""
        return cls(receipt, path, bool(receipt["receipt"]["scan"]["clean"]))


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What was erased again in a workspace: its part of a receipt, and the whole one if nothing else is missing."""

    part: Mapping[str, Any]
    outcome: Outcome | None

    def told(self) -> str:
        """What happened, in a sentence for a log."""
        done = self.part["erased"]
        left = "" if self.part["scan"]["clean"] else " THE SCAN FOUND TRACES."
        receipt = f"receipt {self.outcome.path}" if self.outcome else "other workspaces follow"
        return (
            f"erased again ({self.part['cause']}): {done['documents_deleted']} documents deleted, "
            f"{done['documents_redacted']} redacted, {done['vault_rows']} values forgotten; {receipt}.{left}"
        )


@dataclass(frozen=True, slots=True, repr=False)
class Needles:
    """What the scan looks for, kept sealed until it has been: by then nothing else remembers it."""

    id: str
    texts: tuple[str, ...]
    raw: tuple[bytes, ...]

    def to_json(self) -> bytes:
        """What `from_json` reads."""
        return json.dumps({"id": self.id, "texts": self.texts, "raw": [each.hex() for each in self.raw]}).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Needles:
        """What `to_json` wrote."""
        read = json.loads(content)
        return cls(read["id"], tuple(read["texts"]), tuple(bytes.fromhex(each) for each in read["raw"]))

    def and_also(self, texts: Iterable[str], raw: Iterable[bytes] = ()) -> Needles:
        """These as well, each once."""
        return Needles(self.id, tuple(dict.fromkeys((*self.texts, *texts))), tuple(dict.fromkeys((*self.raw, *raw))))


@dataclass(slots=True, repr=False)
class Removal:
    """One workspace's share of an erasure: what goes, what is looked for afterwards, and what was done.

    `forgotten`: tokens that went with the texts that named them. `needles` and `tally` grow as it is carried out.
    """

    matcher: Matcher | None
    deleted: Sequence[str]
    needles: Needles
    cause: str = "demand"
    forgotten: Iterable[str] = ()
    hashes: frozenset[str] = frozenset()
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True, repr=False)
class Announced:
    """A workspace whose erasure is logged."""

    entry: Erasure
    needles: Needles
    tally: Tally


def scan_to_json(looked: Scan, remains: Sequence[str]) -> dict[str, Any]:
    """The part of a receipt that says what was looked through and what was found."""
    scanned = {
        "files": looked.files,
        "bytes": looked.bytes,
        "needles": looked.needles,
        "not_scanned": list(NOT_SCANNED),
        "remains": list(remains),
        "clean": not remains,
    }
    return {"scan": scanned}


def spread(values: Sequence[Any], most: int) -> list[Any]:
    """At most so many of the values, evenly chosen."""
    step = max(1, -(-len(values) // most))
    return list(values[::step])
