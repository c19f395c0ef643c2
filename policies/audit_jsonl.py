"""The audit trail as a file of JSON lines, for a log collector (SIEM) to follow. Not encrypted: mode 0600."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from policies.audit_chain import GENESIS, Anchor, from_fields, seal, to_fields, verify_chain
from policies.audit_events import AuditEntry, AuditEvent, Verification
from policies.errors import AuditError
from policies.file_lock import locked_file
from policies.keys import derive

_TAIL_BYTES: Final = 65_536


class JsonlAuditTrail:
    """An `AuditSink` with the same chain as `AuditTrail`, one entry a line.

    A line that a power cut left unfinished was never promised to anyone: `verify` reports it, the next `record`
    replaces it. An entry larger than 64 KiB is refused.
    """

    def __init__(self, path: Path, key: bytes, *, anchor: Path | None = None) -> None:
        self._path = path
        self._chain_key = derive(key, "audit chain")
        self._anchor = Anchor(anchor, derive(key, "audit anchor")) if anchor else None
        self._lock = threading.Lock()

    def record(self, event: AuditEvent) -> None:
        """Append one line, synced to the disk before this returns.

        Raises:
            AuditError: it could not be written.
        """
        with self._lock, self._locked_file() as descriptor:
            last, previous, end = _last_entry(descriptor)
            entry = seal(self._chain_key, last + 1, event, previous)
            line = _to_line(entry)
            if len(line) > _TAIL_BYTES:
                raise AuditError("An audit entry has too many ids.", remedy="Record it in smaller parts.")
            os.ftruncate(descriptor, end)
            os.lseek(descriptor, end, os.SEEK_SET)
            written = os.write(descriptor, line)
            if written != len(line):
                os.ftruncate(descriptor, end)
                raise AuditError("The audit trail can't be written: the disk is full.", remedy="Free some space.")
            os.fsync(descriptor)
            if self._anchor:
                # The one before is at hand; only after a crash does the anchor lag further behind.
                self._anchor.remember(entry, lambda seq: previous if seq == last else _hash_of(descriptor, seq))

    def entries(self, limit: int | None = None) -> tuple[AuditEntry, ...]:
        """The newest `limit` entries (all: None), oldest first.

        Raises:
            AuditError: the file can't be read, or a line is no entry.
        """
        with self._lock, self._locked_file() as descriptor:
            entries, broken = _read(descriptor)
        if broken:
            raise AuditError(f"The audit trail is damaged: {broken}.", remedy="Run `assistant audit verify`.")
        return entries if limit is None else entries[max(len(entries) - limit, 0) :]

    def verify(self) -> Verification:
        """Check every line, and the end against the anchor. Without an anchor a cut-off end can't be seen."""
        remembered = self._anchor.read() if self._anchor else None
        with self._lock, self._locked_file() as descriptor:
            entries, broken = _read(descriptor)
        verification, _ = verify_chain(self._chain_key, entries)
        if verification.intact and broken:
            return Verification(verification.entries, verification.entries + 1, broken)
        if not verification.intact or not self._anchor:
            return verification
        return self._anchor.check(remembered, verification, {entry.seq: entry.hash for entry in entries})

    def close(self) -> None:
        """Nothing is held open."""

    @contextmanager
    def _locked_file(self) -> Iterator[int]:
        """The file, open and locked against other processes."""
        try:
            with locked_file(self._path) as descriptor:
                yield descriptor
        except OSError as error:
            raise AuditError(
                f"The audit trail {self._path.name} can't be used ({error.strerror}).",
                remedy="Check that its folder is yours and its disk is not full.",
            ) from error


def _last_entry(descriptor: int) -> tuple[int, str, int]:
    """Number and hash of the last whole line, and where it ends."""
    size = os.fstat(descriptor).st_size
    start = max(0, size - 2 * _TAIL_BYTES)
    os.lseek(descriptor, start, os.SEEK_SET)
    tail = os.read(descriptor, size - start)
    whole = tail[: tail.rfind(b"\n") + 1]
    if not whole:
        return 0, GENESIS, start
    entry = _from_line(whole[:-1].rpartition(b"\n")[2])
    if entry is None:
        raise AuditError("The audit trail's last line is damaged.", remedy="Run `assistant audit verify`.")
    return entry.seq, entry.hash, start + len(whole)


def _read(descriptor: int) -> tuple[tuple[AuditEntry, ...], str]:
    """The entries up to the first line that is none, and what is wrong with that."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        entries: list[AuditEntry] = []
        for line in file:
            entry = _from_line(line[:-1]) if line.endswith(b"\n") else None
            if entry is None:
                what = "is damaged" if line.endswith(b"\n") else "is cut off"
                return tuple(entries), f"line {len(entries) + 1} {what}"
            entries.append(entry)
    return tuple(entries), ""


def _hash_of(descriptor: int, seq: int) -> str | None:
    entries, _ = _read(descriptor)
    return entries[seq - 1].hash if 0 < seq <= len(entries) else None


def _to_line(entry: AuditEntry) -> bytes:
    fields: dict[str, Any] = {"seq": entry.seq, "time": entry.time, **to_fields(entry.event)}
    fields |= {"previous": entry.previous, "hash": entry.hash}
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def _from_line(line: bytes) -> AuditEntry | None:
    try:
        fields = json.loads(line)
        seq, time, previous, digest = (fields.pop(name) for name in ("seq", "time", "previous", "hash"))
        return AuditEntry(int(seq), str(time), from_fields(fields), str(previous), str(digest))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
