"""The hash chain of an audit trail, and the anchor that holds its head in a second place.

Each entry's hash is HMAC-SHA256(key, previous hash, entry), so that an edit, a deletion, an insertion or a
swap breaks the chain from there on, and who lacks the key can't mend it. A chain can't see that its end was
cut off, or that the whole file was put back to an older copy: the anchor, a small file in another folder,
remembers the newest entry. Whoever may can accept that (`AuditTrail.acknowledge`): an entry says so, keeps what the
anchor remembered, and becomes what it remembers from then on.

Limits. Who holds the audit key can write a new chain; who can also put back an older anchor can cut off the
end. Keep the key and the anchor from those who are to be watched, or print `assistant audit verify`'s head
regularly to paper.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from policies.audit_events import AuditEntry, AuditEvent, Verification
from policies.errors import AuditError

GENESIS: Final = "0" * 64


def seal(key: bytes, seq: int, event: AuditEvent, previous: str) -> AuditEntry:
    """The next entry of a chain, at this moment."""
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    return AuditEntry(seq, time, event, previous, _hash(key, seq, time, event, previous))


def to_fields(event: AuditEvent) -> dict[str, Any]:
    """An event as JSON fields."""
    return {
        "action": event.action,
        "actor": event.actor,
        "workspace": event.workspace,
        "ids": list(event.ids),
        "counts": dict(event.counts),
        "reason": event.reason,
    }


def from_fields(fields: Mapping[str, Any]) -> AuditEvent:
    """The event of `to_fields`. ValueError, TypeError: not one."""
    return AuditEvent(**{**fields, "ids": tuple(fields.get("ids", ()))})


def verify_chain(key: bytes, entries: Iterable[AuditEntry]) -> tuple[Verification, str]:
    """Follow a chain from its start to the first wrong entry; the second value is the last good hash."""
    count, previous = 0, GENESIS
    for entry in entries:
        problem = _problem(key, entry, count + 1, previous)
        if problem:
            return Verification(count, count + 1, problem), previous
        count, previous = entry.seq, entry.hash
    return Verification(count, None, chain_holds=True), previous


def _problem(key: bytes, entry: AuditEntry, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return f"entry {seq} is missing: the next one there is {entry.seq}"
    if not hmac.compare_digest(entry.previous, previous):
        return f"entry {seq} does not follow the one before it"
    if not hmac.compare_digest(entry.hash, _hash(key, entry.seq, entry.time, entry.event, entry.previous)):
        return f"entry {seq} was changed"
    return ""


def _hash(key: bytes, seq: int, time: str, event: AuditEvent, previous: str) -> str:
    body = json.dumps([previous, seq, time, to_fields(event)], sort_keys=True, ensure_ascii=False)
    return hmac.digest(key, body.encode(), "sha256").hex()


@dataclass(frozen=True, slots=True)
class Anchor:
    """Remembers the newest entry of a trail in a file of its own: number, hash, and an HMAC over both.

    It is written after the entry is durable and not synced on its own, so after a crash it may lag behind; it
    is never ahead. Two processes that write at once leave the greater number, or the other one's, until the next entry.
    """

    path: Path
    key: bytes

    def __repr__(self) -> str:
        return "<anchor>"

    def remember(self, entry: AuditEntry, hash_of: Callable[[int], str | None]) -> None:
        """Note the newest entry, if what was noted before still stands in the trail: `hash_of` an entry by number.

        Where it does not, the anchor stays as it is, so that no later entry covers up what was lost.

        Raises:
            AuditError: the file can't be written.
        """

        def covers(there: str) -> bool:
            noted = _noted(there)
            return bool(there) and (noted is None or noted[0] >= entry.seq or hash_of(noted[0]) != noted[1])

        self._write(entry, unless=covers)

    def accept(self, entry: AuditEntry) -> None:
        """Note an entry whatever was noted before: one that tells what was, and who let the trail go on.

        Raises:
            AuditError: the file can't be written.
        """
        self._write(entry, unless=lambda _: False)

    def _write(self, entry: AuditEntry, *, unless: Callable[[str], bool]) -> None:
        record = f"{entry.seq:020d} {entry.hash} {self._mac(entry.seq, entry.hash)}\n".encode()
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if unless(os.read(descriptor, len(record)).decode("ascii", "replace")):
                    return
                os.lseek(descriptor, 0, os.SEEK_SET)
                # One write below a page: a kill leaves the old record or the new one.
                os.write(descriptor, record)
                os.ftruncate(descriptor, len(record))
            finally:
                os.close(descriptor)
        except OSError as error:
            raise AuditError(
                f"The audit anchor {self.path} can't be written ({error.strerror}).",
                remedy="Make its folder writable for the assistant.",
            ) from error

    def read(self) -> str | None:
        """What is remembered, as it stands in the file; None: there is no file. Read it before the trail."""
        try:
            return self.path.read_text("ascii", "replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AuditError(
                f"The audit anchor {self.path} can't be read ({error.strerror}).",
                remedy="Make it readable for the assistant.",
            ) from error

    def check(self, remembered: str | None, verification: Verification, hash_of: Mapping[int, str]) -> Verification:
        """Judge an intact chain by what was remembered; `hash_of` gives the hash of an entry by its number."""
        if remembered is None:
            if verification.entries == 0:
                return verification
            return _broken(verification, verification.entries, "the anchor file is missing")
        noted = _noted(remembered)
        if noted is None:
            return _broken(verification, verification.entries, "the anchor file is damaged")
        seq, entry_hash, mac = noted
        if not hmac.compare_digest(mac, self._mac(seq, entry_hash)):
            return _broken(verification, seq, "the anchor file was changed, or belongs to another trail")
        if seq > verification.entries:
            lost = verification.entries + 1
            told = f"an older copy was restored; of {seq} entries those from {lost} on are not there"
            return _broken(verification, lost, f"the trail ends before the anchor: {told}")
        if seq and not hmac.compare_digest(hash_of[seq], entry_hash):
            told = f"an older copy was restored and went on; entry {seq} is not the one that was written"
            return _broken(verification, seq, f"the trail is not the one that the anchor remembers: {told}")
        return Verification(verification.entries, None, anchored=True, chain_holds=True)

    def _mac(self, seq: int, entry_hash: str) -> str:
        return hmac.digest(self.key, f"anchor {seq} {entry_hash}".encode(), "sha256").hex()


def _noted(record: str) -> tuple[int, str, str] | None:
    """Number, hash and MAC of an anchor's record; None: it is none."""
    parts = record.split()
    return (int(parts[0]), parts[1], parts[2]) if len(parts) == 3 and parts[0].isdigit() else None


def _broken(verification: Verification, seq: int, problem: str) -> Verification:
    return Verification(verification.entries, seq, problem, anchored=True, chain_holds=True)


def remembered_by(record: str | None) -> str:
    """Number and hash of an anchor's record, as a label; "none" where it holds no record."""
    noted = _noted(record or "")
    return f"{noted[0]} {noted[1]}" if noted else "none"
