"""A company is nobody, unless its name is somebody's."""

from __future__ import annotations

import pytest

from policies.evidence import Evidence
from policies.findings import Finding
from policies.recognizers.companies import without_companies


def kept(text: str, value: str) -> bool:
    start = text.index(value)
    finding = Finding(start, start + len(value), "PERSON", 0.85, Evidence.CONTEXT, "test")
    return without_companies([finding], text) == [finding]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("between Tolmer Robotics Ltd and others", "Tolmer Robotics Ltd"),
        ("Client: Wren Joinery Limited", "Wren Joinery Limited"),
        ("Client: Wren Joinery Limited", "Wren"),
        ("between Farrow Estates plc and us", "Farrow Estates"),
        ("advised by Marsh & Baker LLP", "Marsh"),
        ("advised by Marsh & Baker LLP", "Baker"),
        ("sold to Schneider GmbH & Co. KG", "Schneider"),
        ("Ostrau Castings a.s. delivers", "Ostrau Castings"),
        ("Miller Building Supplies Inc. delivers", "Miller"),
        ("Hartmann Brandschutz checks them", "Hartmann Brandschutz"),
        ("| Lifts | Kessler Aufzüge | 9,800 |", "Kessler"),
        ("Stadtwerke Elmsford reads the meters", "Stadtwerke Elmsford"),
        ("Bäckerei Vogel opens at six", "Bäckerei Vogel"),
    ],
)
def test_what_a_legal_form_follows_is_no_person(text: str, value: str) -> None:
    assert not kept(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hans Meier GmbH delivers", "Hans Meier"),
        ("Rosa Lindqvist AB delivers", "Rosa Lindqvist"),
        ("seen by Dr. Baker AG at nine", "Baker"),
        ("Tom Baker joined Acme Ltd", "Baker"),
        ("Signed: Peter Bauer\nAG Berlin", "Peter Bauer"),
        ("Lee SA is on leave", "Lee"),
        ("John Smith, Limited", "John Smith"),
        ("between Sefo Malietau and Tolmer Advisory Ltd", "Sefo Malietau"),
        ("Channary Sok, Tolmer Legal LLP", "Channary Sok"),
        ("Hans Meier Brandschutz delivers", "Hans Meier"),
        ("Bäckerei Rosa Vogel opens at six", "Rosa Vogel"),
        ("Ask Herr Kessler Aufzüge can wait", "Kessler"),
        ("Kessler leads Catering", "Kessler"),
        ("Kessler\nCatering opens at six", "Kessler"),
    ],
)
def test_names_of_people_stay_persons(text: str, value: str) -> None:
    assert kept(text, value)
