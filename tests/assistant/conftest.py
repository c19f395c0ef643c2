"""The library, ingested once; each test that asks for it gets a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.assistant.library import copy_of, ingested

if TYPE_CHECKING:
    from tests.assistant.serving import Listening


@pytest.fixture(scope="session")
def _ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ingested(tmp_path_factory.mktemp("library"))


@pytest.fixture
def library(_ingested: Path, tmp_path: Path, own_folders: None) -> Path:
    """An installation with the library in its default workspace; gives the folder that holds data and keys."""
    target = tmp_path / "installation"
    copy_of(_ingested, target)
    return target


@pytest.fixture(scope="module")
def real_server(_ingested: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    """The library, served on loopback to all tests of a module, which leave it as it is."""
    from tests.assistant.serving import listening

    with listening(_ingested, tmp_path_factory.mktemp("served")) as server:
        yield server
