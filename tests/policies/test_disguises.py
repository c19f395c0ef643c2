"""Values in disguise are found as if they were written plainly, at exactly their characters."""

import base64
import quopri
from urllib.parse import quote

import pytest

from policies.errors import RedactionError
from tests.policies.redactors import everything, gdpr, hipaa, values


def b64(text: str, encoding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(encoding)).decode()


SECRET = "Patient: Edda Quillfeather, SSN 536-90-4399"

WRITTEN = [
    ("mail it to ", "edda\u200b.quill@exam\u00adple.org", "EMAIL_ADDRESS"),
    ("mail it to ", "\u202eedda.quill@example.org", "EMAIL_ADDRESS"),
    ("mail it to ", "еddа.quill@ехаmple.org", "EMAIL_ADDRESS"),
    ("mail it to ", "e\u0337d\u0337da.quill@exa\u0335mple.org", "EMAIL_ADDRESS"),
    ("mail it to ", "𝗲𝗱𝗱𝗮.quill@example.org", "EMAIL_ADDRESS"),
    ("mail it to ", "e d d a @ e x a m p l e . o r g", "EMAIL_ADDRESS"),
    ("mail it to ", "edda.quill at example dot org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda dot quill at example dot co dot uk", "EMAIL_ADDRESS"),
    ("mail it to ", "edda [at] example (dot) org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda_at_example_dot_org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda.quill @ example.org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda@example[.]org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda.quill%40example%2Eorg", "EMAIL_ADDRESS"),
    ("mail it to ", "edda%252Equill%2540example.org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda&#46;quill&#x40;example&period;org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda&amp;#46;quill&commat;example.org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda\\u002equill\\x40example.org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda.quill=40example.org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda.quill@exam\nple.org", "EMAIL_ADDRESS"),
    ("mail it to ", "edda.quill-\nfeather@example.org", "EMAIL_ADDRESS"),
    ("SSN ", "５３６-９０-４３９９", "US_SSN"),
    ("SSN ", "٥٣٦-٩٠-٤٣٩٩", "US_SSN"),
    ("SSN ", "536\u2011\u200b90\u20114399", "US_SSN"),
    ("SSN ", "53&#54;-90-43&#57;9", "US_SSN"),
    ("SSN ", "536-90-\n4399", "US_SSN"),
    ("the card ", "4 1 1 1  1 1 1 1  1 1 1 1  1 1 1 1", "CREDIT_CARD"),
    ("the card ", "4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1", "CREDIT_CARD"),
    ("the card ", "4111 1111\n1111 1111", "CREDIT_CARD"),
    ("the card ", "4111 1111\f1111 1111", "CREDIT_CARD"),
    ("the card ", "4111 1111\n\nPage 2 of 9\n\f\n1111 1111", "CREDIT_CARD"),
    ("the card ", "4111 1111<br>1111 1111", "CREDIT_CARD"),
    ("> the card ", "4111 1111\n> 1111 1111", "CREDIT_CARD"),
    ("pay to ", "DE89 3704 0044\n0532 0130 00", "IBAN_CODE"),
    ("call ", "(617)\n555-0182", "PHONE_NUMBER"),
    ("call ", "212 555\n0192", "PHONE_NUMBER"),
    ("fax ", "+44 20 7946\n0958", "PHONE_NUMBER"),
    ("MRN: ", "H-\n204881", "MEDICAL_RECORD_NUMBER"),
    ("DOB: ", "March 4,\n1962", "DATE_OF_BIRTH"),
    ("Patient: ", "Ed\u00adda Quill\u200bfeather", "PERSON"),
    ("Patient: ", "Еddа Quillfеаther", "PERSON"),
    ("Patient: ", "E d d a  Q u i l l f e a t h e r", "PERSON"),
    ("Patient: ", "Edda%20Quillfeather", "PERSON"),
    ("Patient: ", "=?utf-8?q?Edda_Quillfeather?=", "PERSON"),
    ("Patient: ", f"=?UTF-8?B?{b64('Edda Quillfeather')}?=", "PERSON"),
    ("Patient: ", "\\u0045dda Quillfeather", "PERSON"),
    ("Patient: ", "ᴇᴅᴅᴀ Ⓠⓤⓘⓛⓛⓕⓔⓐⓣⓗⓔⓡ", "PERSON"),
    ("said ", "https://example.org/?name=Edda%20Quillfeather&day=3", "URL"),
    ("blob ", b64(SECRET), ""),
    ("blob ", base64.urlsafe_b64encode(f"{SECRET} ÿÿÿ".encode()).decode().rstrip("="), ""),
    ("blob ", base64.encodebytes(f"{SECRET}{', and so on' * 12}".encode()).decode().strip(), ""),
    ("blob ", b64(SECRET, "utf-16-le"), ""),
    ("blob ", b64(b64(b64(SECRET))), ""),
    ("blob ", b64(quote(SECRET, safe="")), ""),
    ("blob ", b64(SECRET.encode().hex()), ""),
    ("blob ", SECRET.encode().hex(), ""),
    ("blob ", SECRET.encode().hex(" "), ""),
    ("blob ", f"0x{SECRET.encode().hex().upper()}", ""),
]


@pytest.mark.parametrize(("before", "disguise", "entity_type"), WRITTEN)
def test_a_disguised_value_is_found_at_exactly_its_characters(before: str, disguise: str, entity_type: str) -> None:
    text = f"On Monday she {before}{disguise} , and left."
    found = values(text, everything().redact(text))
    assert [value for kind, value in found if kind == entity_type or not entity_type] == [disguise.lstrip("\u202e")]
    assert hipaa().redact(text).text.value.endswith(" , and left.")


@pytest.mark.parametrize(("before", "disguise", "entity_type"), WRITTEN)
def test_nothing_of_a_disguised_value_is_left(before: str, disguise: str, entity_type: str) -> None:
    text = f"On Monday she {before}{disguise} , and left."
    redacted = hipaa().redact(text).text.value
    assert disguise[-6:] not in redacted
    assert disguise[:6] not in redacted


def test_quoted_printable_is_read_with_its_folded_lines() -> None:
    body = quopri.encodestring("Patient: Zoë Quillfeather of the eastern ward, as was said before, and again.".encode())
    text = f"Content-Transfer-Encoding: quoted-printable\n\n{body.decode()}"
    assert "Quill" not in hipaa().redact(text).text.value


@pytest.mark.parametrize(
    "table",
    [
        "| Item | Card |\n|---|---|\n| deposit | 4111 1111 |\n| | 1111 1111 |\n",
        "| Item | Card |\n|---|---|\n| depo- | 4111 1111 |\n| sit | 1111 1111 |\n",
    ],
)
def test_a_value_that_a_table_wraps_goes_from_both_cells_and_nothing_else_does(table: str) -> None:
    expected = table.replace("4111 1111", "[CREDIT_CARD]").replace("1111 1111", "[CREDIT_CARD]")
    assert hipaa().redact(table).text.value == expected


@pytest.mark.parametrize(
    "mention",
    [
        "Quill-\nfeather",
        "Q\u0337u\u0337illfeather",
        "Quillfеаther",
        "Quill&#102;eather",
        "Edda%20Quillfeather",
        "E d d a  Q u i l l f e a t h e r",
        "Q-u-i-l-l-f-e-a-t-h-e-r",
        "Quïllfeather",
        "QUILL\u00adFEATHER",
    ],
)
def test_another_mention_in_disguise_gets_the_same_token(mention: str) -> None:
    redactor = gdpr()
    first = redactor.redact("Patient: Edda Quillfeather\n").entities[0].replacement
    text = f"Patient: Edda Quillfeather\n\nYesterday {mention} left."
    assert redactor.redact(text).text.value.endswith(f"\n\nYesterday {first} left.")


def test_a_person_named_in_a_blob_alone_is_found_in_the_text() -> None:
    assert "Quillfeather" not in hipaa().redact(f"{b64('Patient: Edda Quillfeather')}\n\nQuillfeather left.").text.value


def test_a_blob_that_names_a_person_of_the_text_is_hidden() -> None:
    blob = b64("as Edda Quillfeather said")
    assert blob not in hipaa().redact(f"Patient: Edda Quillfeather\n\nSee {blob}").text.value


def test_an_address_spelt_out_has_the_token_of_the_plain_one() -> None:
    redaction = gdpr().redact("edda.quill@example.org is edda.quill at example dot org")
    assert len({entity.replacement for entity in redaction.entities}) == 1 < len(redaction.entities)


def test_blobs_that_differ_in_case_alone_have_tokens_of_their_own() -> None:
    redaction = gdpr().redact(f"{b64('SSN 536-90-4399')} {b64('ssn 536-90-4399')}")
    assert len({entity.replacement for entity in redaction.entities}) == 2


def test_a_blob_with_a_date_has_no_year_to_show() -> None:
    text = f"blob {b64('seen on March 4, 2024 in 2024')}"
    assert hipaa().redact(text).text.value == "blob [DATE_TIME]"


def test_a_zip_code_in_other_digits_is_cut_by_the_rule_for_few_people() -> None:
    assert hipaa().redact("Rye, NH ０３６０１").text.value.endswith("NH 000")


def test_what_is_encoded_too_often_does_not_pass_on() -> None:
    text = SECRET
    for _ in range(7):
        text = b64(text)
    with pytest.raises(RedactionError):
        hipaa().redact(f"See {text}")


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Phone: 555-0182\n12 apples", "Phone: [PHONE_NUMBER]\n12 apples"),
        ("Call 617-555-0182\n12 rooms are free", "Call [PHONE_NUMBER]\n12 rooms are free"),
        ("Call 617 555 0182\n617 555 0183", "Call [PHONE_NUMBER]\n[PHONE_NUMBER]"),
    ],
)
def test_what_stands_below_a_whole_number_is_no_part_of_it(text: str, redacted: str) -> None:
    assert hipaa().redact(text).text.value == redacted


@pytest.mark.parametrize(
    "text",
    [
        "commit 9f8c2d1e4b7a6f5e3d2c1b0a9f8e7d6c5b4a3f2e broke it",
        "id 550e8400-e29b-41d4-a716-446655440000",
        "sum d41d8cd98f00b204e9800998ecf8427e",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        f"a note: {b64('the ward round starts at eight')}",
        "meet at noon dot; the dot com bubble; look at example dot org",
        "options A B C D E F and ticks 0 1 2 3 4 5 6 7 8 9",
        "100%25 sure, R&amp;D, a &lt; b, x=20, 20%40 off",
        "версия и рост, α-helix, TNFα, 5 μg",
        "| 12 | 34 |\n|----|----|\n| 4111 | 1111 |\n| 2222 | 3333 |\n",
        "of 2019.\n2020 was better,\n3 of 4 say.",
        "E X A M P L E of a heading",
        "The total is 212\n555 items",
    ],
)
def test_what_looks_like_a_disguise_and_hides_nothing_stays(text: str) -> None:
    assert hipaa().redact(text).text.value == text
