"""What every tagger keeps: run over the double and the embedded model."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from policies.entities import ENTITIES
from policies.recognizers.onnx_tagger import OnnxTagger
from policies.recognizers.remembering_tagger import RememberingTagger
from policies.recognizers.tagger import Tagger, Tags
from tests.policies.listed_names_tagger import ListedNamesTagger

TAGGERS: dict[str, Callable[[], Tagger]] = {
    "double": lambda: ListedNamesTagger("Agneta Lindqvist", "Lindqvist"),
    "onnx": lambda: OnnxTagger(threads=1),
    "remembering": lambda: RememberingTagger(ListedNamesTagger("Agneta Lindqvist", "Lindqvist")),
}

NOTE = "Agneta Lindqvist came in on foot. Mrs. Lindqvist asked for water.\n"


@pytest.fixture(scope="module", params=TAGGERS)
def tagger(request: pytest.FixtureRequest) -> Tagger:
    return TAGGERS[request.param]()


def tags(tagger: Tagger, text: str) -> Tags:
    return tagger.tag_each([text])[0]


def persons(tagger: Tagger, text: str) -> list[str]:
    return [
        text[start:end]
        for kind, start, end, _ in sorted(tags(tagger, text), key=lambda one: one[1])
        if kind == "PERSON"
    ]


def test_finds_a_name_to_the_letter(tagger: Tagger) -> None:
    assert persons(tagger, NOTE) == ["Agneta Lindqvist", "Lindqvist"]


def test_types_are_ones_that_a_policy_can_name(tagger: Tagger) -> None:
    assert set(tagger.entities) <= set(ENTITIES)
    assert {kind for kind, *_ in tags(tagger, NOTE)} <= set(tagger.entities)


def test_findings_are_disjoint_and_their_scores_are_shares_of_one(tagger: Tagger) -> None:
    found = sorted((start, end, score) for _, start, end, score in tags(tagger, NOTE * 40))
    assert all(0 <= start < end <= len(NOTE) * 40 and 0 < score <= 1 for start, end, score in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


@pytest.mark.parametrize("text", ["", " \n\t", "\ue000\ue000\ue000"])
def test_finds_nothing_where_nothing_stands(tagger: Tagger, text: str) -> None:
    assert tags(tagger, text) == []


def test_offsets_count_characters_of_the_text_as_given(tagger: Tagger) -> None:
    odd = "\u00ad é🙂\u2028"
    assert persons(tagger, odd + NOTE) == persons(tagger, NOTE)


def test_a_long_text_is_read_to_its_end(tagger: Tagger) -> None:
    assert persons(tagger, "The lamp in the hall is broken again. " * 300 + NOTE) == ["Agneta Lindqvist", "Lindqvist"]


def test_what_is_tagged_together_is_tagged_as_it_is_alone(tagger: Tagger) -> None:
    texts = [NOTE, "", NOTE * 40, "Ms Lindqvist left.", NOTE]
    assert tagger.tag_each(texts) == [tags(tagger, text) for text in texts]
    assert tagger.tag_each([]) == []


def test_threads_share_it(tagger: Tagger) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: persons(tagger, NOTE), range(8)))
    assert found == [persons(tagger, NOTE)] * 8
