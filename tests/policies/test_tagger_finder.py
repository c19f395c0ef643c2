"""What becomes of a tagger's findings before they compete with the other recognisers'."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from policies.recognizers.tagger import TaggerFinder
from policies.words import BLANK


class Reporter:
    """Finds what it was told to find."""

    entities = ("PERSON", "LOCATION", "DATE_TIME", "ORGANIZATION", "STREET_ADDRESS")

    def __init__(self, entity_type: str, value: str) -> None:
        self._entity_type = entity_type
        self._value = value

    def tag_each(self, texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
        return [
            [(self._entity_type, *found.span(), 0.9) for found in re.finditer(re.escape(self._value), text)]
            for text in texts
        ]

    def load(self) -> None:
        pass


def found(entity_type: str, value: str) -> list[str]:
    text = f"and {value}, then"
    return [text[one.start : one.end] for one in TaggerFinder(Reporter(entity_type, value)).find(text, [])]


@pytest.mark.parametrize("place", ["Kenya", "the Netherlands", "new\nzealand", "USA", "Bavaria", "Ohio"])
def test_states_and_countries_stay(place: str) -> None:
    assert found("LOCATION", place) == []


@pytest.mark.parametrize("place", ["Nairobi", "Ohio Street", "South Korea Town"])
def test_smaller_places_are_findings(place: str) -> None:
    assert found("LOCATION", place) == [place]


@pytest.mark.parametrize("amount", ["210 CHF", "1,450 DKK", "160", "€ 45", "12 days"])
def test_amounts_are_no_addresses(amount: str) -> None:
    assert found("STREET_ADDRESS", amount) == []


@pytest.mark.parametrize("address", ["12 Elm", "210 Marsh Lane", "Lange Gasse 4", "14b Quay", "80331", "1012"])
def test_streets_are_findings(address: str) -> None:
    assert found("STREET_ADDRESS", address) == [address]


@pytest.mark.parametrize("date", ["1987", "Tuesday", "two years ago", "the winter"])
def test_what_is_no_more_exact_than_a_year_or_names_no_day_stays(date: str) -> None:
    assert found("DATE_TIME", date) == []


@pytest.mark.parametrize("date", ["the third of March", "4.7.", "May", "2 de mayo", "03/11/2020"])
def test_days_and_months_are_findings(date: str) -> None:
    assert found("DATE_TIME", date) == [date]


@pytest.mark.parametrize("word", ["Rosuvastatin", "lisinopril", "Amoxicillin", "IBAN"])
def test_medicines_and_labels_are_no_persons(word: str) -> None:
    assert found("PERSON", word) == []


@pytest.mark.parametrize("name", ["April", "Avril", "Iban Otegi", "Nicole"])
def test_names_that_look_like_them_are(name: str) -> None:
    assert found("PERSON", name) == [name]


@pytest.mark.parametrize("value", ["--", "12", " "])
def test_a_name_has_letters(value: str) -> None:
    assert found("PERSON", value) == []


def test_what_was_set_aside_parts_a_finding() -> None:
    assert found("PERSON", f"Ilse {BLANK * 5} Horak") == ["Ilse", "Horak"]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("He has worked for Dorval Marine since spring.", 0.9),
        ("Employer: Dorval Marine", 0.9),
        ("She works nights. Dorval Marine sent a bill.", 0.45),
        ("Dorval Marine sent a bill.", 0.45),
    ],
)
def test_an_organisation_scores_high_where_somebody_works_for_it(text: str, score: float) -> None:
    (one,) = TaggerFinder(Reporter("ORGANIZATION", "Dorval Marine")).find(text, [])
    assert one.score == pytest.approx(score)


def test_an_organisation_in_parts_scores_the_same_in_each() -> None:
    name = f"Dorval {BLANK * 5} Marine"
    parts = list(TaggerFinder(Reporter("ORGANIZATION", name)).find(f"{name} sent a bill.", []))
    assert [part.score for part in parts] == pytest.approx([0.45, 0.45])


@pytest.mark.parametrize(("text", "names"), [("From June on it rains.", []), ("Ask June about it.", ["June"])])
def test_a_month_is_no_person_where_the_words_in_front_say_when(text: str, names: list[str]) -> None:
    assert [text[one.start : one.end] for one in TaggerFinder(Reporter("PERSON", "June")).find(text, [])] == names


def test_states_stay_by_their_abbreviation_too() -> None:
    assert found("LOCATION", "VT") == []


def kinds(place: str, text: str) -> list[str]:
    return [one.entity_type for one in TaggerFinder(Reporter("LOCATION", place)).find(text, [])]


@pytest.mark.parametrize(
    "text",
    [
        "Ozric Tolverhane, SSN 536-90-4399",
        "Ozric Tolverhane (NHS no. 943 476 5919)",
        "| Ozric Tolverhane | DOB 12.3.1961 |",
        "To\nOzric Tolverhane\n12 Harbor Street\nBoston",
    ],
)
def test_a_place_with_a_number_or_an_address_of_its_own_is_a_person(text: str) -> None:
    assert kinds("Ozric Tolverhane", text) == ["PERSON"]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Ozric Tolverhane", "Born in Ozric Tolverhane, DOB 12.3.1961"),
        ("Ozric Tolverhane", "Ozric Tolverhane, phone 617-555-0182"),
        ("Ozric Tolverhane", "We drove to Ozric Tolverhane\n12 Harbor Street"),
        ("Grand Junction", "Grand Junction\n12 Harbor Street"),
        ("Tolverhane", "Tolverhane\n12 Harbor Street"),
    ],
)
def test_another_place_stays_a_place(place: str, text: str) -> None:
    assert kinds(place, text) == ["LOCATION"]
