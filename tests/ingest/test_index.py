"""The index: what was put is found, what was replaced or deleted is gone, and nobody gets in who does not belong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.index import Index
from policies.errors import BusyError, KeyFileError, PolicyError, StorageError
from tests.ingest.hashing_embedder import HashingEmbedder
from tests.ingest.indexing import EMBEDDER, new_document, open_index, question

GATE = "The gate shuts at nine. Ring twice for the porter."
POOL = "The pool opens at dawn. Bring a towel and a lock."
LIFT = "The lift carries eight. Call ⟦PERSON_k7Q2⟧ when it stops."


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path) as opened:
        opened.put([new_document("gate", GATE), new_document("pool", POOL), new_document("lift", LIFT)])
        yield opened


def documents_of(index: Index, found: list[tuple[str, float]]) -> list[str]:
    return [stored.document_id for stored in index.passages([key for key, _ in found])]


def nearest(index: Index, text: str, limit: int = 3) -> list[str]:
    return documents_of(index, index.dense(EMBEDDER.embed([question(text)])[0], limit))


def test_finds_a_document_by_its_words_and_by_its_vector(index: Index) -> None:
    assert documents_of(index, index.lexical(question("porter"), 5)) == ["gate"]
    assert nearest(index, POOL, 1) == ["pool"]


def test_gives_back_what_was_put(index: Index) -> None:
    (stored,) = index.passages([index.lexical(question("towel"), 1)[0][0]])
    text = index.text("pool")
    assert text is not None
    assert text.value == POOL
    assert text.slice(stored.start, stored.end) == stored.text
    found = index.document("pool")
    assert found is not None
    assert (found.chunks, found.characters, found.entities, found.policy) == (1, len(POOL), {"PERSON": 1}, "test")


def test_matches_a_pseudonym_as_one_word(index: Index) -> None:
    assert documents_of(index, index.lexical(question("⟦PERSON_k7Q2⟧"), 5)) == ["lift"]
    assert index.lexical(question("⟦PERSON_zzzz⟧"), 5) == []
    assert index.lexical(question("PERSON"), 5) == []


def test_finds_inflected_and_unaccented_forms(index: Index) -> None:
    assert documents_of(index, index.lexical(question("carrying LÍFTS"), 5)) == ["lift"]


@pytest.mark.parametrize("text", ['" OR words MATCH "*', "NEAR(gate pool)", "text:gate AND NOT", "gate*", "(", "-", ""])
def test_reads_query_language_as_plain_words(index: Index, text: str) -> None:
    assert set(documents_of(index, index.lexical(question(text), 5))) <= {"gate", "pool"}


def test_ignores_common_words_unless_there_are_no_others(index: Index) -> None:
    assert documents_of(index, index.lexical(question("what is the towel"), 5)) == ["pool"]
    assert len(index.lexical(question("the"), 5)) == 3


def test_gives_neighbours_in_the_documents_order(tmp_path: Path) -> None:
    text = " ".join(f"Rule {number} says that door {number} stays shut at night." for number in range(80))
    with open_index(tmp_path) as index:
        index.put([new_document("long", text)])
        chunks = index.chunks_of("long")
        middle = chunks[1]
        assert len(chunks) > 3
        assert index.neighbours(middle.chunk_id, 1, 2) == chunks[0:4]
        assert index.neighbours(chunks[0].chunk_id, 1, 0) == chunks[:1]
        assert index.neighbours("nowhere", 1, 1) == []


def test_replaces_a_document_whole(index: Index) -> None:
    index.put([new_document("pool", "The sauna is closed in July.")])
    assert index.lexical(question("towel dawn"), 5) == []
    assert documents_of(index, index.lexical(question("sauna"), 5)) == ["pool"]
    assert sorted(nearest(index, POOL, 9)) == ["gate", "lift", "pool"]
    assert len(index.documents()) == 3


def test_puts_the_same_text_again(index: Index) -> None:
    index.put([new_document("pool", POOL)])
    assert nearest(index, POOL, 1) == ["pool"]
    index.forget()
    assert nearest(index, POOL, 1) == ["pool"]
    assert index.check() == []


def test_takes_back_what_was_deleted(index: Index) -> None:
    assert index.delete(["pool", "nowhere"]) == 1
    assert nearest(index, POOL, 9) != []
    index.put([new_document("pool", POOL)])
    assert nearest(index, POOL, 1) == ["pool"]
    assert index.check() == []


def test_shows_a_reader_what_another_connection_wrote(tmp_path: Path, index: Index) -> None:
    with open_index(tmp_path, writable=False) as reader:
        assert nearest(reader, POOL, 1) == ["pool"]
        index.put([new_document("attic", "The attic holds old files.")])
        index.delete(["pool"])
        assert sorted(nearest(reader, POOL, 9)) == ["attic", "gate", "lift"]
        assert reader.lexical(question("towel"), 5) == []


def test_is_empty_for_a_reader_before_the_first_writer(tmp_path: Path) -> None:
    with open_index(tmp_path, writable=False) as reader:
        assert reader.documents() == []
        assert reader.lexical(question("gate"), 5) == []
        assert nearest(reader, "gate") == []


def test_refuses_a_second_writer_and_names_the_first(tmp_path: Path, index: Index) -> None:
    with pytest.raises(BusyError, match=str(os.getpid())):
        open_index(tmp_path)
    index.close()
    open_index(tmp_path).close()


def test_refuses_another_key(tmp_path: Path, index: Index) -> None:
    index.close()
    with pytest.raises(KeyFileError):
        open_index(tmp_path, key=bytes(32))


@pytest.mark.parametrize("writable", [True, False])
def test_refuses_another_embedder_and_says_how_to_index_again(tmp_path: Path, index: Index, writable: bool) -> None:
    index.close()
    with pytest.raises(StorageError, match="embedder") as caught:
        open_index(tmp_path, writable=writable, embedder=HashingEmbedder("another"))
    assert "assistant ingest --reindex" in caught.value.remedy


def test_refuses_another_chunker_and_another_policy(tmp_path: Path, index: Index) -> None:
    index.close()
    with pytest.raises(StorageError, match="chunker"):
        open_index(tmp_path, chunker_version="other")
    with pytest.raises(PolicyError, match="policy"):
        open_index(tmp_path, policy="other")


def test_empties_itself_for_another_embedder_when_asked_to(tmp_path: Path, index: Index) -> None:
    index.close()
    with open_index(tmp_path, embedder=HashingEmbedder("another"), reindex=True) as emptied:
        assert emptied.documents() == []
    with open_index(tmp_path, embedder=HashingEmbedder("another")) as opened:
        assert opened.check() == []
