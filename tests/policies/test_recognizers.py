"""What the recognisers find, and what they leave: one table of rows each."""

import pytest

from policies.recognizers.places import Places
from tests.policies.redactors import everything, found, gdpr, hipaa, values

FOUND = [
    # Contacts
    (
        "EMAIL_ADDRESS",
        "write to tilda.o'hara+ward@mail.example-clinic.org today",
        "tilda.o'hara+ward@mail.example-clinic.org",
    ),
    ("EMAIL_ADDRESS", "write to ward7 (at) example (dot) org", "ward7 (at) example (dot) org"),
    ("PHONE_NUMBER", "Tel. 030 901820 11", "030 901820 11"),
    ("PHONE_NUMBER", "Tel. 12.34 56.78 oder per Post", "12.34 56.78"),
    ("PHONE_NUMBER", "Phone: 71.12 5550.44", "71.12 5550.44"),
    ("PHONE_NUMBER", "call me at 617-555-0182 ext. 4", "617-555-0182 ext. 4"),
    ("PHONE_NUMBER", "(617) 555-0182 is answered at night", "(617) 555-0182"),
    ("PHONE_NUMBER", "dial +44 20 7946 0958 from abroad", "+44 20 7946 0958"),
    ("PHONE_NUMBER", "Fax: 06221 / 56-1234", "06221 / 56-1234"),
    ("URL", "see https://intranet.example.org/people/tilda?x=1.", "https://intranet.example.org/people/tilda?x=1"),
    ("IP_ADDRESS", "from 192.168.12.7, port 22", "192.168.12.7"),
    ("IP_ADDRESS", "from 2001:db8::8a2e:370:7334 again", "2001:db8::8a2e:370:7334"),
    ("MAC_ADDRESS", "nic 00:1B:44:11:3A:B7 up", "00:1B:44:11:3A:B7"),
    ("USERNAME", "username: tohara7", "tohara7"),
    # Money
    ("IBAN_CODE", "to DE89 3704 0044 0532 0130 00 BIC COBADEFF", "DE89 3704 0044 0532 0130 00"),
    ("IBAN_CODE", "to GB29NWBK60161331926819.", "GB29NWBK60161331926819"),
    ("CREDIT_CARD", "paid with 4111 1111 1111 1111", "4111 1111 1111 1111"),
    ("ACCOUNT_NUMBER", "Account no. 00291-7734 at the bank", "00291-7734"),
    # Medicine
    ("MEDICAL_RECORD_NUMBER", "MRN 00482913", "00482913"),
    ("MEDICAL_RECORD_NUMBER", "MRN: H-204881", "H-204881"),
    ("MEDICAL_RECORD_NUMBER", "| Patient ID | 7719034 |", "7719034"),
    ("HEALTH_PLAN_NUMBER", "Member ID: XQH882910", "XQH882910"),
    ("HEALTH_PLAN_NUMBER", "Policy number 88-201-993", "88-201-993"),
    ("US_NPI", "NPI 1234567893", "1234567893"),
    ("US_DEA", "DEA AB1234563", "AB1234563"),
    ("US_MBI", "MBI 1EG4-TE5-MK73", "1EG4-TE5-MK73"),
    ("DEVICE_ID", "pacemaker, serial number PX-2209-881", "PX-2209-881"),
    ("DEVICE_ID", "UDI (01)00643169001763(21)ABC123 read", "(01)00643169001763(21)ABC123"),
    ("IMEI", "handset IMEI 490154203237518", "490154203237518"),
    # Vehicles, licences, staff
    ("VIN", "the car, 1HGCM82633A004352, was towed", "1HGCM82633A004352"),
    ("LICENSE_PLATE", "Licence plate: B-XY 4721", "B-XY 4721"),
    ("LICENSE_PLATE", "ask about the van (4K U7130)", "4K U7130"),
    ("LICENSE_PLATE", "ask about the van (831 QD6)", "831 QD6"),
    ("LICENSE_NUMBER", "Passport number C01X00T47", "C01X00T47"),
    ("EMPLOYEE_ID", "Employee ID: 55-0192", "55-0192"),
    # Ids of states
    ("US_SSN", "SSN 536-90-4399", "536-90-4399"),
    ("UK_NHS", "NHS number 943 476 5919", "943 476 5919"),
    ("UK_NINO", "her NI is AB 12 34 56 C", "AB 12 34 56 C"),
    ("DE_TAX_ID", "Steuer-ID 86095742719", "86095742719"),
    ("FR_NIR", "n° 2 55 08 14 168 025 38 connu", "2 55 08 14 168 025 38"),
    ("ES_NIF", "con 12345678Z a nombre", "12345678Z"),
    ("ES_NIE", "con X1234567L a nombre", "X1234567L"),
    ("IT_FISCAL_CODE", "codice RSSMRA85T10A562S", "RSSMRA85T10A562S"),
    ("NL_BSN", "BSN 111222333", "111222333"),
    ("BE_NATIONAL_NUMBER", "nr 85.07.30-033.28", "85.07.30-033.28"),
    ("PT_NIF", "contribuinte 123456789", "123456789"),
    ("PL_PESEL", "PESEL 44051401359", "44051401359"),
    ("SE_PERSONNUMMER", "pnr 811228-9874", "811228-9874"),
    ("FI_PERSONAL_IDENTITY_CODE", "hetu 131052-308T", "131052-308T"),
    ("CH_AHV", "nr 756.9217.0769.85", "756.9217.0769.85"),
    # Dates and ages
    ("DATE_OF_BIRTH", "DOB: 3/14/1962", "3/14/1962"),
    ("DATE_OF_BIRTH", "geb. am 14.03.1962 in Ulm", "14.03.1962"),
    ("DATE_OF_BIRTH", "née le 3 mars 1962", "3 mars 1962"),
    ("DATE_TIME", "seen on March 4th, 2024 again", "March 4th, 2024"),
    ("DATE_TIME", "am 4. März 2024 um", "4. März 2024"),
    ("DATE_TIME", "el 4 de marzo de 2024", "4 de marzo de 2024"),
    ("DATE_TIME", "seen 2024-03-04T09:30 by", "2024-03-04T09:30"),
    ("DATE_TIME", "returns on 3/21 for", "3/21"),
    ("DATE_TIME", "since March 2024", "March 2024"),
    ("AGE", "a 93-year-old woman", "93"),
    ("AGE", "aged 101, living alone", "101"),
    ("AGE", "a ninety-four year old man", "ninety-four"),
    # Places
    ("US_ZIP", "Boston, MA 02118-1234", "02118-1234"),
    ("STREET_ADDRESS", "lives at 12 Harbor Street, Apt 4, since", "12 Harbor Street, Apt 4"),
    ("STREET_ADDRESS", "a flat at 27 Redgate Parade. The rent", "27 Redgate Parade"),
    ("STREET_ADDRESS", "lives at 27 Redgate Ave. in", "27 Redgate Ave."),
    ("STREET_ADDRESS", "bor i Nygata 12, i", "Nygata 12"),
    ("ID_NUMBER", "Plan: TrueCare ID XJH8834120", "XJH8834120"),
    ("ACCOUNT_NUMBER", "his bank account 000123456789, please", "000123456789"),
    ("STREET_ADDRESS", "wohnt Lindenstraße 14a in", "Lindenstraße 14a"),
    ("STREET_ADDRESS", "habite 14 bis, rue de la Fontaine, à", "14 bis, rue de la Fontaine"),
    ("STREET_ADDRESS", "vive en Calle de la Luna 23, en", "Calle de la Luna 23"),
    ("STREET_ADDRESS", "send it to P.O. Box 4471 please", "P.O. Box 4471"),
    ("POSTAL_CODE", "in LS1 4AB since", "LS1 4AB"),
]

NOT_FOUND = [
    "Blood pressure 120/80, pulse 72, temperature 36.8, weight 81.5 kg.",
    "See section 4.2.1 of version 10.4.12, page 117 of 240.",
    "The fee is $1,250.00, or 12 payments of $104.17.",
    "Rooms 101-117 are on floor 2; dial 9 for an outside line.",
    "Opening hours are 08:00-17:30, Monday to Friday.",
    "Between 2019 and 2024 the number of visits rose by 4500.",
    "Employees have 25 days of leave and 10 public holidays.",
    "The ratio was 1:2:3 and the code is 0x1F.",
    "A 45-year-old patient, aged 45, took 90 mg for 90 days.",
    "The leave year begins on 1 April each year.",
    "Take 1/2 tablet twice a day.",
    "ISBN 978-3-16-148410-0 is the handbook's number.",
    "It meets ISO 27001:2022 and 45 CFR 164.514.",
    "Vehicles need a registration. Licence plates are issued by the office.",
]


@pytest.mark.parametrize(("entity", "text", "value"), FOUND)
def test_is_found(entity: str, text: str, value: str) -> None:
    assert found(text, entity) == [value]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_is_left(text: str) -> None:
    assert everything().redact(text).entities == ()


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("CREDIT_CARD", "paid with 4111 1111 1111 1112"),
        ("IBAN_CODE", "to DE88 3704 0044 0532 0130 00"),
        ("VIN", "the car 1HGCM82633A00435X was towed"),
        ("US_NPI", "NPI 1234567890"),
        ("US_DEA", "DEA AB1234560"),
        ("UK_NHS", "NHS number 943 476 5918"),
        ("DE_TAX_ID", "Steuer-ID 86095742718"),
        ("FR_NIR", "n° 2 55 08 14 168 025 39 connu"),
        ("ES_NIF", "con 12345678A a nombre"),
        ("IT_FISCAL_CODE", "codice RSSMRA85T10A562A"),
        ("NL_BSN", "BSN 111222334"),
        ("BE_NATIONAL_NUMBER", "nr 85.07.30-033.29"),
        ("PT_NIF", "contribuinte 123456788"),
        ("PL_PESEL", "PESEL 44051401358"),
        ("SE_PERSONNUMMER", "pnr 811228-9873"),
        ("FI_PERSONAL_IDENTITY_CODE", "hetu 131052-308U"),
        ("CH_AHV", "nr 756.9217.0769.84"),
        ("IP_ADDRESS", "version 1.2.3.400"),
        ("PHONE_NUMBER", "Revision 9 (2025-03-18)"),
    ],
)
def test_a_wrong_check_digit_is_no_such_number(entity: str, text: str) -> None:
    assert found(text, entity) == []


@pytest.mark.parametrize("text", ["reach him (07700900441) today", "reach him (06 12 34 56 78)"])
def test_brackets_around_a_number_stay_a_pair(text: str) -> None:
    redacted = gdpr().redact(text).text.value
    assert redacted.startswith("reach him (⟦PHONE_NUMBER_") and "⟧)" in redacted


def test_the_number_of_the_next_line_is_no_part_of_a_whole_number() -> None:
    text = "4. Her SSN is 219-09-9999.\n5. Notices go to counsel."
    assert hipaa().redact(text).text.value == "4. Her SSN is [US_SSN].\n5. Notices go to counsel."


def test_doctors_letters_are_told_from_the_states_of_those_letters() -> None:
    text = "Attending: E. Quillfeather, MD\nSurgeon: Bram van Zwartkop, MD. She lives in Towson, MD."
    assert ("LOCATION", "Towson") in values(text, hipaa().redact(text))
    redacted = hipaa().redact(text).text.value
    assert redacted == "Attending: [PERSON], MD\nSurgeon: [PERSON], MD. She lives in [LOCATION], MD."


def test_a_postal_code_tells_a_state_from_a_doctors_letters() -> None:
    text = "Xelburgh, PA 19103"
    assert [text[found.start : found.end] for found in Places().find(text, ())] == ["Xelburgh"]
    assert list(Places().find("Xelburgh, PA", ())) == []


@pytest.mark.parametrize("text", ["6 Labour 45.00 270.00\n1 Skip hire", "Served late, contrary to CPR 32.10."])
def test_cells_of_an_invoice_and_rules_of_court_are_no_numbers_of_a_person(text: str) -> None:
    assert values(text, everything().redact(text)) == []
