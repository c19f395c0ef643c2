"""What every vector store keeps: run over the double and Chroma."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.chroma import ChromaVectors
from ingest.embedder import Vectors
from ingest.vectors import VectorStore
from tests.ingest.vectors_in_memory import VectorsInMemory

STORES: dict[str, Callable[[Path], VectorStore]] = {
    "double": lambda folder: VectorsInMemory(),
    "chroma": lambda folder: ChromaVectors(folder / "vectors"),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorStore]:
    opened = STORES[request.param](tmp_path)
    yield opened
    opened.close()


def units(*rows: list[float]) -> Vectors:
    vectors = np.array(rows, dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


NORTH, EAST, NORTHEAST = units([0, 1, 0], [1, 0, 0], [1, 1, 0])


def test_is_empty_at_first(store: VectorStore) -> None:
    assert store.count() == 0
    assert store.ids() == set()
    assert store.query(NORTH, 5) == []


def test_finds_the_nearest_first_with_its_cosine(store: VectorStore) -> None:
    store.add(["north", "east"], np.stack([NORTH, EAST]))
    (first, cosine), (second, farther) = store.query(units([1, 3, 0])[0], 5)
    assert (first, second) == ("north", "east")
    assert cosine == pytest.approx(3 / 10**0.5, abs=1e-5)
    assert farther == pytest.approx(1 / 10**0.5, abs=1e-5)


def test_gives_no_more_than_asked_for(store: VectorStore) -> None:
    store.add(["a", "b", "c"], np.stack([NORTH, EAST, NORTHEAST]))
    assert len(store.query(NORTH, 2)) == 2
    assert store.query(NORTH, 0) == []


def test_replaces_a_vector_of_the_same_id(store: VectorStore) -> None:
    store.add(["a"], units([0, 1, 0]))
    store.add(["a"], units([1, 0, 0]))
    assert store.count() == 1
    assert store.query(EAST, 1)[0][1] == pytest.approx(1, abs=1e-5)


def test_deletes_and_passes_over_what_is_not_there(store: VectorStore) -> None:
    store.add(["a", "b"], np.stack([NORTH, EAST]))
    store.delete(["a", "nowhere"])
    assert store.ids() == {"b"}
    assert [key for key, _ in store.query(NORTH, 5)] == ["b"]


def test_erases_and_keeps_the_rest(store: VectorStore) -> None:
    store.add(["a", "b", "c"], np.stack([NORTH, EAST, NORTHEAST]))
    store.erase(["a", "nowhere"])
    assert store.ids() == {"b", "c"}
    assert store.query(EAST, 1)[0] == ("b", pytest.approx(1, abs=1e-5))


def test_gives_vectors_back_and_passes_over_what_is_not_there(store: VectorStore) -> None:
    assert len(store.get(["a"])) == 0
    store.add(["a", "b"], np.stack([NORTH, EAST]))
    np.testing.assert_allclose(store.get(["b", "nowhere"]), [EAST], atol=1e-6)


def test_vectors_stay_the_same_to_the_bit_through_erasures(store: VectorStore) -> None:
    """By its bytes an erasure tells what is in use from what is left: many unit vectors change when scaled again."""
    vectors = units(*np.random.default_rng(0).normal(size=(50, 32)).tolist())
    keys = [f"{number:032x}" for number in range(50)]
    store.add(keys, vectors)
    for erased in range(3):
        assert {row.tobytes() for row in store.get(keys)} == {row.tobytes() for row in vectors[erased:]}
        store.erase(keys[erased : erased + 1])


def test_takes_vectors_after_an_erasure(store: VectorStore) -> None:
    store.add(["a"], units([0, 1, 0]))
    store.erase(["a"])
    store.add(["b"], units([1, 0, 0]))
    assert store.ids() == {"b"}


def test_takes_and_erases_more_than_a_page(store: VectorStore) -> None:
    count = 2_300
    vectors = np.random.default_rng(0).normal(size=(count, 3)).astype(np.float32)
    keys = [f"{number:06d}" for number in range(count)]
    store.add(keys, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    store.erase(keys[::2])
    assert store.ids() == set(keys[1::2])
