"""What a tagger takes for a name or a place, and what nobody could be known by."""

from __future__ import annotations

import pytest

from policies.recognizers.harmless import is_harmless


def harmless(text: str, value: str, entity_type: str) -> bool:
    start = text.index(value)
    return is_harmless(text, entity_type, start, start + len(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("| Potassium | 5.2 | H |", "H"),
        ("| C | Analysts | 46,000 |", "C"),
        ("Norovirus on Ward 2A was contained.", "Ward"),
        ("Meet in Room 14.", "Room"),
    ],
)
def test_flags_bands_and_what_has_a_number_are_no_persons(text: str, value: str) -> None:
    assert harmless(text, value, "PERSON")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Signed by J. on behalf of all.", "J"),
        ("Signed by J.", "J."),
        ("J B was seen again.", "J B"),
        ("Elizabeth Ward arrived at nine.", "Elizabeth Ward"),
        ("Ward arrived at 9.", "Ward"),
        ("王 was seen again.", "王"),
    ],
)
def test_initials_and_names_stay_persons(text: str, value: str) -> None:
    assert not harmless(text, value, "PERSON")


LIGHTS = "| Light | Meaning |\n|---|---|\n| Green | ready |\n| Amber | no paper |\n"


def test_colours_are_no_persons_where_another_colour_fills_a_cell() -> None:
    assert harmless(f"{LIGHTS}| Red | call us |\n", "Amber", "PERSON")
    assert harmless(f"{LIGHTS}| Red | call us |\n", "Green", "PERSON")
    assert not harmless(LIGHTS, "Amber", "PERSON")
    assert not harmless(f"Amber is in.\n\n{LIGHTS}| Red | call us |\n", "Amber", "PERSON")


@pytest.mark.parametrize("days", ["Mon-Fri", "Tue", "Thurs", "Saturdays", "Mon – Thu", "Wednesday"])
def test_weekdays_are_no_places(days: str) -> None:
    assert harmless(f"Open {days} from nine to four.", days, "LOCATION")
    assert not harmless("Open in Monmouth from nine to four.", "Monmouth", "LOCATION")
