"""The second pass: every other mention of what was found gets the same replacement."""

import pytest

from tests.policies.redactors import gdpr, hipaa

NAMED = "Patient: Edda Quillfeather\n\n"


@pytest.mark.parametrize(
    "mention",
    [
        "Edda Quillfeather",
        "EDDA QUILLFEATHER",
        "edda quillfeather",
        "Quillfeather, Edda",
        "Quillfeather",
        "QUILLFEATHER",
        "Edda",
        "E. Quillfeather",
        "Edda K. Quillfeather",
        "Edda\nQuillfeather",
        "edda_quillfeather",
        "edda-quillfeather",
        "edda.quillfeather",
        "EddaQuillfeather",
        "equillfeather",
        "Ed\u00adda Quill\u200bfeather",
        "Ｅｄｄａ Quillfeather",
    ],
)
def test_another_way_to_write_the_name_gets_the_same_token(mention: str) -> None:
    redactor = gdpr()
    first = redactor.redact(NAMED).entities[0].replacement
    assert redactor.redact(f"{NAMED}Then {mention} left.").text.value.endswith(f"Then {first} left.")


def test_a_possessive_keeps_its_ending() -> None:
    assert hipaa().redact(NAMED + "It is Quillfeather's.").text.value.endswith("It is [PERSON]'s.")


def test_a_name_is_hidden_in_a_file_name() -> None:
    assert (
        hipaa()
        .redact("notes/visit_edda_quillfeather_2.txt\n\n" + NAMED)
        .text.value.startswith("notes/visit_[PERSON]_2.txt")
    )


def test_a_lone_surname_is_hidden_in_a_file_name() -> None:
    assert hipaa().redact(NAMED + "see scan_quillfeather.pdf").text.value.endswith("see scan_[PERSON].pdf")


def test_an_umlaut_spelt_out_is_the_same_person() -> None:
    redaction = gdpr().redact("Patient: Jörg Müßig\n\nscan_joerg_muessig.pdf")
    assert len({entity.replacement for entity in redaction.entities}) == 1 < len(redaction.entities)


def test_a_surname_of_two_persons_is_hidden_but_not_guessed() -> None:
    redaction = gdpr().redact("Patient: Edda Quillfeather\nNext of kin: Bram Quillfeather\nMs Quillfeather left.")
    assert len({entity.replacement for entity in redaction.entities}) == 3


def test_a_longer_word_is_not_a_mention() -> None:
    assert hipaa().redact(NAMED + "Quillfeathering is fun.").text.value.endswith("Quillfeathering is fun.")


@pytest.mark.parametrize("sentence", ["Brown stools were seen.", "The Brown Bag lunch is at noon.", "the brown dog"])
def test_a_plain_word_is_no_mention_of_a_person_called_so(sentence: str) -> None:
    assert hipaa().redact(f"Patient: Edda Brown\n\n{sentence}").text.value.endswith(sentence)


def test_a_person_called_by_a_plain_word_is_a_mention_where_a_person_acts() -> None:
    text = "Patient: Edda Brown\n\nBrown reported pain. We saw Brown again."
    assert hipaa().redact(text).text.value.endswith("[PERSON] reported pain. We saw [PERSON] again.")


def test_a_number_found_by_its_label_is_hidden_where_it_stands_alone() -> None:
    assert "H-204881" not in hipaa().redact("MRN: H-204881\n\nFile H-204881.pdf, see h-204881.").text.value


def test_a_name_of_the_vault_is_found_in_another_document() -> None:
    redactor = gdpr()
    token = redactor.redact("Patient: Xanthe Zwartkop").entities[0].replacement
    assert redactor.redact("Notes on Xanthe Zwartkop's knee.").text.value == f"Notes on {token}'s knee."
    assert redactor.redact("what about xanthe zwartkop?", keep_tokens=True).text.value == f"what about {token}?"


def test_the_only_letter_that_is_told_of_a_surname_is_no_mention_elsewhere() -> None:
    text = "A complaint by Mrs T. about Luis P. was filed.\n\nThe pump (BodyGuard T) has size P."
    assert hipaa().redact(text).text.value.endswith("The pump (BodyGuard T) has size P.")


def test_a_user_name_is_hidden_wherever_it_stands() -> None:
    text = (
        "Home is /home/qfeather.\n\nRun ssh qfeather@gw-02, reviewed by qfeather; /home/deploy is for the deploy step."
    )
    redacted = hipaa().redact(text).text.value
    assert "qfeather" not in redacted and redacted.endswith("for the deploy step.")


@pytest.mark.parametrize("mention", ["estoll", "ebrandt", "eddabrandt"])
def test_either_half_of_a_double_name_makes_a_user_name(mention: str) -> None:
    redactor = gdpr()
    text = f"Patient: Edda Brandt-Stoll\n\nThen {mention} left."
    assert len({each.replacement for each in redactor.redact(text).entities}) == 1
    assert mention not in redactor.redact(text).text.value
