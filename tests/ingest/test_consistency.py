"""Doctor's view of an index: each kind of disagreement is found, and repaired from what is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.index import Index
from policies.errors import StorageError
from tests.ingest.indexing import EMBEDDER, new_document, open_index, question

GATE = "The gate shuts at nine. Ring twice for the porter."
POOL = "The pool opens at dawn. Bring a towel and a lock."


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path) as opened:
        opened.put([new_document("gate", GATE), new_document("pool", POOL)])
        yield opened


def problems(index: Index) -> str:
    return " ".join(finding.problem for finding in index.check())


def test_finds_nothing_wrong_with_a_sound_index(tmp_path: Path, index: Index) -> None:
    assert index.check() == []
    with open_index(tmp_path, writable=False) as reader:
        assert reader.check() == []


def test_embeds_passages_that_lost_their_vector(index: Index) -> None:
    index._vectors.delete([index.chunks_of("pool")[0].chunk_id])
    assert "1 passages have no vector" in problems(index)
    assert index.repair() != [], "without an embedder they stay as they are"
    assert index.repair(EMBEDDER) == []
    assert len(index.dense(EMBEDDER.embed([question(POOL)])[0], 5)) == 2


def test_erases_vectors_of_no_passage(index: Index) -> None:
    index._vectors.add(["stray"], EMBEDDER.embed([question("stray")]))
    assert "1 vectors belong to no passage" in problems(index)
    assert index.repair() == []
    assert "stray" not in index._vectors.ids()


@pytest.mark.parametrize("writable", [True, False])
def test_rebuilds_a_full_text_index_that_lost_a_passage(tmp_path: Path, index: Index, writable: bool) -> None:
    index._store._connection.execute("DELETE FROM words_docsize")
    with open_index(tmp_path, writable=False) as reader:
        assert "full-text" in problems(index if writable else reader)
    assert index.repair() == []
    assert len(index.lexical(question("towel"), 5)) == 1


def test_finds_words_that_are_not_those_of_the_passage(index: Index) -> None:
    index._store._connection.execute("DROP TRIGGER chunk_added")
    index._store._connection.execute("UPDATE chunks SET section = 'moved'")
    assert "full-text" in problems(index)
    assert index.repair() == []
    assert len(index.lexical(question("moved"), 5)) == 2


def test_finds_passages_that_are_not_where_they_say(index: Index) -> None:
    index._store._connection.execute("UPDATE chunks SET start = start + 1 WHERE document_id = 'gate'")
    assert "1 passages do not stand" in problems(index)


def test_finds_an_ingestion_that_was_cut_off(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise StorageError("killed", remedy="")

    monkeypatch.setattr(index._store, "replace", killed)
    with pytest.raises(StorageError):
        index.put([new_document("attic", "The attic holds old files.")])
    assert "interrupted" in problems(index)
    assert [document.document_id for document in index.documents()] == ["gate", "pool"]
    assert len(index.dense(EMBEDDER.embed([question("attic")])[0], 9)) == 2
