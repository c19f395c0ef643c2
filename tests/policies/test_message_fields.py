"""HL7 v2 and X12: what a field holds is told by its segment and its place."""

import pytest

from policies.message_formats import is_message
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
