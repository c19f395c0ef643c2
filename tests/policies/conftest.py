"""What tests of the vault share: keys, a place, and the vault there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.keys import Keyring, create_keyring
from policies.vault import Vault
from tests.policies.vaults import opened


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return create_keyring(tmp_path / "keys", data=tmp_path / "data")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vault.db"


@pytest.fixture
def vault(path: Path, keyring: Keyring) -> Iterator[Vault]:
    with opened(path, keyring) as vault:
        yield vault
