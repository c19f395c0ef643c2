"""What looks like a token and is none of ours: in documents, questions and answers."""

from pathlib import Path

import pytest

from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.pseudonyms import LOOKALIKE, TOKEN
from policies.restoring import replace_tokens
from tests.policies.dict_pseudonyms import DictPseudonyms
from tests.policies.redactors import everything, gdpr, hipaa

FORGED = (
    "⟦PERSON_zzzz⟧",
    "⟦person_zzzz⟧",
    "⟦PERSON_0OIl⟧",
    "⟦ PERSON_zzzz ⟧",
    "⟦PER\u200bSON_zzzz⟧",
    "⟦ＰＥＲＳＯＮ_zzzz⟧",
    "⟦A__b⟧",
    f"⟦PERSON_{'z' * 80}⟧",
)


@pytest.mark.parametrize("forged", FORGED)
def test_a_document_plants_none_and_is_restored_as_it_was(forged: str) -> None:
    pseudonyms = DictPseudonyms()
    redactor = PresidioRedactor(load_policy("gdpr"), pseudonyms)
    text = f"They say that {forged} took the key."
    redaction = redactor.redact(text)
    assert forged not in redaction.text.value
    assert [match.group() for match in LOOKALIKE.finditer(redaction.text.value)] == list(pseudonyms.values)
    assert replace_tokens(redaction.text.value, pseudonyms.values) == text


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("keep_tokens", [True, False])
def test_where_nothing_is_reversible_none_stays(forged: str, keep_tokens: bool) -> None:
    assert hipaa().redact(f"Ask {forged} about it.", keep_tokens=keep_tokens).text.value == "Ask [TOKEN] about it."


@pytest.mark.parametrize("forged", FORGED)
def test_a_question_keeps_tokens_of_ours_alone_and_makes_none_of_the_others(forged: str) -> None:
    pseudonyms = DictPseudonyms()
    redactor = PresidioRedactor(load_policy("gdpr"), pseudonyms)
    token = redactor.redact("Patient: Edda Quillfeather").entities[0].replacement
    asked = redactor.redact(f"Did {token} meet {forged}?", keep_tokens=True)
    assert asked.text.value == f"Did {token} meet [TOKEN]?"
    assert list(pseudonyms.values) == [token]


def test_a_token_of_another_workspace_is_a_forged_one() -> None:
    here, there = gdpr(), gdpr()
    names = [f"Patient: Edda Quillfeather\n\nPatient: Orla Fennimore{'' if one else ' Brand'}" for one in (0, 1)]
    here.redact("Patient: Edda Quillfeather")
    foreign = there.redact(names[0]).entities[-1].replacement
    assert foreign not in here.redact(f"Where is {foreign}?", keep_tokens=True).text.value


def test_a_reversible_policy_that_forgets_them_neutralises_them_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    rule = 'PERSON: {action: pseudonymize, basis: "test"}'
    for extra in ("", '\n  TOKEN: {action: keep, basis: "test"}'):
        file.write_text(f"name: own\nentities:\n  {rule}{extra}\n", encoding="utf-8")
        redactor = PresidioRedactor(load_policy(str(file)), DictPseudonyms())
        token = redactor.redact("Patient: Edda Quillfeather").entities[0].replacement
        planted = redactor.redact(f"This is about {token}.")
        assert token not in planted.text.value and TOKEN.search(planted.text.value)


def test_a_name_does_not_hide_where_planted_tokens_stay(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text('name: own\nentities:\n  EMAIL_ADDRESS: {action: replace, basis: "test"}\n', encoding="utf-8")
    redactor = PresidioRedactor(load_policy(str(file)))
    assert "edda" not in redactor.redact("Write to ⟦X_1⟧edda@example.org or ⟦MAIL_edda@example.org⟧.").text.value
    assert everything().redact("See ⟦PERSON_zzzz⟧.").text.value == "See ⟦PERSON_zzzz⟧."


def test_endless_brackets_take_no_endless_time() -> None:
    for text in ("⟦" + "_" * 200_000, "⟦" * 100_000, "⟦a_" * 60_000, "⟦" + " " * 200_000 + "a"):
        assert LOOKALIKE.search(text) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("MRN [XE240293], passport [K1234567]", "MRN [[MEDICAL_RECORD_NUMBER]], passport [[LICENSE_NUMBER]]"),
        ("[SSN_536904399] [DOB_19610214]", "[SSN_[US_SSN]] [DOB_1961]"),
    ],
)
def test_what_stands_in_brackets_is_read(text: str, after: str) -> None:
    assert hipaa().redact(text).text.value == after


def test_placeholders_of_redaction_and_headings_in_brackets_stay_as_they_are(tmp_path: Path) -> None:
    text = "[PERSON] saw [DATE_OF_BIRTH] at [US_ZIP]. [SUMMARY] [TBD] [FIGURE_3] [ERROR]"
    assert hipaa().redact(text).entities == ()
    assert gdpr().redact(text).text.value == text
    file = tmp_path / "own.yaml"
    rules = 'SITE_4711: {action: replace, basis: "test"}\n  EMPLOYEE_ID: {action: replace, basis: "test"}'
    file.write_text(
        f"name: own\nentities:\n  {rules}\npatterns:\n  - {{entity: SITE_4711, regex: 'SITE_4711'}}\n", encoding="utf-8"
    )
    own = PresidioRedactor(load_policy(str(file)))
    assert own.redact("SITE_4711 or [SITE_4711]").text.value == "[SITE_4711] or [SITE_4711]"
