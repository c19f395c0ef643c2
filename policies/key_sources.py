"""Where master keys are kept: a folder of ours, a mounted secret, the environment, the system's keyring.

Each source holds one 256-bit master key a name. The environment's values are handed in by the settings;
nothing here reads it.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from policies.errors import KeyFileError
from policies.folder_sync import sync_folder

MASTER_BYTES: Final = 32
_SERVICE: Final = "onprem-assistant"
_OPEN_TO_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeySource(Protocol):
    """Keeps master keys."""

    def read(self, name: str) -> bytes | None:
        """The 32 bytes of a master key, None where there is none. KeyFileError: it can't be used."""
        ...

    def create(self, name: str, key: bytes) -> bytes:
        """Keep a new key, durably; when another process was first, its key is returned and ours is dropped.

        Raises:
            KeyFileError: this source can't be written.
        """
        ...

    def replace(self, name: str, key: bytes) -> None:
        """Put a new key in the place of the present one, durably: at any moment one of the two is there, whole.

        Raises:
            KeyFileError: this source can't be written.
        """
        ...


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """Files `store.key`, `vault.key`, `audit.key` (64 hexadecimal digits, 0600) in a folder of mode 0700."""

    path: Path

    def read(self, name: str) -> bytes | None:
        """As the seam says. Keys that others may read are refused (POSIX)."""
        try:
            _refuse_open(self.path, self.path.stat().st_mode, "700")
            with (self.path / f"{name}.key").open("rb") as file:
                _refuse_open(self.path / f"{name}.key", os.fstat(file.fileno()).st_mode, "600")
                return parse_key(file.read(1024).decode("ascii", "replace"), f"{self.path / name}.key")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def create(self, name: str, key: bytes) -> bytes:
        """As the seam says: written beside, synced, then linked to its name, as one process alone can."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = self._written_beside(name, key)
            try:
                os.link(beside, self.path / f"{name}.key")
            except FileExistsError:
                pass
            finally:
                beside.unlink()
            sync_folder(self.path)
        except OSError as error:
            raise _unreadable(self.path, error) from error
        kept = self.read(name)
        if kept is None:
            raise _unreadable(self.path, FileNotFoundError())
        return kept

    def replace(self, name: str, key: bytes) -> None:
        """As the seam says; the old key's bytes are overwritten, as far as the disk lets them be."""
        path = self.path / f"{name}.key"
        try:
            # Windows replaces no file that is open, so there the old bytes stay until the disk reuses them.
            old = os.open(path, os.O_WRONLY) if sys.platform != "win32" else -1
            try:
                beside = self._written_beside(name, key)
                try:
                    os.replace(beside, path)
                finally:
                    beside.unlink(missing_ok=True)
                sync_folder(self.path)
                if old >= 0:
                    os.write(old, bytes(os.fstat(old).st_size))
                    os.fsync(old)
            finally:
                if old >= 0:
                    os.close(old)
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def _written_beside(self, name: str, key: bytes) -> Path:
        """A file of mode 0600 that holds a key, synced; the caller gives it its name, and removes it."""
        beside = self.path / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key.hex().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return beside


@dataclass(frozen=True, slots=True)
class MountedSecrets:
    """Read-only files `store.key`, ... (or without `.key`) that an orchestrator mounts, such as /run/secrets.

    Whoever mounts them decides their modes (Docker and Kubernetes give 0444), so modes are not judged.
    """

    path: Path

    def read(self, name: str) -> bytes | None:
        """As the seam says."""
        for file in (self.path / f"{name}.key", self.path / name):
            try:
                return parse_key(file.read_bytes().decode("ascii", "replace"), str(file))
            except FileNotFoundError:
                continue
            except OSError as error:
                raise _unreadable(self.path, error) from error
        return None

    def create(self, name: str, key: bytes) -> bytes:
        """Refused: mounted secrets are made by who mounts them."""
        raise KeyFileError(
            f"The mounted secrets in {self.path} lack {name}.key.",
            remedy=f"Make one with `openssl rand -hex 32` and mount it as {self.path / name}.key.",
        )

    def replace(self, name: str, key: bytes) -> None:
        """Refused: mounted secrets are exchanged by who mounts them."""
        raise _not_ours(f"The mounted secrets in {self.path}")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Keys whose text the settings read from the environment."""

    values: Mapping[str, str] = field(repr=False)

    def read(self, name: str) -> bytes | None:
        """As the seam says."""
        value = self.values.get(name)
        return None if value is None else parse_key(value, f"the {name} key in the environment")

    def create(self, name: str, key: bytes) -> bytes:
        """Refused: a process can't set its parent's environment."""
        raise KeyFileError(
            f"The {name} key is missing from the environment.",
            remedy="Make one with `openssl rand -hex 32`; set all the keys there or none.",
        )

    def replace(self, name: str, key: bytes) -> None:
        """Refused: a process can't set its parent's environment."""
        raise _not_ours("Keys in the environment")


@dataclass(frozen=True, slots=True)
class OsKeyring:
    """The system's own store (macOS Keychain, Windows Credential Locker, Secret Service); extra `keyring`."""

    account: str

    def read(self, name: str) -> bytes | None:
        """As the seam says."""
        keyring = _import_keyring()
        try:
            value = keyring.get_password(_SERVICE, f"{self.account}/{name}")
        except keyring.errors.KeyringError as error:
            raise _locked(error) from error
        return None if value is None else parse_key(value, f"the {name} key in the system's keyring")

    def create(self, name: str, key: bytes) -> bytes:
        """As the seam says, but for the race: the system's stores have no "create unless there"."""
        keyring = _import_keyring()
        kept = self.read(name)
        if kept is not None:
            return kept
        try:
            keyring.set_password(_SERVICE, f"{self.account}/{name}", key.hex())
        except keyring.errors.KeyringError as error:
            raise _locked(error) from error
        return self.read(name) or key

    def replace(self, name: str, key: bytes) -> None:
        """As the seam says."""
        keyring = _import_keyring()
        try:
            keyring.set_password(_SERVICE, f"{self.account}/{name}", key.hex())
        except keyring.errors.KeyringError as error:
            raise _locked(error) from error


def parse_key(text: str, where: str) -> bytes:
    """32 bytes from 64 hexadecimal digits or from base64; an error tells `where`, never the text."""
    stripped = text.strip()
    try:
        key = (
            bytes.fromhex(stripped) if len(stripped) == 2 * MASTER_BYTES else base64.b64decode(stripped, validate=True)
        )
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != MASTER_BYTES:
        raise KeyFileError(
            f"{where} does not hold a key of 256 bits (64 hexadecimal digits, or base64).",
            remedy="Restore the key from your backup. A new key can't read the data that the old one wrote.",
        )
    return key


def _refuse_open(path: Path, mode: int, wanted: str) -> None:
    # Windows has no such bits; the user's profile folder is private there by its access list.
    if sys.platform != "win32" and mode & _OPEN_TO_OTHERS:
        raise KeyFileError(
            f"{path} may be read or changed by others (mode {stat.S_IMODE(mode):o}).",
            remedy=f"Run `chmod {wanted} {path}`, and ask yourself who may have copied the key.",
        )


def _not_ours(what: str) -> KeyFileError:
    return KeyFileError(
        f"{what} can't be exchanged by this program.",
        remedy="Make store.key, vault.key and audit.key with `openssl rand -hex 32` in a folder of their own, and run"
        " `assistant keys rotate encryption --new-keys FOLDER`; it says how to go on.",
    )


def _unreadable(path: Path, error: OSError) -> KeyFileError:
    return KeyFileError(
        f"The key folder {path} can't be used ({error.strerror or type(error).__name__}).",
        remedy="Check that it is yours and on a local disk, or name another one in ASSISTANT_KEYS.",
    )


def _import_keyring() -> Any:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise KeyFileError(
            "Keys in the system's keyring need the package keyring.",
            remedy="Run `pip install 'onprem-assistant[keyring]'`.",
        ) from error
    return keyring


def _locked(error: Exception) -> KeyFileError:
    return KeyFileError(
        f"The system's keyring did not answer ({type(error).__name__}).",
        remedy="Unlock it, or keep the keys in a folder (ASSISTANT_KEYS).",
    )
