"""Texts made to be slow: each takes time in proportion to its length."""

import pytest

from tests.policies.redactors import gdpr, hipaa

LENGTH = 20_000

UNITS = [
    "a", "A", "É", "1", " ", "\n", "\t", "|", "@", ".", "-", "_", "'", "(", "⟦", "\u200b", "漢",
    "A ", "Aa ", "A. ", "A'", "1 ", "1-", "1/", "12.", "+1", "1A", "0:", "a@", "a.", "a.a@a.", "| a ",
    "a\u200b", "e\u0301",
    "Dr. ", "van ", "A de la ", "Name: ", "Patient: A", "Aa, ", "Aa und ", "seen by ", "the a ", "A born ", "/s/ ",
    "May ", "March 1-", "1 Main ", "1 rue ", "Calle de la ", "http://", "www.", "MRN: - ", "account 1 ", "AT00 ",
    "⟦PERSON_",
    "Regards\n", "Aa   ", "... ", "[A",
]  # fmt: skip


@pytest.mark.timeout(10)
@pytest.mark.parametrize("unit", UNITS)
def test_a_repeated_unit_is_redacted_in_time(unit: str) -> None:
    text = unit * (LENGTH // len(unit))
    redaction = hipaa().redact(text)
    assert redaction.offset(len(text)) == len(redaction.text)


@pytest.mark.timeout(30)
def test_thousands_of_persons_take_time_in_proportion() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = " ".join(f"Dr. Tom Quill{a}{b}{c} was in." for a in letters[:12] for b in letters[:12] for c in letters[:12])
    redaction = gdpr().redact(text)
    assert "Quill" not in redaction.text.value


@pytest.mark.timeout(60)
def test_a_large_text_is_redacted_whole() -> None:
    text = "The ward round starts at eight, and the nurse checks each bed. " * 3_000
    redaction = hipaa().redact(f"{text}\nPatient: Edda Quillfeather\n{text}Quillfeather left.")
    assert "Quillfeather" not in redaction.text.value
