"""What Chroma's index files hold beyond their vectors: zeros."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from ingest.chroma import ChromaVectors
from ingest.unused_slots import blank_unused_slots
from ingest.writer_lock import WriterLock
from policies.errors import StorageError

ROWS = np.eye(40, dtype=np.float32)
STRAY = b"INSERT INTO patients VALUES ('quokka')"


FILES = ["data_level0.bin", "length.bin"]


def level0(folder: Path, name: str = "data_level0.bin") -> Path:
    (path,) = folder.rglob(name)
    return path


def filled(folder: Path) -> None:
    store = ChromaVectors(folder)
    store.add([f"{row:032x}" for row in range(40)], ROWS)
    store.close()


def test_writes_no_stray_memory_beyond_the_vectors(tmp_path: Path) -> None:
    """Memory of the size of the file's is filled and freed first, so that the allocator has it to give again."""
    size = 100 * (64 * 4 + 4 + ROWS.shape[1] * 4 + 8)
    freed = [STRAY * (size // len(STRAY)) for _ in range(50)]
    del freed
    filled(tmp_path)
    assert level0(tmp_path).stat().st_size == size, "Chroma still writes a hundred slots at first"
    assert level0(tmp_path, "length.bin").stat().st_size == 100 * 4, "and as many lengths"
    assert not any(any(level0(tmp_path, name).read_bytes()) for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_opening_for_writing_blanks_what_a_kill_left(tmp_path: Path, name: str) -> None:
    filled(tmp_path)
    with level0(tmp_path, name).open("r+b") as file:
        file.write(STRAY)
    store = ChromaVectors(tmp_path)
    assert STRAY not in level0(tmp_path, name).read_bytes()
    assert store.query(ROWS[7], 1)[0][0] == f"{7:032x}"
    store.close()


def test_a_reader_changes_no_file(tmp_path: Path) -> None:
    filled(tmp_path)
    with level0(tmp_path).open("r+b") as file:
        file.write(STRAY)
    ChromaVectors(tmp_path, writable=False).close()
    assert STRAY in level0(tmp_path).read_bytes()


@pytest.mark.parametrize("writing", [False, True], ids=["alone", "beside a writer"])
def test_what_loading_writes_for_a_reader_is_blanked_unless_somebody_writes(tmp_path: Path, writing: bool) -> None:
    """Chroma writes a small index anew when it is loaded, which a search does."""
    filled(tmp_path)
    lock = tmp_path / "writer.lock"
    reader = ChromaVectors(tmp_path, writable=False, lock=lock)
    writer = WriterLock(lock) if writing else None
    path = level0(tmp_path)
    path.write_bytes(STRAY * 2_000)
    assert reader.query(ROWS[7], 1)[0][0] == f"{7:032x}"
    reader.close()
    if writer is not None:
        writer.release()
    else:
        assert not any(path.read_bytes())
        WriterLock(lock).release()


def test_keeps_the_vectors_of_a_full_index(tmp_path: Path) -> None:
    """From a thousand vectors on, Chroma moves them into the file."""
    rows = np.random.default_rng(3).normal(size=(1_200, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    store = ChromaVectors(tmp_path)
    store.add([f"{row:032x}" for row in range(len(rows))], rows)
    store.close()
    content = [level0(tmp_path, name).read_bytes() for name in FILES]
    assert any(content[0]), "the vectors are in the file"
    store = ChromaVectors(tmp_path)
    assert [level0(tmp_path, name).read_bytes() for name in FILES] == content
    assert [store.query(row, 1)[0][0] for row in rows[::100]] == [f"{row:032x}" for row in range(0, len(rows), 100)]
    store.close()


def test_refuses_a_layout_that_it_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "header.bin").write_bytes(struct.pack("<iQQQQ", 2, 0, 100, 0, 396).ljust(100, b"\0"))
    (tmp_path / "data_level0.bin").write_bytes(STRAY)
    with pytest.raises(StorageError, match="layout 2"):
        blank_unused_slots(tmp_path)
