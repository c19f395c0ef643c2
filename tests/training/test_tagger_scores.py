"""Precision, recall and hidden names on cases that can be counted by hand."""

from __future__ import annotations

import pytest

from tests.training.tagged import tagged
from training.tagger.scores import Score, names, scores
from training.tagger.spans import Span

NOTE = tagged("[Ida Holm|PERSON] met [Ed|PERSON] in [Oslo|LOCATION] with [Mr|?] Nobody")


def span(text: str, label: str) -> Span:
    start = NOTE.text.index(text)
    return Span(start, start + len(text), label)


def test_only_whole_spans_of_the_right_type_count() -> None:
    found = [span("Ida Holm", "PERSON"), span("Ed", "LOCATION"), span("Oslo with", "LOCATION")]
    measured = scores([NOTE], [found], ("PERSON", "LOCATION"))
    assert measured == {"PERSON": Score(1, 1, 2), "LOCATION": Score(0, 2, 1), "micro": Score(1, 3, 3)}
    assert (measured["PERSON"].precision, measured["PERSON"].recall) == (1.0, 0.5)
    assert measured["PERSON"].f1 == pytest.approx(2 / 3)


def test_a_street_address_is_a_place_where_the_set_has_no_streets() -> None:
    assert scores([NOTE], [[span("Oslo", "STREET_ADDRESS")]], ("LOCATION",))["LOCATION"] == Score(1, 1, 1)


def test_types_that_a_set_lacks_count_nowhere() -> None:
    assert scores([NOTE], [[span("Oslo", "DATE_TIME")]], ("PERSON",))["micro"] == Score(0, 0, 2)


def test_a_name_is_hidden_when_each_of_its_letters_is_whatever_the_type() -> None:
    hidden = names([NOTE], [[span("Ida", "ORGANIZATION"), span("Holm", "PERSON"), span("E", "PERSON")]])
    assert (hidden.covered, hidden.gold) == (1, 2)
    assert (hidden.clean, hidden.documents) == (0, 1)


def test_what_touches_no_name_is_wrongly_hidden_unless_nobody_knows() -> None:
    found = [span("Ida", "PERSON"), span("Mr", "PERSON"), span("with", "PERSON"), span("Nobody", "LOCATION")]
    hidden = names([NOTE], [found])
    assert (hidden.right, hidden.found) == (2, 3)


def test_a_document_is_clean_when_no_name_is_missed() -> None:
    found = [span("Ida Holm", "PERSON"), span("Ed", "PERSON")]
    row = names([NOTE, NOTE], [found, []]).row()
    assert row == {"recall": 0.5, "precision": 1.0, "documents_without_a_miss": 0.5, "names": 4, "documents": 2}
