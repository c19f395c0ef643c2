"""The library, ingested once; each test that asks for it gets a copy of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.assistant.library import assistant, copy_of, write_documents

if TYPE_CHECKING:
    from tests.assistant.serving import Listening


@pytest.fixture(scope="session")
def _ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    documents = write_documents(folder / "documents")
    installation = folder / "installation"
    before = {name: os.environ.get(name) for name in ("ASSISTANT_HOME", "ASSISTANT_KEYS")}
    os.environ["ASSISTANT_HOME"] = str(installation / "data")
    os.environ["ASSISTANT_KEYS"] = str(installation / "keys")
    try:
        outcome = assistant("ingest", documents, "--json")
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    assert outcome.code == 0, outcome.err
    return installation


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
