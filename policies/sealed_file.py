"""A small file under AES-256-GCM: what a run must remember over a kill, and nobody may read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from policies.errors import StorageError
from policies.folder_sync import sync_folder

_NONCE_BYTES: Final = 12


def write_sealed(path: Path, key: bytes, content: bytes) -> None:
    """Write the file, whole or not at all, durable when this returns. `key` has 32 bytes."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, content, path.name.encode())
    beside = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(
            f"{path.name} can't be written ({error.strerror}).", remedy="Check the data folder's rights and free disk."
        ) from error


def read_sealed(path: Path, key: bytes) -> bytes | None:
    """What was written; None: nothing, or not under this key."""
    try:
        sealed = path.read_bytes()
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], path.name.encode())
    except (FileNotFoundError, InvalidTag, ValueError):
        return None
    except OSError as error:
        raise StorageError(f"{path.name} can't be read ({error.strerror}).", remedy="Check its rights.") from error


def remove_sealed(path: Path) -> None:
    """Remove the file and what a kill left of writing it."""
    for each in (path, path.with_name(f"{path.name}.part")):
        each.unlink(missing_ok=True)
