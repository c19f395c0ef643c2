"""The erasure log: what was erased, so that a restored backup can be told and erased again.

It lies apart from the data (beside the keys), where restoring a data folder does not overwrite it. An entry holds keyed
hashes, never a value: who has the log alone learns neither names nor whether a person was known here. Each workspace
notes the number of the newest entry that was carried out in it; a backup from before an erasure notes a smaller one,
and so does a data folder whose erasure was killed. What was ingested after an erasure is not touched by it.

Entries are chained with HMAC-SHA256, as the audit trail's are.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from policies.errors import StorageError
from policies.file_lock import locked_file
from policies.folder_sync import sync_folder
from policies.keys import derive

Kind = Literal["subject", "documents", "retention", "workspace"]
Hashed = Literal[
    "begins", "document", "forgotten", "full", "lone", "source", "sourced", "struck source", "token", "value"
]
"""What is hashed: a document's id; a token that no text names any more; a form in which a subject stands in clear, and
its first letters; a subject's token; entity type and canonical value; the content of a source whose document was
deleted, or had a subject struck out of it; the id of a document that was deleted and whose source is hashed too."""

_GENESIS: Final = "0" * 64
_HASH_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Erasure:
    """One entry. `number` grows from entry to entry; `id` is that of its receipt; `time` is UTC, ISO 8601.

    `together`: how many entries, one a workspace, were promised at once under that id.
    """

    number: int
    id: str
    time: str
    workspace: str
    kind: Kind
    hashes: frozenset[str]
    together: int = 1


class ErasureLog:
    """The log of an installation. Safe between processes."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._chain_key = derive(key, "erasure chain")

    def hasher(self, workspace: str) -> Hasher:
        """What hashes values of one workspace; another one gives other hashes."""
        return Hasher(derive(self._key, f"erasure hashes/{workspace}"))

    def entries(self, workspace: str | None = None, *, after: int = 0) -> tuple[Erasure, ...]:
        """Entries with numbers above `after`, of one workspace or all, oldest first.

        Raises:
            StorageError: the log was altered or can't be read.
        """
        if not self._path.exists():
            return ()
        with self._file() as descriptor:
            read, _, _ = self._read(descriptor)
        return tuple(each for each in read if each.number > after and workspace in (None, each.workspace))

    def stamp(self) -> tuple[int, int]:
        """What another entry changes: the file's size in bytes, and when it was written (ns). Cheap: nothing is read.

        Raises:
            StorageError: the log can't be looked at.
        """
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return 0, 0
        except OSError as error:
            raise self._unusable(error) from error
        return found.st_size, found.st_mtime_ns

    def append(self, id: str, workspace: str, kind: Kind, hashes: Iterable[str], *, after: int = 0) -> Erasure:
        """Write an entry, durable when this returns, with a number above all others and above `after`.

        Raises:
            StorageError: the log was altered, or can't be written; nothing may be erased then.
        """
        return self.append_together(id, kind, {workspace: hashes}, after=after)[0]

    def append_together(
        self, id: str, kind: Kind, hashes: Mapping[str, Iterable[str]], *, after: int = 0
    ) -> tuple[Erasure, ...]:
        """Write an entry for each of several workspaces: after a kill all of them stand in the log, or none does.

        Raises:
            StorageError: as `append`.
        """
        with self._file() as descriptor:
            read, previous, end = self._read(descriptor)
            number = max(after, read[-1].number if read else 0) + 1
            now = datetime.now(UTC).isoformat(timespec="seconds")
            entries = tuple(
                Erasure(number + place, id, now, workspace, kind, frozenset(each), len(hashes))
                for place, (workspace, each) in enumerate(hashes.items())
            )
            lines = b""
            for entry in entries:
                line, previous = self._line(entry, previous)
                lines += line
            os.ftruncate(descriptor, end)  # what a kill left was never promised to anyone
            os.lseek(descriptor, end, os.SEEK_SET)
            if os.write(descriptor, lines) != len(lines):
                os.ftruncate(descriptor, end)
                raise StorageError("The erasure log can't be written: the disk is full.", remedy="Free some space.")
            os.fsync(descriptor)
        sync_folder(self._path.parent)
        return entries

    def _read(self, descriptor: int) -> tuple[list[Erasure], str, int]:
        """The entries, the last one's hash, and where the last one ends; of those written together all or none."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        with os.fdopen(os.dup(descriptor), "rb") as file:
            content = file.read()
        whole = content[: content.rfind(b"\n") + 1]
        entries: list[Erasure] = []
        ends = [(_GENESIS, 0)]
        for line in whole.splitlines(keepends=True):
            previous, end = ends[-1]
            entry, seal = self._entry(line, previous)
            if entries and entry.number <= entries[-1].number:
                raise self._altered()
            entries.append(entry)
            ends.append((seal, end + len(line)))
        begun = sum(each.id == entries[-1].id for each in entries) if entries else 0
        if begun and begun < entries[-1].together:
            entries, ends = entries[:-begun], ends[:-begun]
        return entries, *ends[-1]

    def _line(self, entry: Erasure, previous: str) -> tuple[bytes, str]:
        """An entry as a line, and its hash."""
        fields: dict[str, object] = {
            "number": entry.number,
            "id": entry.id,
            "time": entry.time,
            "workspace": entry.workspace,
            "kind": entry.kind,
            "hashes": sorted(entry.hashes),
        }
        if entry.together > 1:
            fields["together"] = entry.together
        seal = self._seal(fields, previous)
        return json.dumps({**fields, "hash": seal}).encode() + b"\n", seal

    def _entry(self, line: bytes, previous: str) -> tuple[Erasure, str]:
        try:
            fields = json.loads(line)
            seal = str(fields.pop("hash"))
            if not hmac.compare_digest(seal, self._seal(fields, previous)):
                raise self._altered()
            return Erasure(**{**fields, "hashes": frozenset(fields["hashes"])}), seal
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._altered() from error

    def _seal(self, fields: dict[str, object], previous: str) -> str:
        body = json.dumps([previous, fields], sort_keys=True)
        return hmac.digest(self._chain_key, body.encode(), "sha256").hex()

    def _altered(self) -> StorageError:
        return StorageError(
            f"The erasure log {self._path.name} was altered, or belongs to other keys.",
            remedy=f"Restore {self._path} from the newest backup of its folder: it says what must stay erased.",
        )

    def _unusable(self, error: OSError) -> StorageError:
        return StorageError(
            f"The erasure log {self._path} can't be used ({error.strerror}).",
            remedy="Make its folder writable for the assistant, or name another in ASSISTANT_RECORDS.",
        )

    @contextmanager
    def _file(self) -> Iterator[int]:
        try:
            with locked_file(self._path) as descriptor:
                yield descriptor
        except OSError as error:
            raise self._unusable(error) from error


class Hasher:
    """Keyed hashes of one workspace: HMAC-SHA256, cut to 128 bits."""

    def __init__(self, key: bytes) -> None:
        self._hmac = hmac.new(key, digestmod="sha256")

    def __call__(self, kind: Hashed, value: str) -> str:
        """The hash of a value, 32 hex digits."""
        digest = self._hmac.copy()
        digest.update(f"{kind}\0{value}".encode())
        return digest.digest()[:_HASH_BYTES].hex()
