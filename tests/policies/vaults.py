"""A vault to try things on."""

from __future__ import annotations

from pathlib import Path

from policies.keys import Keyring
from policies.vault import Vault
from tests.policies.recording_audit import RecordingAudit


def opened(path: Path, keyring: Keyring) -> Vault:
    """The vault of a clinic, as another process would open it."""
    return Vault.open(path, workspace="clinic", keyring=keyring, audit=RecordingAudit())
