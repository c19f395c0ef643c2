"""Generated documents: what is labelled is what stands there."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from benchmarks.identifiers import MAKERS, Identifiers
from benchmarks.written import KINDS, Written, written


@pytest.fixture(scope="module")
def documents() -> list[Written]:
    return list(written(1, seed=11))


def test_each_kind_has_documents_of_each_of_its_templates(documents: list[Written]) -> None:
    assert {one.kind for one in documents} == set(KINDS)
    assert len({one.template for one in documents}) == len(documents)


def test_a_seed_gives_the_same_documents(documents: list[Written]) -> None:
    assert [one.text for one in written(1, seed=11)] == [one.text for one in documents]


def test_no_slot_stays_unfilled(documents: list[Written]) -> None:
    assert not [one.template for one in documents if re.search(r"\{[a-z.!]+\}", one.text)]


def test_labels_hold_values_of_their_type_also_after_csv_was_loaded(documents: list[Written]) -> None:
    shapes = {"EMAIL_ADDRESS": r"\S+@\S+", "US_SSN": r"\d{3}[- ]\d\d[- ]\d{4}", "VIN": r"[A-Z0-9]{17}"}
    seen = set()
    for one in documents:
        for label in one.labels:
            shape = shapes.get(label.entity_type)
            if shape:
                seen.add((label.entity_type, one.kind == "csv_export"))
                assert re.fullmatch(shape, one.text[label.start : label.end]), one.template
    assert {(name, csv) for name in shapes for csv in (False, True)} == seen


def test_labels_of_a_document_are_disjoint(documents: list[Written]) -> None:
    for one in documents:
        places = sorted((*one.labels, *one.neutral))
        assert all(a.end <= b.start for a, b in pairwise(places)), one.template


def test_mentions_of_a_person_are_labelled_as_persons(documents: list[Written]) -> None:
    for one in documents:
        assert {place for places in one.mentions.values() for place in places} <= set(one.labels)


@pytest.mark.parametrize("slot", MAKERS)
def test_each_identifier_has_a_value_and_a_type(slot: str) -> None:
    value, entity_type = Identifiers(random.Random(3)).make(slot)
    assert value.strip() == value != "" and entity_type.isupper()


@pytest.mark.parametrize(("slot", "prefix"), [("card", ""), ("imei", ""), ("npi", "80840")])
def test_numbers_pass_the_checksum_of_luhn(slot: str, prefix: str) -> None:
    identifiers = Identifiers(random.Random(5))
    for _ in range(20):
        digits = prefix + re.sub(r"\D", "", identifiers.make(slot)[0])
        doubled = [int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(digits))]
        assert sum(number // 10 + number % 10 for number in doubled) % 10 == 0
