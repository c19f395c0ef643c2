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


QUERIES = (
    "gate",
    "the safe opens at nine",
    "the gate of the ferry and its rope, or the rope alone",
    "house rules",
    "vault",
)


def stocked(folder: Path, *hidden: str) -> Index:
    """An index of documents of many lengths, and of hidden ones that came later."""
    index = open_index(folder)
    words = "gate ferry rope lamp nine opens shuts pier safe".split()
    said = [" ".join(words[(n * k) % 9] for k in range(1, 3 + 7 * (n % 5))) for n in range(1, 25)]
    index.put([new_document(f"seen {n}", f"The {text}.") for n, text in enumerate(said)])
    index.labels.restrict([f"hidden {n}" for n in range(len(hidden))], ["board"])
    index.put([new_document(f"hidden {n}", text) for n, text in enumerate(hidden)])
    return index


def test_hits_and_scores_are_to_the_last_bit_what_they_would_be_without_what_is_hidden(tmp_path: Path) -> None:
    told = [f"The gate and the safe open at nine. The vault of page {n} has a rope. " * (n + 1) for n in range(20)]
    nobody = frozenset({"x"})
    with stocked(tmp_path / "a") as without, stocked(tmp_path / "b", *told) as index:
        for query in map(question, QUERIES):
            vector = EMBEDDER.embed([query])[0]
            seen = index.seen_by(nobody)
            assert (
                seen.lexical(query, 200) == without.seen_by(nobody).lexical(query, 200) == without.lexical(query, 200)
            )
            assert seen.lexical(query, 3) == without.lexical(query, 3)
            assert seen.dense(vector, 200) == without.dense(vector, 200)
            assert seen.dense(vector, 3) == without.dense(vector, 3)
        whole = dict(index.lexical(question("gate"), 200))
        assert whole.items() != dict(without.lexical(question("gate"), 200)).items()
        assert any(whole[key] != score for key, score in without.lexical(question("gate"), 200))


def test_of_two_hidden_sets_each_has_its_own_scores(tmp_path: Path) -> None:
    with stocked(tmp_path, "The gate shuts.", "The pier and the gate and the gate.") as index:
        index.labels.restrict(["hidden 1"], ["crew"])
        found = [dict(index.seen_by(frozenset({label})).lexical(question("gate"), 99)) for label in ("board", "crew")]
        both = found[0].keys() & found[1].keys()
        assert len(both) > 5 and all(found[0][key] != found[1][key] for key in both)


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
