"""A store that is opened by several for the first time, at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.store import Store, stored_counts
from tests.ingest.indexing import open_index

KEY = bytes(range(32))


def test_a_file_whose_tables_are_still_being_made_holds_nothing_yet(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.touch()  # what the one who makes it does first
    assert stored_counts(path, KEY) == (0, 0)
    reader = Store(path, KEY, writable=False)
    assert not reader.is_made() and not reader.is_current()
    Store(path, KEY, writable=True).close()
    assert reader.is_made() and reader.is_current()
    reader.close()


def test_an_index_is_opened_though_another_has_only_just_made_its_file(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    with open_index(tmp_path, writable=False) as index:
        assert index.documents() == []


@pytest.mark.parametrize("attempt", range(5))
def test_many_may_open_a_new_index_at_once(tmp_path: Path, attempt: int) -> None:
    def count(_: int) -> int:
        with open_index(tmp_path, writable=False) as index:
            return len(index.documents())

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(count, range(16))) == [0] * 16
