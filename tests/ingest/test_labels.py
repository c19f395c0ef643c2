"""Restricted documents: to whom they are hidden, they are not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.index import Index
from policies.database import open_database
from tests.ingest.indexing import EMBEDDER, KEY, new_document, open_index, question

ADA = "⟦PERSON_ada1⟧"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path) as opened:
        opened.put(
            [new_document("gate", "The gate shuts at nine."), new_document("safe", f"The safe of {ADA} opens at nine.")]
        )
        opened.labels.restrict(["safe"], ["board", "ada"])
        yield opened


def test_whoever_bears_one_of_its_labels_sees_a_document(index: Index) -> None:
    assert index.labels.restrictions() == {"safe": ("ada", "board")}
    for labels, seen in ((["board"], 2), (["ada", "x"], 2), (["x"], 1), ([], 1)):
        assert len(index.seen_by(frozenset(labels)).documents()) == seen


def test_no_way_of_reading_gives_anything_of_a_hidden_document(index: Index) -> None:
    chunk_id = index.chunks_of("safe")[0].chunk_id
    vector = EMBEDDER.embed([question("the safe opens at nine")])[0]
    seen = index.seen_by(frozenset({"x"}))
    assert "safe" not in seen.fingerprints() and "safe" in index.fingerprints()
    assert seen.document("safe") is None and seen.text("safe") is None
    assert seen.tokens() == seen.tokens(["safe"]) == set() and index.tokens() == {ADA}
    assert len(seen.vectors_of(["safe"])) == 0 and len(index.vectors_of(["safe"])) == 1
    assert seen.passages([chunk_id]) == seen.neighbours(chunk_id, 1, 1) == seen.chunks_of("safe") == []
    found = [*seen.lexical(question("safe nine"), 9), *seen.dense(vector, 9)]
    assert len(found) == 2 and chunk_id not in {key for key, _ in found}


def test_what_is_hidden_takes_nobody_s_place(index: Index) -> None:
    near = [new_document(f"safe {n}", f"The gate and the safe shut at nine, says page {n}.") for n in range(30)]
    index.put(near)
    index.labels.restrict([each.document_id for each in near], ["board"])
    seen = index.seen_by(frozenset())
    gate = index.chunks_of("gate")[0].chunk_id
    asked = question("safe nine page")
    assert [key for key, _ in seen.lexical(asked, 1)] == [gate]
    assert [key for key, _ in seen.dense(EMBEDDER.embed([asked])[0], 1)] == [gate]


@pytest.mark.parametrize("asked", ["the safe opens", "nothing of the kind"])
def test_the_vectors_are_asked_once_whether_or_not_what_is_hidden_is_near(
    index: Index, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    query = index._vectors.query
    monkeypatch.setattr(index._vectors, "query", lambda vector, n: counts.append(n) or query(vector, n))
    index.seen_by(frozenset()).dense(EMBEDDER.embed([question(asked)])[0], 1)
    assert counts == [2]


def test_a_restriction_may_come_before_the_document_and_outlives_a_new_version(index: Index) -> None:
    index.labels.restrict(["plan"], ["board"])
    for text in ("The plan.", "The new plan."):
        index.put([new_document("plan", text)])
        assert index.seen_by(frozenset()).document("plan") is None
    index.delete(["plan"])
    assert "plan" not in index.labels.restrictions()


def test_a_store_of_before_there_were_labels_is_completed_by_whoever_opens_it(tmp_path: Path) -> None:
    open_index(tmp_path).close()
    connection = open_database(tmp_path / "store.db", KEY)
    connection.execute("DROP TABLE labels")
    connection.close()
    with open_index(tmp_path, writable=False) as reader:
        assert reader.labels.restrictions() == {}
