"""Texts made to be slow: each takes time in proportion to its length."""

import base64
from collections.abc import Sequence

import pytest

from policies.errors import RedactionError
from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from tests.policies.redactors import gdpr, hipaa

LENGTH = 20_000

UNITS = [
    "a", "A", "É", "1", " ", "\n", "\t", "|", "@", ".", "-", "_", "'", "(", "⟦", "\u200b", "漢",
    "A ", "Aa ", "A. ", "A'", "1 ", "1-", "1/", "12.", "+1", "1A", "0:", "a@", "a.", "a.a@a.", "| a ",
    "a\u200b", "e\u0301",
    "Dr. ", "van ", "A de la ", "Name: ", "Patient: A", "Aa, ", "Aa und ", "seen by ", "the a ", "A born ", "/s/ ",
    "May ", "March 1-", "1 Main ", "1 rue ", "Calle de la ", "http://", "www.", "MRN: - ", "account 1 ", "AT00 ",
    "⟦PERSON_",
    "%41", "25", "amp;", "&#65;", "=41", "=\n", "\\u0041", "\\", "=?utf-8?q?a?= ", "a-", "a.", "а", "аa ", "a\u0337",
    "1111\n", "1111\n\f", "a@\n", "Aa-\n", "| a- | 1 |\n", "| | 11 |\n", "1111<br>", "41 ", "YWJj", "YWJj\n",
    "a at ", "a.a at b.c ", "a dot ", "A v. A ", "1 A. ", "1 A. 1 ", "§ 1, ", "In re A, 1 U.S. 1 ",
    "home Aa, Aa, ", "user name a.", "van 12-", "signed at A ", "xxx ", "Regards\n", "Aa   ", "... ", "[A",
    "| |\n\nA\n\n", "\n\n\ue000\n\nA", "the end of something that is over and done.\n\nA", "...\n\n",
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


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", ["edda%40example.org ", "RWRkYSBRdWlsbGZlYXRoZXI= ", "4111 1111\n1111 1111\n"])
def test_a_text_of_disguises_alone_is_redacted_in_time(unit: str) -> None:
    text = unit * (LENGTH // len(unit))
    redaction = hipaa().redact(text)
    assert redaction.offset(len(text)) == len(redaction.text)


@pytest.mark.timeout(30)
def test_encodings_within_encodings_are_refused_or_read_in_time() -> None:
    text = "Patient: Edda Quillfeather"
    for _ in range(5):
        text = base64.b64encode(text.encode()).decode()
    assert hipaa().redact(f"See {text} now").text.value == "See [PERSON] now"


@pytest.mark.timeout(60)
def test_one_long_word_is_read_in_time() -> None:
    assert hipaa().redact("aB3" * 30_000).entities == ()


class OutOfMemory:
    entities = ("PERSON",)
    sha256 = "0" * 64

    def load(self) -> None:
        pass

    def tag_each(self, texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
        raise MemoryError(*texts)


class TooSlow(OutOfMemory):
    def tag_each(self, texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
        raise TimeoutError(*texts)


@pytest.mark.parametrize("tagger", [OutOfMemory(), TooSlow()], ids=["memory", "time"])
def test_when_memory_or_time_ends_nothing_passes_on_and_nothing_is_told(tagger: OutOfMemory) -> None:
    with pytest.raises(RedactionError) as caught:
        PresidioRedactor(load_policy("hipaa"), tagger=tagger).redact("Patient: Edda Quillfeather")
    assert "Quillfeather" not in f"{caught.value}{caught.value.__cause__}"
