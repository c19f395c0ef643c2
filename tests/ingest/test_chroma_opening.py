"""A vector store that can't be opened, and can be later."""

from pathlib import Path

import numpy as np
import pytest

from ingest.chroma import ChromaVectors
from policies.errors import StorageError


def test_what_could_not_be_opened_says_so_each_time_and_opens_when_it_can(tmp_path: Path) -> None:
    rows = np.eye(3, dtype=np.float32)
    store = ChromaVectors(tmp_path)
    store.add([f"{row:032x}" for row in range(3)], rows)
    store.close()
    (database,) = tmp_path.rglob("chroma.sqlite3")
    aside = database.rename(tmp_path / "aside")
    database.mkdir()
    for _ in range(2):
        with pytest.raises(StorageError):
            ChromaVectors(tmp_path)
    database.rmdir()
    aside.rename(database)
    again = ChromaVectors(tmp_path)
    assert again.count() == 3
    again.close()
