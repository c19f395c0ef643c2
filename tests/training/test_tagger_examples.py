"""Each word is taught the tag that its span says, in windows that lose none."""

from __future__ import annotations

import random

import pytest

from policies.onnx_model import CLS, SEP
from tests.training.tagged import tagged
from training.tagger.examples import TAGS, allowed_tags, examples_of, words_of
from training.tagger.spans import Document


def taught(document: Document) -> list[tuple[str, str]]:
    """Each word and the tags that it may have."""
    words = words_of(document.text)
    names = [
        "|".join(tag for place, tag in enumerate(TAGS) if bits >> place & 1) for bits in allowed_tags(document, words)
    ]
    return [(document.text[word.start : word.end], name) for word, name in zip(words, names, strict=True)]


def test_words_of_a_span_begin_and_go_on() -> None:
    assert taught(tagged("Dr [Ida Holm-Rye|PERSON] of [Oslo|LOCATION]")) == [
        ("Dr", "O"), ("Ida", "B-PERSON"), ("Holm", "I-PERSON"), ("-", "I-PERSON"), ("Rye", "I-PERSON"),
        ("of", "O"), ("Oslo", "B-LOCATION"),
    ]  # fmt: skip


def test_spans_side_by_side_both_begin() -> None:
    assert [tag for _, tag in taught(tagged("[Ida|PERSON] [Ed|PERSON]"))] == ["B-PERSON", "B-PERSON"]


def test_an_unknown_span_may_be_anything() -> None:
    (_, tags), _ = taught(tagged("[Dr|?] came"))
    assert tags.split("|") == list(TAGS)


def test_a_word_outside_may_be_of_a_type_that_its_source_does_not_label() -> None:
    (_, may), (_, person) = taught(tagged("May [Ida|PERSON]", unlabelled=("DATE_TIME",)))
    assert may == "O|B-DATE_TIME|I-DATE_TIME"
    assert person == "B-PERSON"


def test_only_the_first_piece_of_a_word_teaches() -> None:
    (example,) = examples_of(tagged("[Lindqvist|PERSON]"))
    assert (example.ids[0], example.ids[-1]) == (CLS, SEP)
    assert len(example.ids) > 3
    assert example.allowed == (0, 1 << TAGS.index("B-PERSON"), *[0] * (len(example.ids) - 2))


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_windows_hold_every_word_once_with_its_tag(seed: int | None) -> None:
    document = tagged("[Ida Holm|PERSON] met Ed Lindqvist in [Oslo|LOCATION], said [the|?] clerk. " * 12)
    whole = next(examples_of(document, window=10_000))
    parts = list(examples_of(document, random.Random(seed) if seed else None, window=25))
    assert len(parts) > 6
    for name in ("ids", "shapes", "allowed"):
        assert [value for part in parts for value in getattr(part, name)[1:-1]] == list(getattr(whole, name)[1:-1])
    assert all(len(part.ids) <= 27 for part in parts)
