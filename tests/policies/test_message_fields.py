"""HL7 v2 and X12: what a field holds is told by its segment and its place."""

import pytest

from policies.loading import load_policy
from policies.message_formats import is_message
from policies.presidio_redactor import PresidioRedactor
from policies.text import Entity
from tests.policies.listed_names_tagger import ListedNamesTagger
from tests.policies.redactors import everything, gdpr, hipaa, values

PATIENT = (
    "PID|1||PATID4471^5^M11^ADT1^MR||QUILLFEATHER^TILDA^M^III||19610615|F||C|27 REDGATE AVE^^ULMSTEAD^NC^27401^US"
    "||(919)379-1212|||S||ACC12345001^2^M10|536904399|987654^NC"
)
RELATIVE = "NK1|1|MBAKWE^OLUCHI|SON||(919)379-1313"
VISIT = "PV1|1|I|2000^2012^01||||004777^ACHTERBERG^ROSALIND^J"
SUBSCRIBER = "NM1*IL*1*QUILLFEATHER*TILDA*M***MI*W22345567801~N3*27 REDGATE AVE~N4*ULMSTEAD*NC*27401~DMG*D8*19610615*F~"

FOUND = [
    ("MEDICAL_RECORD_NUMBER", PATIENT, "PATID4471"),
    ("PERSON", PATIENT, "QUILLFEATHER^TILDA^M"),
    ("DATE_OF_BIRTH", PATIENT, "19610615"),
    ("STREET_ADDRESS", PATIENT, "27 REDGATE AVE"),
    ("LOCATION", PATIENT, "ULMSTEAD"),
    ("US_ZIP", PATIENT, "27401"),
    ("PHONE_NUMBER", PATIENT, "(919)379-1212"),
    ("ACCOUNT_NUMBER", PATIENT, "ACC12345001"),
    ("US_SSN", PATIENT, "536904399"),
    ("LICENSE_NUMBER", PATIENT, "987654"),
    ("PERSON", RELATIVE, "MBAKWE^OLUCHI"),
    ("PHONE_NUMBER", RELATIVE, "(919)379-1313"),
    ("ID_NUMBER", VISIT, "004777"),
    ("PERSON", VISIT, "ACHTERBERG^ROSALIND^J"),
    ("PHONE_NUMBER", "PID|1||4471||WREN^TILDA||||||||^PRN^PH^^1^919^3791212", "919^3791212"),
    ("EMAIL_ADDRESS", "PID|1||4471||WREN^TILDA||||||||^NET^Internet^tilda@example.org", "tilda@example.org"),
    (
        "PERSON",
        "OBR|1|ORD4^EPIC|LAB8|24323-8^Panel|||2024|||||||||004777^ACHTERBERG^ROSALIND^J^^DR",
        "ACHTERBERG^ROSALIND^J",
    ),
    ("PERSON", "ORC|RE|ORD448^EPIC|||||||||004777^ZWARTKOP^BRAM|004778^ACHTERBERG^ROSALIND", "ACHTERBERG^ROSALIND"),
    ("PERSON", "PD1||||^ACHTERBERG^ROSALIND^^^DR", "ACHTERBERG^ROSALIND"),
    ("PERSON", "OBR|1|ORD4^EPIC||PANEL||||||||||||||||||||||||||||004777&ACHTERBERG&ROSALIND", "ACHTERBERG&ROSALIND"),
    ("PERSON", "MRG|4471||||||WREN^TILDA", "WREN^TILDA"),
    ("MEDICAL_RECORD_NUMBER", "MRG|PAT44719^^^A^MR", "PAT44719"),
    ("DATE_TIME", "MSH|^~\\&|ADT1|WARD|LAB|WARD|202403041200||ADT^A01", "202403041200"),
    ("PERSON", SUBSCRIBER, "QUILLFEATHER*TILDA*M"),
    ("HEALTH_PLAN_NUMBER", SUBSCRIBER, "W22345567801"),
    ("STREET_ADDRESS", SUBSCRIBER, "27 REDGATE AVE"),
    ("LOCATION", SUBSCRIBER, "ULMSTEAD"),
    ("US_ZIP", SUBSCRIBER, "27401"),
    ("DATE_OF_BIRTH", SUBSCRIBER, "19610615"),
    ("ACCOUNT_NUMBER", "HL*2*1*22*0~CLM*A26463774*100***11:B:1~", "A26463774"),
    ("DATE_TIME", "LX*1~DTP*472*RD8*20240301-20240304~", "20240301-20240304"),
]


@pytest.mark.parametrize(("entity", "text", "value"), FOUND)
def test_a_field_about_a_person_is_found(entity: str, text: str, value: str) -> None:
    assert (entity, value) in values(text, everything().redact(text))


@pytest.mark.parametrize("text", ["PID|controller|tuning|4471|5512", "| NK1 | 4471 |", "An NM1*2 factor, 3*4*5"])
def test_what_only_looks_like_a_segment_is_left(text: str) -> None:
    assert everything().redact(text).entities == () and not is_message(text)


@pytest.mark.parametrize("text", [f"MSH|^~\\&|ADT1|WARD\r\n{PATIENT}", RELATIVE, SUBSCRIBER])
def test_a_message_is_known_as_one_and_hides_its_persons(text: str) -> None:
    assert is_message(text)
    for redactor in (gdpr(), hipaa()):
        redacted = redactor.redact(text).text.value
        assert not any(name in redacted for name in ("QUILLFEATHER", "TILDA", "MBAKWE", "OLUCHI"))


def test_a_person_has_one_pseudonym_in_fields_and_in_free_text() -> None:
    text = (
        "PID|1||4471||WREN^TILDA^Q\nNK1|1|WREN^OLUCHI|SON\nPV1|1|I|W1||||004777^ACHTERBERG^ROSALIND^J\n"
        "NTE|1||Tilda Wren was seen by Dr. Rosalind Achterberg, who called Oluchi Wren."
    )
    tokens = {value: each.replacement for each, (_, value) in zip_values(text)}
    assert tokens["WREN^TILDA^Q"] == tokens["Tilda Wren"] != tokens["WREN^OLUCHI"]
    assert tokens["ACHTERBERG^ROSALIND^J"] == tokens["Rosalind Achterberg"]
    assert tokens["WREN^OLUCHI"] == tokens["Oluchi Wren"]


def zip_values(text: str) -> list[tuple[Entity, tuple[str, str]]]:
    redaction = gdpr().redact(text)
    return list(zip(redaction.entities, values(text, redaction), strict=True))


CODES = "MSH|^~\\&|EPIC|STBREN|LABSYS|QUEST|2024||ORU^R01|MSG0|P|2.5\nNK1|1|WREN^OLUCHI|SPO^Spouse\nNTE|1||Mr WREN came"


def test_a_tagger_takes_no_code_of_a_message_for_a_person() -> None:
    tagger = ListedNamesTagger("STBREN", "LABSYS", "ORU", "P", "SPO", "NTE", "NK1", "WREN", "MYERS")
    redactor = PresidioRedactor(load_policy("hipaa"), tagger=tagger)
    text = f"{CODES}\nZZ1|004777^MYERS^OLUCHI\nZZ2|the nurse MYERS"
    redacted = redactor.redact(text).text.value
    assert all(code in redacted for code in ("STBREN", "LABSYS", "ORU^R01", "|P|", "SPO^Spouse", "NTE|", "NK1|"))
    assert "WREN" not in redacted and "MYERS" not in redacted


@pytest.mark.parametrize(
    "text",
    [
        "A01|ACHTERBERG|12\nA02|QUIRN|13",
        "ZPD|4471|ACHTERBERG|QUIRN",
        f"{CODES}\nZPD|4471|ACHTERBERG|QUIRN",
        f"{CODES}\nNTE|1|ACHTERBERG|WREN",
    ],
)
def test_a_word_in_capitals_between_pipes_may_be_a_name(text: str) -> None:
    redactor = PresidioRedactor(load_policy("hipaa"), tagger=ListedNamesTagger("ACHTERBERG", "QUIRN", "WREN"))
    redacted = redactor.redact(text).text.value
    assert not any(name in redacted for name in ("ACHTERBERG", "QUIRN", "WREN"))
