from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.retrieval import HybridRetriever, fuse, with_siblings
from ingest.embedder import Vectors
from ingest.stored import StoredChunk
from policies.text import RedactedText
from tests.assistant.fakes import WordEmbedder, chunk, redacted


class FixedIndex:
    """Rankings as given; a lexical query for one pseudonym finds the chunks that hold it."""

    def __init__(self, chunks: Sequence[StoredChunk], dense: dict[str, float], lexical: dict[str, float]) -> None:
        self._chunks = {each.chunk_id: each for each in chunks}
        self._dense, self._lexical = dense, lexical

    def dense(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        return sorted(self._dense.items(), key=lambda item: -item[1])[:limit]

    def lexical(self, query: RedactedText, limit: int) -> list[tuple[str, float]]:
        if query.value.startswith("⟦"):
            return [(key, 1.0) for key, each in self._chunks.items() if query.value in each.text.value][:limit]
        return sorted(self._lexical.items(), key=lambda item: -item[1])[:limit]

    def passages(self, chunk_ids: Sequence[str]) -> list[StoredChunk]:
        return [self._chunks[key] for key in chunk_ids if key in self._chunks]


def apart(text: str, chunk_id: str) -> StoredChunk:
    found = chunk(text, chunk_id)
    return StoredChunk(**{name: getattr(found, name) for name in StoredChunk.__slots__} | {"document_id": chunk_id})


CHUNKS = [apart("Boats are hired by the hour.", "boats"), apart("Tickets cost five crowns.", "tickets")]


def retrieve(question: str, index: FixedIndex, limit: int = 5) -> list[str]:
    return [each.chunk_id for each in HybridRetriever(index, WordEmbedder()).retrieve(redacted(question), limit)]


def test_a_passage_found_by_meaning_and_by_words_comes_before_one_found_by_one_of_them() -> None:
    index = FixedIndex([*CHUNKS, apart("Both.", "both")], {"boats": 0.9, "both": 0.85}, {"tickets": 8.0, "both": 7.5})
    assert retrieve("boats", index)[0] == "both"


def test_no_more_than_the_limit_and_none_twice() -> None:
    index = FixedIndex(CHUNKS, {"boats": 0.9, "tickets": 0.8}, {"boats": 3.0, "tickets": 2.0})
    assert retrieve("boats", index, 1) == ["boats"]
    assert retrieve("boats", index, 5) == ["boats", "tickets"]


def test_a_passage_that_names_the_person_comes_first_however_far_it_ranks() -> None:
    named = apart("⟦PERSON_k7Q2⟧ keeps the keys.", "named")
    index = FixedIndex([*CHUNKS, named], {"boats": 0.9, "tickets": 0.8}, {"boats": 9.0})
    assert retrieve("Which keys has ⟦PERSON_k7Q2⟧?", index)[0] == "named"


def test_a_chunk_that_was_deleted_meanwhile_is_passed_over() -> None:
    assert retrieve("boats", FixedIndex(CHUNKS[:1], {"boats": 0.9, "gone": 0.8}, {})) == ["boats"]


def test_an_empty_index_gives_no_passage() -> None:
    assert retrieve("boats", FixedIndex([], {}, {})) == []


def test_what_a_full_ranking_does_not_list_has_the_share_of_its_last() -> None:
    fused = fuse([([("a", 1.0), ("b", 0.5)], 1.0), ([("c", 4.0)], 1.0)], depth=2)
    assert fused == {"a": pytest.approx(0.5), "b": pytest.approx(0.25), "c": pytest.approx(0.75)}


def test_scores_below_zero_count_for_nothing() -> None:
    assert fuse([([("a", -0.1)], 1.0), ([("b", 2.0)], 1.0)], depth=5) == {"a": 0.0, "b": pytest.approx(0.5)}


def test_a_chunk_is_lifted_by_the_best_other_chunk_of_its_document_only() -> None:
    stored = [chunk("One.", "one"), chunk("Two.", "two"), apart("Alone.", "alone")]
    scores = with_siblings(stored, {"one": 0.9, "two": 0.3, "alone": 0.8}, weight=0.5)
    assert scores == {
        "one": pytest.approx((0.9 + 0.5 * 0.3) / 1.5),
        "two": pytest.approx((0.3 + 0.5 * 0.9) / 1.5),
        "alone": pytest.approx(0.8),
    }
