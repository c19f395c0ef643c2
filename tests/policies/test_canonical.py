"""Spellings of one value share their canonical form, different values don't."""

import pytest

from policies.canonical import canonical


@pytest.mark.parametrize(
    ("entity_type", "spellings"),
    [
        ("PERSON", ["Edda Quillfeather", "QUILLFEATHER, EDDA", "Dr. Edda K. Quillfeather", "edda_quillfeather"]),
        ("PERSON", ["Jörg Müßig", "Joerg Muessig", "Mu\u0308ßig, Jörg"]),
        ("PERSON", ["Tilda O'Hara", "Tilda O’Hara", "TILDA O'HARA"]),
        ("PHONE_NUMBER", ["+49 30 901820", "0049 30 901820", "030 / 90 18 20"]),
        ("PHONE_NUMBER", ["(617) 253-1000", "617-253-1000", "+1 617 253 1000"]),
        ("IBAN_CODE", ["DE89 3704 0044 0532 0130 00", "de89370400440532013000"]),
        ("US_SSN", ["536-90-4399", "536 90 4399", "536904399"]),
        ("EMAIL_ADDRESS", ["Edda@Example.org", "edda@example.org"]),
        ("STREET_ADDRESS", ["12 Harbor  Street", "12 harbor\nstreet"]),
    ],
)
def test_spellings_share_their_form(entity_type: str, spellings: list[str]) -> None:
    assert len({canonical(entity_type, spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("entity_type", "first", "second"),
    [
        ("PERSON", "Edda Quillfeather", "Bram Quillfeather"),
        ("PHONE_NUMBER", "+49 30 901820", "+49 30 901821"),
        ("EMAIL_ADDRESS", "a.b@example.org", "ab@example.org"),
        ("STREET_ADDRESS", "1 Harbor Street", "11 Harbor Street"),
    ],
)
def test_different_values_don_t(entity_type: str, first: str, second: str) -> None:
    assert canonical(entity_type, first) != canonical(entity_type, second)


@pytest.mark.parametrize("value", ["Dr.", "-", "...", "Mr", "李", "+"])
@pytest.mark.parametrize("entity_type", ["PERSON", "PHONE_NUMBER", "US_SSN", "URL"])
def test_a_value_that_is_not_empty_has_a_form_that_is_not_empty(entity_type: str, value: str) -> None:
    assert canonical(entity_type, value)
