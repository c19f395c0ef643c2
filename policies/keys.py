"""The keyring: three data keys, each under a master key of its own, and every working key derived from them.

Separate random 256-bit keys for the store, the vault and the audit trail, so that whoever backs up or is given one
does not hold the others. The data keys lie in the data folder, wrapped under master keys that lie elsewhere
(`policies.wrapped_keys`); working keys come by HKDF-SHA256 (RFC 5869) from a data key, bound to purpose and workspace.

Data whose key is missing or another is an error, never a reason for a new key.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from policies.errors import KeyFileError
from policies.key_sources import MASTER_BYTES, HandedIn, KeyFolder, KeySource, MountedSecrets, OsKeyring
from policies.wrapped_keys import (
    KEYS_FILE,
    WrappedKeys,
    check_value,
    derive,
    read_wrapped_keys,
    wrap,
    write_wrapped_keys,
)

__all__ = ["MASTERS", "Keyring", "Purpose", "Source", "create_keyring", "derive", "has_data", "open_keyring"]

Purpose = Literal["store", "vault", "pseudonyms", "dates", "audit", "access", "erasures", "receipts"]
Source = Literal["file", "mounted", "os"]

MASTERS: Final = ("store", "vault", "audit")
MASTER_OF: Final[Mapping[str, str]] = MappingProxyType(
    # Who may come in stands with the trail: a copy of the store's key must not grant a role.
    {
        "store": "store",
        "vault": "vault",
        "pseudonyms": "vault",
        "dates": "vault",
        "audit": "audit",
        "access": "audit",
        "erasures": "audit",
        "receipts": "audit",
    }
)
_ATTEMPTS: Final = 3
"""A reading may fall between two steps of an exchange of masters: what it read apart does not fit then."""


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The data keys of one installation. Its repr shows no key."""

    _data_keys: Mapping[str, bytes] = field(repr=False)

    def __repr__(self) -> str:
        return f"<keyring {self.fingerprint()}>"

    def key(self, purpose: Purpose, workspace: str | None = None) -> bytes:
        """32 bytes, always the same for one purpose and workspace."""
        place = "installation" if workspace is None else f"workspace/{workspace}"
        return derive(self._data_keys[MASTER_OF[purpose]], f"{purpose}/{place}")

    def checks(self) -> dict[str, str]:
        """A check value a data key: tells whether a key is the right one, and nothing about it."""
        return {name: check_value(self._data_keys[name]) for name in MASTERS}

    def fingerprint(self) -> str:
        """Eight characters to tell two keyrings apart."""
        return "".join(check[:4] for check in self.checks().values())[:8]


def open_keyring(
    folder: Path, *, data: Path, overrides: Mapping[str, str] = MappingProxyType({}), source: Source = "file"
) -> Keyring:
    """The keyring that belongs to the data folder `data`.

    `overrides` are keys by master name ("store", "vault", "audit") from the environment; they come before
    `source`.

    Raises:
        KeyFileError: a key is missing, too open, malformed, or not the one that `data` was written with.
    """
    sources = key_sources(folder, overrides, source)
    wrong: list[str] = []
    for _ in range(_ATTEMPTS):
        masters = read_masters(sources, folder, data)
        wrapped = read_wrapped_keys(data)
        if wrapped is None:
            raise _without_wrapped_keys(data)
        opened = {name: wrapped.unwrap(name, master) for name, master in masters.items()}
        data_keys = {name: found[0] for name, found in opened.items() if found is not None}
        if len(data_keys) == len(MASTERS):
            return Keyring(MappingProxyType(data_keys))
        wrong = [name for name in MASTERS if name not in data_keys]
    raise KeyFileError(
        f"The keys do not belong to the data in {data} ({', '.join(wrong)}).",
        remedy=f"Put back the keys that the data was written with into {folder}, or name their folder in"
        " ASSISTANT_KEYS. After a rotation only the new keys open it, and a backup of the data only those of its time.",
    )


def create_keyring(
    folder: Path, *, data: Path, overrides: Mapping[str, str] = MappingProxyType({}), source: Source = "file"
) -> Keyring:
    """The keyring of `data`, made if there is neither a key nor data yet. Safe to call twice, and at once.

    Raises:
        KeyFileError: as `open_keyring`; above all, data is there and its keys are not.
    """
    if source == "file" and folder.resolve().is_relative_to(data.resolve()):
        raise KeyFileError(
            f"The key folder {folder} lies in the data folder: a copy of the data would hold its keys.",
            remedy="Name a folder elsewhere in ASSISTANT_KEYS.",
        )
    sources = key_sources(folder, overrides, source)
    missing = [name for name in MASTERS if _read(sources, name) is None]
    if missing and has_data(data):
        # Another process may just have made both: keys first, so what is missing now stays so.
        missing = [name for name in missing if _read(sources, name) is None]
        if missing:
            raise _missing(missing, folder, data)
    for name in missing:
        # Overrides come all or none: `HandedIn.create` says so.
        sources[0].create(name, os.urandom(MASTER_BYTES))
    if not (data / KEYS_FILE).exists():
        _make_data_keys(read_masters(sources, folder, data), data)
    return open_keyring(folder, data=data, overrides=overrides, source=source)


def has_data(data: Path) -> bool:
    """Whether anything in the data folder was written with keys."""
    return (data / KEYS_FILE).exists() or next(data.rglob("*.db"), None) is not None


def key_sources(folder: Path, overrides: Mapping[str, str], source: Source) -> list[KeySource]:
    """Where master keys are looked for, in this order."""
    kept: dict[str, KeySource] = {
        "file": KeyFolder(folder),
        "mounted": MountedSecrets(folder),
        "os": OsKeyring(str(folder)),
    }
    return [HandedIn(overrides), kept[source]] if overrides else [kept[source]]


def read_masters(sources: list[KeySource], folder: Path, data: Path) -> dict[str, bytes]:
    """The master keys by name.

    Raises:
        KeyFileError: one is missing or can't be used.
    """
    masters = {name: _read(sources, name) for name in MASTERS}
    missing = [name for name, key in masters.items() if key is None]
    if missing:
        raise _missing(missing, folder, data)
    return {name: key for name, key in masters.items() if key is not None}


def _read(sources: list[KeySource], name: str) -> bytes | None:
    return next((key for source in sources if (key := source.read(name)) is not None), None)


def _make_data_keys(masters: Mapping[str, bytes], data: Path) -> None:
    """Make the data keys of a folder that holds nothing yet."""
    # Another process may just have made both, keys.json first: then it is there by now.
    if next(data.rglob("*.db"), None) is not None and not (data / KEYS_FILE).exists():
        raise _without_wrapped_keys(data)
    wrappings = {name: (wrap(master, os.urandom(MASTER_BYTES)),) for name, master in masters.items()}
    write_wrapped_keys(data, WrappedKeys(wrappings), first=True)


def _without_wrapped_keys(data: Path) -> KeyFileError:
    if not has_data(data):
        return KeyFileError(f"There is no data in {data} yet.", remedy="Run `assistant init`.")
    return KeyFileError(
        f"{data / KEYS_FILE} is missing: it holds the wrapped keys of the data beside it.",
        remedy="Restore it from a backup of the data folder. Nobody can read the data without it.",
    )


def _missing(names: list[str], folder: Path, data: Path) -> KeyFileError:
    listed = ", ".join(names)
    if not has_data(data):
        return KeyFileError(f"There are no keys yet ({listed}).", remedy="Run `assistant init`.")
    return KeyFileError(
        f"The data in {data} needs keys that are not there ({listed}).",
        remedy=f"Restore the key folder {folder} from your backup. Nobody can read the data without it:"
        " to start over, move the data folder away and run `assistant init`.",
    )
