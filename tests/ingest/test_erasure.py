"""Erasure, proved on the bytes: nothing of what was replaced or deleted is left in any file of the workspace.

`store.db` is encrypted, so its bytes prove little; deleted text is looked for with the key, in the rows of all tables.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest import chroma, vector_folder
from ingest.chroma import ChromaVectors
from ingest.embedder import Vectors
from ingest.index import Index
from policies.database import open_database
from policies.errors import StorageError
from tests.ingest.indexing import KEY, new_document, open_index, question

SECRET = "The safe code is quokka seven."
PLAIN = "The gate shuts at nine."


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def traces(folder: Path, vectors: Vectors) -> list[str]:
    """Which vectors have left their first eight floats somewhere."""
    content = bytes_of(folder)
    return [f"row {row}" for row, vector in enumerate(vectors) if vector[:8].tobytes() in content]


def test_leaves_no_byte_of_a_deleted_vector(tmp_path: Path) -> None:
    secret, plain = new_document("secret", SECRET), new_document("plain", PLAIN)
    with open_index(tmp_path) as index:
        index.put([secret, plain])
    assert traces(tmp_path, secret.vectors) != [], "the scan must be able to see a stored vector"
    with open_index(tmp_path) as index:
        index.delete(["secret"])
    assert traces(tmp_path, secret.vectors) == []
    assert traces(tmp_path, plain.vectors) != []


def test_leaves_no_byte_of_a_replaced_vector_once_the_run_is_over(tmp_path: Path) -> None:
    old = new_document("secret", SECRET)
    with open_index(tmp_path) as index:
        index.put([old, new_document("plain", PLAIN)])
        index.put([new_document("secret", "The safe code was changed.")])
        index.forget()
    assert traces(tmp_path, old.vectors) == []


def test_leaves_no_id_of_a_deleted_chunk_among_the_vectors(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        index.put([new_document("secret", SECRET), new_document("plain", PLAIN)])
        (gone,) = [chunk.chunk_id for chunk in index.chunks_of("secret")]
        index.delete(["secret"])
    assert gone.encode() not in bytes_of(tmp_path / "vectors")


def test_leaves_no_deleted_word_in_the_store(tmp_path: Path) -> None:
    """Words are looked for through the full-text index's own tables, in every row that they could stand in."""
    with open_index(tmp_path) as index:
        index.put([new_document("secret", SECRET), new_document("plain", PLAIN)])
        index.delete(["secret"])
    connection = open_database(tmp_path / "store.db", KEY)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [repr(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
    free = connection.execute("PRAGMA freelist_count").fetchall()[0][0]
    connection.close()
    assert any("gate" in row for row in rows)
    assert not any("quokka" in row for row in rows)
    assert free == 0, "no page that was given up is kept"


def test_keeps_text_off_the_disk_in_clear(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        index.put([new_document("secret", SECRET)])
        content = bytes_of(tmp_path)
    assert b"quokka" not in content
    assert b"House rules" not in content


@pytest.mark.parametrize("step", ["built", "switched", "half destroyed"])
def test_finishes_an_erasure_that_was_killed(tmp_path: Path, step: str) -> None:
    """The folder as a kill leaves it after each step; opening for writing brings one whole generation back."""
    folder = tmp_path / "vectors"
    rows = np.eye(4, dtype=np.float32)
    store = ChromaVectors(folder)
    store.add(["a", "b"], rows[:2])
    old = vector_folder.current(folder)
    store.close()
    fresh = vector_folder.fresh(folder)
    (fresh / "chroma.sqlite3").write_bytes(b"unfinished")
    if step != "built":
        assert old is not None
        fresh.joinpath("chroma.sqlite3").write_bytes((old / "chroma.sqlite3").read_bytes())
        vector_folder.switch(folder, fresh)
    if step == "half destroyed":
        assert old is not None
        (old / "chroma.sqlite3").write_bytes(b"")
    store = ChromaVectors(folder)
    assert store.ids() == {"a", "b"}
    store.close()
    assert len(list(folder.glob("g-*"))) == 1


def test_finishes_an_erasure_that_was_only_journaled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = new_document("secret", SECRET)

    def killed(*_: object) -> None:
        raise StorageError("killed", remedy="")

    with open_index(tmp_path) as index:
        index.put([secret])
        monkeypatch.setattr(ChromaVectors, "erase", killed)
        with pytest.raises(StorageError, match="killed"):
            index.delete(["secret"])
        monkeypatch.undo()
    with open_index(tmp_path) as index:
        assert [finding.remedy for finding in index.check()] == ["Run `assistant doctor --repair`."]
        assert index.repair() == []
    assert traces(tmp_path, secret.vectors) == []


def test_vectors_of_an_index_of_before_stay_the_same_from_its_first_erasure_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Collections were made with Chroma's `cosine`, which scales what it is given."""
    vectors = np.random.default_rng(0).normal(size=(50, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    keys = [f"{number:032x}" for number in range(50)]
    with monkeypatch.context() as before:
        before.setattr(chroma, "SPACE", "cosine")
        store = ChromaVectors(tmp_path)
        store.add(keys, vectors)
        store.close()
    store = ChromaVectors(tmp_path)
    assert store.query(vectors[7], 1) == [(keys[7], pytest.approx(1, abs=1e-6))]
    read = store.get(keys[2:])
    for erased in keys[:2]:
        store.erase([erased])
        assert {row.tobytes() for row in store.get(keys[2:])} == {row.tobytes() for row in read}
    assert store.query(vectors[7], 1) == [(keys[7], pytest.approx(1, abs=1e-6))]
    store.close()
    assert traces(tmp_path, read) == [f"row {row}" for row in range(48)]


def test_finds_nothing_deleted_while_its_bytes_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_index(tmp_path) as index:
        index.put([new_document("secret", SECRET), new_document("plain", PLAIN)])
        monkeypatch.setattr(Index, "forget", lambda self: None)
        index.delete(["secret"])
        assert index.lexical(question("quokka"), 5) == []
        assert len(index.dense(new_document("secret", SECRET).vectors[0], 5)) == 1
