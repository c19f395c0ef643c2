"""What each policy does with what was found, and what holds for all of them."""

import logging
from collections.abc import Sequence
from datetime import date

import pytest

from policies.errors import PolicyError, RedactionError
from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.pseudonyms import TOKEN
from tests.policies.dict_pseudonyms import DictPseudonyms
from tests.policies.redactors import everything, gdpr, hipaa, values

LETTER = """\
Re: Quillfeather, Edda (DOB 3/14/1962, MRN 00482913)

Dear Dr. Mbakwe,

Ms. Quillfeather, 12 Harbor Street, Boston, MA 02118, was seen on March 4, 2024. Her mother, aged 93, is well.
Phone (617) 555-0182, e-mail edda.quillfeather@example.org, SSN 536-90-4399. Edda returns on 3/21.

Kind regards,
Anneliese Brandt, MD
"""


def test_hipaa_leaves_years_states_three_digits_and_nothing_else() -> None:
    assert (
        hipaa().redact(LETTER).text.value
        == """\
Re: [PERSON] (DOB 1962, MRN [MEDICAL_RECORD_NUMBER])

Dear Dr. [PERSON],

Ms. [PERSON], [STREET_ADDRESS], MA 021, was seen on 2024. Her mother, aged 90+, is well.
Phone [PHONE_NUMBER], e-mail [EMAIL_ADDRESS], SSN [US_SSN]. [PERSON] returns on [DATE_TIME].

Kind regards,
[PERSON], MD
"""
    )


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Rye, NH 03601", "[STREET_ADDRESS], NH 000"),
        ("ZIP 05901", "ZIP 000"),
        ("ZIP code: 89301", "ZIP code: 000"),
        ("ZIP 10025", "ZIP 100"),
        (f"DOB 1/2/{date.today().year - 95}", "DOB [DATE_OF_BIRTH]"),
        (f"DOB 1/2/{date.today().year - 50}", f"DOB {date.today().year - 50}"),
        ("seen 3/14/85 again", "seen 1985 again"),
        ("seen on 4 March again", "seen on [DATE_TIME] again"),
    ],
)
def test_safe_harbor_of_places_and_dates(text: str, redacted: str) -> None:
    assert hipaa().redact(text).text.value == redacted


def test_gdpr_gives_each_value_a_token_and_leaves_general_dates() -> None:
    text = gdpr().redact(LETTER).text.value
    assert "March 4, 2024" in text
    assert not any(secret in text for secret in ("Quillfeather", "Edda", "1962", "00482913", "Harbor", "0182", "4399"))
    assert {match.group(1) for match in TOKEN.finditer(text)} >= {"PERSON", "DATE_OF_BIRTH", "US_SSN", "EMAIL_ADDRESS"}


def test_one_person_has_one_token_in_two_documents() -> None:
    redactor = gdpr()
    first, second = redactor.redact("Patient: Edda Quillfeather"), redactor.redact("Dear Ms Edda Quillfeather,")
    assert first.entities[0].replacement == second.entities[0].replacement


def test_open_hides_nothing_and_reports() -> None:
    redaction = everything().redact(LETTER)
    assert redaction.text.value == LETTER
    assert redaction.counts()["PERSON"] >= 4


@pytest.mark.parametrize("redactor", [hipaa(), gdpr(), everything()], ids=lambda redactor: redactor.policy)
def test_findings_are_disjoint_in_order_and_without_the_value(redactor: PresidioRedactor) -> None:
    redaction = redactor.redact(LETTER)
    ends = [0, *(entity.end for entity in redaction.entities)]
    assert all(end <= entity.start < entity.end for end, entity in zip(ends, redaction.entities, strict=False))
    assert not any(secret in repr(redaction) for secret in ("Quillfeather", "02118", "555-0182"))


def test_replacements_stand_where_the_findings_say() -> None:
    redaction = hipaa().redact(LETTER)
    for entity in redaction.entities:
        assert redaction.text.value.startswith(entity.replacement, redaction.offset(entity.start))
    assert redaction.offset(len(LETTER)) == len(redaction.text)


@pytest.mark.parametrize("redactor", [hipaa(), everything()], ids=lambda redactor: redactor.policy)
def test_an_offset_outside_findings_points_at_the_same_character(redactor: PresidioRedactor) -> None:
    redaction = redactor.redact(LETTER)
    inside = {place for entity in redaction.entities for place in range(entity.start, entity.end)}
    for place in set(range(len(LETTER))) - inside:
        assert redaction.text.value[redaction.offset(place)] == LETTER[place]


@pytest.mark.parametrize("redactor", [hipaa(), gdpr()], ids=lambda redactor: redactor.policy)
def test_what_was_redacted_is_not_redacted_again(redactor: PresidioRedactor) -> None:
    once = redactor.redact(LETTER)
    twice = redactor.redact(once.text.value, keep_tokens=True)
    assert twice.text == once.text


def test_two_redactors_agree() -> None:
    assert gdpr().redact(LETTER) == gdpr().redact(LETTER)


def test_a_token_that_was_shown_is_kept_in_a_question() -> None:
    redactor = gdpr()
    token = redactor.redact("Patient: Edda Quillfeather").entities[0].replacement
    assert redactor.redact(f"What about {token}?", keep_tokens=True).text.value == f"What about {token}?"


def test_a_document_can_t_plant_a_token() -> None:
    redactor = gdpr()
    token = redactor.redact("Patient: Edda Quillfeather").entities[0].replacement
    planted = redactor.redact(f"This is about {token}.")
    assert token not in planted.text.value
    assert [entity.entity_type for entity in planted.entities] == ["TOKEN"]


def test_a_policy_with_pseudonyms_needs_a_vault() -> None:
    with pytest.raises(PolicyError, match="no vault"):
        PresidioRedactor(load_policy("gdpr"))


def test_the_stronger_evidence_wins_and_the_rest_stays_hidden() -> None:
    text = "Account number 4111 1111 1111 1111"
    assert values(text, everything().redact(text)) == [("CREDIT_CARD", "4111 1111 1111 1111")]


def test_an_empty_text_has_no_findings() -> None:
    redaction = hipaa().redact("")
    assert (redaction.text.value, redaction.entities) == ("", ())


class BrokenTagger:
    entities = ("PERSON",)

    def load(self) -> None:
        pass

    def tag_each(self, texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
        raise ValueError(f"can't read {texts}")


def test_a_failure_is_closed_and_tells_nothing_of_the_text(caplog: pytest.LogCaptureFixture) -> None:
    redactor = PresidioRedactor(load_policy("hipaa"), tagger=BrokenTagger())
    with caplog.at_level(logging.DEBUG), pytest.raises(RedactionError) as caught:
        redactor.redact("Patient: Edda Quillfeather")
    assert "Quillfeather" not in f"{caught.value} {caught.value.__cause__} {caplog.text}"


class SurnameTagger:
    entities = ("PERSON", "LOCATION")

    def load(self) -> None:
        pass

    def tag_each(self, texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
        starts = [text.index("Zwartkop") for text in texts]
        return [[("PERSON", start, start + 8, 0.9)] for start in starts]


def test_a_tagger_adds_what_it_finds() -> None:
    redactor = PresidioRedactor(load_policy("hipaa"), tagger=SurnameTagger())
    assert redactor.redact("the file that zwart Zwartkop left").text.value == "the file that zwart [PERSON] left"


def test_nothing_of_the_text_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        PresidioRedactor(load_policy("gdpr"), DictPseudonyms()).redact(LETTER)
    assert "Quillfeather" not in caplog.text


def test_other_rules_are_another_redactor(monkeypatch: pytest.MonkeyPatch) -> None:
    redactor = PresidioRedactor(load_policy("hipaa"))
    before = redactor.fingerprint
    assert PresidioRedactor(load_policy("hipaa")).fingerprint == before
    monkeypatch.setattr("policies.presidio_redactor.rules_sha256", lambda: "of another release")
    assert redactor.fingerprint != before
