"""`keys.json` in the data folder: the data keys, each wrapped under its master key.

Everything is encrypted with data keys, which never change; a master key (the key-encryption key) only wraps one, with
AES key wrap (RFC 3394, NIST SP 800-38F). So a new master needs a new wrapping and not one rewritten page. While masters
are being exchanged a data key is wrapped twice, under the old one and under the new one, and either opens it.

A file of version 1 held no data keys: there the master was the data key, and it still opens what it wrote.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from policies.errors import KeyFileError
from policies.folder_sync import sync_folder
from policies.key_sources import MASTER_BYTES

KEYS_FILE: Final = "keys.json"


@dataclass(frozen=True, slots=True, repr=False)
class WrappedKeys:
    """The wrappings of each data key by its master's name: one, or while masters are exchanged the old and the new.

    `checks` are those of a file of version 1, by master; empty for a file of ours.
    """

    wrappings: Mapping[str, tuple[bytes, ...]]
    checks: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<wrapped keys, {len(self.wrappings)}>"

    @property
    def pending(self) -> bool:
        """Whether masters are being exchanged."""
        return any(len(each) > 1 for each in self.wrappings.values())

    def unwrap(self, name: str, master: bytes) -> tuple[bytes, int] | None:
        """A data key, and which of its wrappings (from 0) the master opened; None: it is not the master of any."""
        if self.checks:
            right = hmac.compare_digest(check_value(master), self.checks.get(name, ""))
            return (master, 0) if right else None
        for place, wrapping in enumerate(self.wrappings.get(name, ())):
            try:
                return aes_key_unwrap(derive(master, "wrap"), wrapping), place
            except InvalidUnwrap:
                continue
        return None


def wrap(master: bytes, data_key: bytes) -> bytes:
    """A data key wrapped under a master."""
    return aes_key_wrap(derive(master, "wrap"), data_key)


def derive(key: bytes, label: str) -> bytes:
    """A sub-key of 32 bytes: HKDF-SHA256 without salt (`key` is uniformly random, RFC 5869 section 3.1)."""
    info = b"onprem-assistant/1/" + label.encode()
    return HKDF(algorithm=SHA256(), length=MASTER_BYTES, salt=None, info=info).derive(key)


def check_value(key: bytes) -> str:
    """Tells whether a key is the right one, and nothing about it: 32 hexadecimal digits."""
    return derive(key, "check")[:16].hex()


def read_wrapped_keys(data: Path) -> WrappedKeys | None:
    """What `keys.json` of a data folder holds; None: there is none.

    Raises:
        KeyFileError: it is damaged or can't be read.
    """
    path = data / KEYS_FILE
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if content["version"] == 1:
            return WrappedKeys({}, {str(name): str(check) for name, check in dict(content["checks"]).items()})
        wrappings = {
            name: tuple(bytes.fromhex(each) for each in content["wrapped"][name]) for name in content["wrapped"]
        }
        if not wrappings or not all(wrappings.values()):
            raise ValueError
        return WrappedKeys(wrappings)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileError(
            f"{path} is damaged.",
            remedy="Restore it from a backup of the data folder: it holds the wrapped keys, without which nobody can"
            " read the data.",
        ) from error


def is_unwrapped(data: Path) -> bool:
    """Whether the masters of a data folder are its data keys, as in a file of version 1."""
    keys = read_wrapped_keys(data)
    return keys is not None and bool(keys.checks)


def write_wrapped_keys(data: Path, keys: WrappedKeys, *, first: bool = False) -> None:
    """Put `keys.json` in place, whole and durable. `first`: only where there is none yet; another's is left alone.

    Raises:
        KeyFileError: it can't be written.
    """
    path = data / KEYS_FILE
    beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    wrapped = {name: [each.hex() for each in wrappings] for name, wrappings in keys.wrappings.items()}
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump({"version": 2, "wrapped": wrapped}, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            if first:
                _link(beside, path)
            else:
                os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
        sync_folder(data)
    except OSError as error:
        raise KeyFileError(
            f"{path} can't be written ({error.strerror}).", remedy="Check the data folder and its disk."
        ) from error


def _link(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # Another process was first: its keys count.
