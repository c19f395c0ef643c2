"""The best sequence of tags is an allowed one, and the best of those."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from policies.recognizers.tag_sequences import best_tags, entities_of, transitions

TAGS = ("O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION")


def allowed(sequence: tuple[int, ...]) -> bool:
    scores = transitions(TAGS)
    return scores[0, sequence[0]] == 0 and all(scores[a, b] == 0 for a, b in pairwise(sequence))


def best_by_trying_all(scores: np.ndarray) -> tuple[int, ...]:
    tried = filter(allowed, product(range(len(TAGS)), repeat=len(scores)))
    return max(tried, key=lambda sequence: sum(scores[index, tag] for index, tag in enumerate(sequence)))


@pytest.mark.parametrize("seed", range(20))
def test_finds_what_trying_all_sequences_finds(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, len(TAGS))).astype(np.float32)
    assert tuple(best_tags(scores, TAGS)) == best_by_trying_all(scores)


def test_a_further_word_of_a_name_begins_one_where_none_was_begun() -> None:
    scores = np.array([[2, 0, 0, 0, 0], [0, 4, 5, 0, 0], [0, 0, 5, 0, 0]], dtype=np.float32)
    assert [TAGS[tag] for tag in best_tags(scores, TAGS)] == ["O", "B-PERSON", "I-PERSON"]


def test_no_words_have_no_tags() -> None:
    assert best_tags(np.zeros((0, len(TAGS)), dtype=np.float32), TAGS).tolist() == []


@pytest.mark.parametrize(
    ("tags", "entities"),
    [
        ("O O", []),
        ("B-PERSON I-PERSON O", [("PERSON", 0, 2)]),
        ("B-PERSON B-PERSON", [("PERSON", 0, 1), ("PERSON", 1, 2)]),
        ("B-PERSON I-PERSON B-LOCATION", [("PERSON", 0, 2), ("LOCATION", 2, 3)]),
        ("O B-LOCATION I-LOCATION", [("LOCATION", 1, 3)]),
    ],
)
def test_entities_are_what_begins_and_goes_on(tags: str, entities: list[tuple[str, int, int]]) -> None:
    numbers = [TAGS.index(tag) for tag in tags.split()]
    assert list(entities_of(numbers, TAGS)) == entities
