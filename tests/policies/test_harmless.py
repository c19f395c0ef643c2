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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Konto: 12345678", "Konto"),
        ("Kontostand: 1200 EUR", "Kontostand"),
        ("Durchwahl: 4471", "Durchwahl"),
        ("Pers.-Nr. 12345678", "Pers"),
        ("Emp ID: 99112", "Emp ID"),
        ("Emp# 99112", "Emp"),
        ("Matrikelnummer 12345678", "Matrikelnummer"),
        ("Instagram: see the lobby", "Instagram"),
        ("BEGIN:VCARD", "VCARD"),
        ("It came on julian 24075.", "julian"),
        ("The fund is with J.P. Morgan.", "J.P. Morgan"),
        ("Kaplan-Meier was drawn.", "Kaplan-Meier"),
        ("Clonus absent, Babinski sign", "Babinski sign"),
        ("Morison's pouch: free fluid", "Morison"),
        ("Bosniak II cyst", "Bosniak"),
        ("Bosniak IIF cyst", "Bosniak IIF"),
        ("a Braden score 12 today", "Braden score"),
        ("dyspnoea, NYHA III, no pain", "NYHA III"),
        ("Cultures grew Klebsiella.", "Klebsiella"),
        ("Klebsiella pneumoniae grew", "Klebsiella pneumoniae"),
        ("Restart Kafka and use Grammarly.", "Kafka"),
        ("Admitted for NSTEMI in May", "NSTEMI"),
        ("Dispo: home with PT", "Dispo"),
        ("ct arrived late", "ct"),
        ("Seen by PT OT today", "PT OT"),
        ("Seen by PT again", "PT again"),
        ("in until Weds, then off", "Weds"),
        ("the Hamilton and Drake meeting rooms", "Hamilton"),
        ("the Drake meeting room", "Drake"),
        ("Furosemid i.v. ab morgen", "Furosemid i.v."),
    ],
)
def test_labels_companies_and_what_is_named_after_somebody_are_no_persons(text: str, value: str) -> None:
    assert harmless(text, value, "PERSON")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Konto has called again.", "Konto"),
        ("Mr Hamilton has booked the meeting room", "Hamilton"),
        ("Bosniak came in late.", "Bosniak"),
        ("Today Braden Ingram came in.", "Braden Ingram"),
        ("Today Braden Ingram came in.", "Braden"),
        ("Asa Vinterholm left", "Asa Vinterholm"),
        ("Asa V. left", "Asa"),
        ("Frankel Ivanovich left", "Frankel Ivanovich"),
        ("Frankel X. Quillfeather left", "Frankel"),
        ("Tanner II Quillfeather left", "Tanner II Quillfeather"),
        ("Braden I saw yesterday", "Braden"),
        ("Tanner 4 Mill Lane", "Tanner"),
        ("Ct Brandauer left", "Ct Brandauer"),
        ("Then Pt Young was seen again", "Pt Young"),
        ("the CLIENT BROWN has paid", "CLIENT BROWN"),
        ("We saw Endo again", "Endo"),
        ("We saw ENDO again", "ENDO"),
        ("Gerd left again", "Gerd"),
        ("We met Stanley Morgan there.", "Stanley Morgan"),
        ("Julian 44 years of age", "Julian"),
        ("Plimsoll: I was at home.", "Plimsoll"),
        ("Plimsoll sign", "Plimsoll sign"),
        ("Meier was drawn.", "Meier"),
    ],
)
def test_what_looks_much_like_them_stays_a_person(text: str, value: str) -> None:
    assert not harmless(text, value, "PERSON")


def test_a_month_of_business_is_no_date_and_another_is() -> None:
    assert harmless("The May budget was met.", "May", "DATE_TIME")
    assert not harmless("She came in May and left.", "May", "DATE_TIME")


def test_a_balance_is_no_street() -> None:
    assert harmless("Kontostand 1200 EUR", "Kontostand 1200", "STREET_ADDRESS")
    assert not harmless("Kontorgatan 12", "Kontorgatan 12", "STREET_ADDRESS")


@pytest.mark.parametrize(
    ("text", "value", "entity"),
    [
        ("schema 4.2.0 is read", "4.2.", "DATE_TIME"),
        ("root 2.16.840.1", "2.16.", "DATE_TIME"),
        ("range 12.0-15.5 g/dL", "12.0-15.5", "DATE_TIME"),
        ("readers on Floor 3 are new", "Floor 3", "STREET_ADDRESS"),
    ],
)
def test_beginnings_of_versions_ranges_and_floors_are_nothing_of_a_person(text: str, value: str, entity: str) -> None:
    assert harmless(text, value, entity)


def test_a_day_and_a_month_with_full_stops_stay_a_date() -> None:
    assert not harmless("vom 24.04. bis heute", "24.04.", "DATE_TIME")
    assert not harmless("Floor 3, 12 Mill Lane", "Floor 3, 12 Mill Lane", "STREET_ADDRESS")


def test_a_plain_word_with_a_number_is_no_name_and_a_name_with_one_is() -> None:
    assert harmless("Shelf 3 holds maps.", "Shelf 3", "LOCATION")
    assert not harmless("Parcel left at Apartment 4.", "Apartment 4", "LOCATION")
    assert harmless("shelf3", "shelf3", "PERSON")
    assert harmless("Boiler 4 is out of service.", "Boiler", "PERSON")
    assert not harmless("Will 3 comes at noon.", "Will", "PERSON")
    assert not harmless("Shelf 3 Adaeze Price", "Shelf 3 Adaeze Price", "PERSON")
