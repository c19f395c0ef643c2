"""Redact, then restore: the original, byte for byte."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.restoring import replace_tokens
from tests.policies.dict_pseudonyms import DictPseudonyms

PIECES = [
    "Patient: Edda Quillfeather",
    "Next of kin: Bram Stoll",
    "Dr. Oluchi Mbakwe",
    "martin.oyelaran@example.org",
    "(617) 555-0182",
    "SSN 536-90-4399",
    "DE89 3704 0044 0532 0130 00",
    "DOB 3/14/1962",
    "12 Harbor Street",
    "MRN: H-204881",
    "192.168.12.7",
    "⟦PERSON_k7Q2⟧",
    "⟦",
    "⟧",
    "| Name | Phone |\n|---|---|\n| Will Young | 617-555-0183 |\n",
    "SSN 5\u200b28-6\u00ad1-77\u200b04",
    "SSN ５２８-６１-７７０５",
    "hollis.grady%40example.org",
    "hollis&#64;example.org",
    "oluchi at example dot org",
    "5 5 0 0  0 0 0 0  0 0 0 0  0 0 0 4",
    "4012 8888\n8888 1881",
    "Patient: Xanthе Zwаrtkop",
    "Patient: Mari%73ol&nbsp;Quintero",
    "UGF0aWVudDogQW5uZWxpZXNlIEJyYW5kdCwgU1NOIDUyOC02MS03NzA2",
    "50617469656e743a20486f6c6c697320477261647920203532382d36312d37373037",
    "| a- | 3782 822463 |\n| | 10005 |",
    "\u200b",
    "%41",
    "&#x1F600;",
    "=\n",
    "\f",
    "\u00ad",
    "\u00a0",
    "ﬁ",
    "e\u0301",
    "１２",
    "İ",
    "ß",
    "\r\n",
    "\n\n",
    ", ",
    " ",
    ".",
    "_",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=14).map("".join)
PSEUDONYMS = DictPseudonyms()
LOADED = PresidioRedactor(load_policy("gdpr"), PSEUDONYMS)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example("Patient: Edda\u200b Quillfeather\u00ad, DOB 3/14/1962")
@example("⟦PERSON_k7Q2⟧Patient: Edda Quillfeather⟦PERSON_k7Q2⟧")
def test_each_finding_has_one_replacement_and_all_else_stays(text: str) -> None:
    redaction = LOADED.redact(text)
    done = 0
    rebuilt = ""
    for entity in redaction.entities:
        assert done <= entity.start < entity.end <= len(text)
        rebuilt += text[done : entity.start] + entity.replacement
        done = entity.end
    assert redaction.text.value == rebuilt + text[done:]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), unique=True, max_size=12), st.text(max_size=20))
def test_what_was_redacted_is_restored_byte_for_byte(pieces: list[str], between: str) -> None:
    text = f"\n{between}\n".join(pieces)
    PSEUDONYMS.forget()
    redaction = LOADED.redact(text)
    assert replace_tokens(redaction.text.value, PSEUDONYMS.values) == text
