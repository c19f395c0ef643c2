"""The keyring: three master keys, and every working key derived from them.

Separate random 256-bit masters for the store, the vault and the audit trail, so that whoever backs up or is
given one does not hold the others. Working keys come by HKDF-SHA256 (RFC 5869) from a master, bound to
purpose and workspace.

`keys.json` in the data folder ties data and keys: it holds a check value a master (HKDF output, useless for
anything else). Data whose key is missing or another is an error, never a reason for a new key.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from policies.errors import KeyFileError
from policies.key_sources import MASTER_BYTES, HandedIn, KeyFolder, KeySource, MountedSecrets, OsKeyring

Purpose = Literal["store", "vault", "pseudonyms", "audit", "access", "erasures", "receipts"]
Source = Literal["file", "mounted", "os"]

MASTERS: Final = ("store", "vault", "audit")
MASTER_OF: Final[Mapping[str, str]] = MappingProxyType(
    # Who may come in stands with the trail: a copy of the store's key must not grant a role.
    {
        "store": "store",
        "vault": "vault",
        "pseudonyms": "vault",
        "audit": "audit",
        "access": "audit",
        "erasures": "audit",
        "receipts": "audit",
    }
)
FINGERPRINT_FILE: Final = "keys.json"


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The master keys of one installation. Its repr shows no key."""

    _masters: Mapping[str, bytes] = field(repr=False)

    def __repr__(self) -> str:
        return f"<keyring {self.fingerprint()}>"

    def key(self, purpose: Purpose, workspace: str | None = None) -> bytes:
        """32 bytes, always the same for one purpose and workspace."""
        place = "installation" if workspace is None else f"workspace/{workspace}"
        return derive(self._masters[MASTER_OF[purpose]], f"{purpose}/{place}")

    def checks(self) -> dict[str, str]:
        """A check value a master: tells whether a key is the right one, and nothing about it."""
        return {name: derive(self._masters[name], "check")[:16].hex() for name in MASTERS}

    def fingerprint(self) -> str:
        """Eight characters to tell two keyrings apart."""
        return "".join(check[:4] for check in self.checks().values())[:8]


def derive(key: bytes, label: str) -> bytes:
    """A sub-key of 32 bytes: HKDF-SHA256 without salt (`key` is uniformly random, RFC 5869 section 3.1)."""
    info = b"onprem-assistant/1/" + label.encode()
    return HKDF(algorithm=SHA256(), length=MASTER_BYTES, salt=None, info=info).derive(key)


def open_keyring(
    folder: Path, *, data: Path, overrides: Mapping[str, str] = MappingProxyType({}), source: Source = "file"
) -> Keyring:
    """The keyring that belongs to the data folder `data`.

    `overrides` are keys by master name ("store", "vault", "audit") from the environment; they come before
    `source`.

    Raises:
        KeyFileError: a key is missing, too open, malformed, or not the one that `data` was written with.
    """
    sources = _sources(folder, overrides, source)
    masters = {name: _read(sources, name) for name in MASTERS}
    missing = [name for name, key in masters.items() if key is None]
    if missing:
        raise _missing(missing, folder, data)
    keyring = Keyring(MappingProxyType({name: key for name, key in masters.items() if key is not None}))
    _check(keyring, folder, data)
    return keyring


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
    sources = _sources(folder, overrides, source)
    missing = [name for name in MASTERS if _read(sources, name) is None]
    if missing and has_data(data):
        # Another process may just have made both: keys first, so what is missing now stays so.
        missing = [name for name in missing if _read(sources, name) is None]
        if missing:
            raise _missing(missing, folder, data)
    for name in missing:
        # Overrides come all or none: `HandedIn.create` says so.
        sources[0].create(name, os.urandom(MASTER_BYTES))
    keyring = open_keyring(folder, data=data, overrides=overrides, source=source)
    _write_checks(keyring, data)
    return keyring


def has_data(data: Path) -> bool:
    """Whether anything in the data folder was written with keys."""
    return (data / FINGERPRINT_FILE).exists() or next(data.rglob("*.db"), None) is not None


def _sources(folder: Path, overrides: Mapping[str, str], source: Source) -> list[KeySource]:
    kept: dict[str, KeySource] = {
        "file": KeyFolder(folder),
        "mounted": MountedSecrets(folder),
        "os": OsKeyring(str(folder)),
    }
    return [HandedIn(overrides), kept[source]] if overrides else [kept[source]]


def _read(sources: list[KeySource], name: str) -> bytes | None:
    return next((key for source in sources if (key := source.read(name)) is not None), None)


def _missing(names: list[str], folder: Path, data: Path) -> KeyFileError:
    listed = ", ".join(names)
    if not has_data(data):
        return KeyFileError(f"There are no keys yet ({listed}).", remedy="Run `assistant init`.")
    return KeyFileError(
        f"The data in {data} needs keys that are not there ({listed}).",
        remedy=f"Restore the key folder {folder} from your backup. Nobody can read the data without it:"
        " to start over, move the data folder away and run `assistant init`.",
    )


def _check(keyring: Keyring, folder: Path, data: Path) -> None:
    try:
        expected = json.loads((data / FINGERPRINT_FILE).read_text("utf-8"))["checks"]
        right = {name: hmac.compare_digest(check, str(expected[name])) for name, check in keyring.checks().items()}
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyFileError(
            f"{data / FINGERPRINT_FILE} is damaged.",
            remedy="Delete it and run `assistant init`: with the right keys it is written again.",
        ) from error
    wrong = [name for name, same in right.items() if not same]
    if wrong:
        raise KeyFileError(
            f"The keys do not belong to the data in {data} ({', '.join(wrong)}).",
            remedy=f"Put back the keys that the data was written with into {folder}, or name their folder in"
            " ASSISTANT_KEYS.",
        )


def _write_checks(keyring: Keyring, data: Path) -> None:
    path = data / FINGERPRINT_FILE
    if path.exists():
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            json.dump({"version": 1, "checks": keyring.checks()}, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        # Two processes write the same bytes: the masters are the same by now.
        beside.replace(path)
    except OSError as error:
        raise KeyFileError(
            f"{path} can't be written ({error.strerror}).", remedy="Check the data folder and its disk."
        ) from error
