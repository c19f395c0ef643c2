"""Accidents change the text, never where a name is."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.training.tagged import said, tagged
from training.tagger import noise
from training.tagger.spans import Document

Change = Callable[[Document], Document]

LETTER = tagged(
    "Moll in room 11, under Dr [Kygzk|PERSON], will tell [Pyrk Vyzbyk|PERSON]\nof [Rzykpy|LOCATION] on the hill."
)
"""No letter of its names is ever misread, and nearly every other one can be."""


@pytest.mark.parametrize(
    ("change", "case"), [(noise.lower, str.lower), (noise.upper, str.upper), (noise.title, str.title)]
)
def test_letters_change_their_case_and_spans_stay(change: Change, case: Callable[[str], str]) -> None:
    changed = change(LETTER)
    assert changed.text == case(LETTER.text)
    assert said(changed) == [(case(text), label) for text, label in said(LETTER)]


@pytest.mark.parametrize("change", [noise.lower, noise.upper, noise.title])
def test_a_letter_whose_other_case_is_two_letters_moves_nothing(change: Change) -> None:
    changed = change(tagged("ﬁnally İpek and Herr Weiß met [Şule Öz|PERSON]"))
    assert [text.casefold() for text, _ in said(changed)] == ["şule öz"]


@pytest.mark.parametrize("seed", range(20))
def test_names_stay_in_place_when_all_around_them_is_misread(seed: int) -> None:
    changed = noise.scanned(LETTER, random.Random(seed), share=1.0)
    assert changed.text.startswith("M011")
    assert [(text.replace(" ", ""), label) for text, label in said(changed)] == [
        (text.replace(" ", ""), label) for text, label in said(LETTER)
    ]


def test_a_misread_name_is_still_the_name() -> None:
    changed = noise.scanned(tagged("met [Miller|PERSON]. No"), random.Random(1), share=1.0)
    assert said(changed) == [("Mí11cr", "PERSON")]


@pytest.mark.parametrize("seed", range(20))
def test_broken_lines_go_through_names(seed: int) -> None:
    changed = noise.wrapped(tagged("[Pyrk Vyzbyk|PERSON] and " * 20), random.Random(seed))
    assert changed.text.replace("\n", " ") == "Pyrk Vyzbyk and " * 20
    assert {text.replace("\n", " ") for text, _ in said(changed)} == {"Pyrk Vyzbyk"}
    assert "\n" in changed.text


def test_most_documents_stay_as_they_are_and_each_accident_happens() -> None:
    rng = random.Random(2)
    texts = [noise.augment(LETTER, rng).text for _ in range(600)]
    assert 0.65 < texts.count(LETTER.text) / len(texts) < 0.85
    assert {LETTER.text.lower(), LETTER.text.upper(), LETTER.text.title()} < set(texts)
    one_line = LETTER.text.replace("\n", " ")
    others = {text for text in texts if text.casefold() != LETTER.text.casefold()}
    assert any(text.replace("\n", " ") == one_line for text in others)
    assert any(text.replace("\n", " ") != one_line for text in others)
