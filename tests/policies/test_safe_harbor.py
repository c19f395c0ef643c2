"""The eighteen identifiers of HIPAA's Safe Harbor, 45 CFR 164.514(b)(2)(i), in the rule's order (A) to (R).

Each is tested both ways, through the whole redactor as it is shipped, the tagger included: rows of `HIDDEN` say what
the policy `hipaa` makes of a text, rows of `LEFT` hold what looks like the identifier and is none. `PARAGRAPHS` ties
them to the policy's rules.
"""

from datetime import date
from functools import cache

import pytest

from policies.actions import SPARSE_ZIP3
from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.recognizers.onnx_tagger import OnnxTagger
from policies.safe_harbor import IDENTIFIERS, Identifier

THIS_YEAR = date.today().year

HIDDEN: dict[str, list[tuple[str, str]]] = {
    # (A) Names, also of relatives, employers and household members
    "A": [
        ("Room,Guest\n1,Ilse Horak\n3,Thi Mai Pham\n", "Room,Guest\n1,[PERSON]\n3,[PERSON]\n"),
        ("She lives at 14 Elm Street, Leeds.", "She lives at [STREET_ADDRESS], [LOCATION]."),
        ("Patient: Edda Quillfeather", "Patient: [PERSON]"),
        ("Patient: Quillfeather, Edda", "Patient: [PERSON]"),
        ("QUILLFEATHER, EDDA M. was admitted.", "[PERSON] was admitted."),
        ("EDDA QUILLFEATHER was admitted.", "[PERSON] was admitted."),
        ("patient name: edda quillfeather", "patient name: [PERSON]"),
        ("We spoke with martin oyelaran by phone.", "We spoke with [PERSON] by phone."),
        ("Reviewed by J. K. Rowntree for the ward.", "Reviewed by [PERSON] for the ward."),
        ("Patient: Edda Quillfeather. Mrs Quillfeather's son came.", "Patient: [PERSON]. Mrs [PERSON]'s son came."),
        ("Her daughter Philippa and his uncle Osric came.", "Her daughter [PERSON] and his uncle [PERSON] came."),
        ("Her sister-in-law Maeve called.", "Her sister-in-law [PERSON] called."),
        ("The patient's mother, Rosalind Tremayne, agreed.", "The patient's mother, [PERSON], agreed."),
        ("It was found in Rosalind Achterberg.", "It was found in [PERSON]."),
        ("| MRN | Patient |\n| XE240293 | de Wit, Jan |", "| MRN | Patient |\n| [MEDICAL_RECORD_NUMBER] | [PERSON] |"),
        ("[OKONKWO]: I was at home.", "[[PERSON]]: I was at home."),
        ("Patient [QUILLFEATHER] came.", "Patient [[PERSON]] came."),
        ("See you then. xx Ottmar", "See you then. xx [PERSON]"),
        ("Reply from Edda Quillfeather came.", "Reply from [PERSON] came."),
        ("Dr. Oluchi Mbakwe-Strand signed.", "Dr. [PERSON] signed."),
        ("He works for Brackenridge Foods.", "He works for [ORGANIZATION]."),
    ],
    # (B) Places smaller than a state; ZIP codes to three digits
    "B": [
        ("She lives at 12 Harbor Street, Apt 4, since then.", "She lives at [STREET_ADDRESS], since then."),
        ("Send it to P.O. Box 4471 please.", "Send it to [STREET_ADDRESS] please."),
        ("The firm is at R. das Flores, 26 now.", "The firm is at [STREET_ADDRESS] now."),
        ("The firm is at 7522-C 46th Street now.", "The firm is at [STREET_ADDRESS] now."),
        ("PO Box 7, then", "[STREET_ADDRESS], then"),
        ("She lives at 12 Harbor Street, Brookhollow, 96315.", "She lives at [STREET_ADDRESS], [LOCATION], 963."),
        ("Ship it to floor two, 2577-816 Vilarinho.", "Ship it to floor two, [STREET_ADDRESS]."),
        ("Signed at Altstetten on 3 May 2024", "Signed at [LOCATION] on 2024"),
        ("Boston, MA 02118-1234", "[STREET_ADDRESS], MA 021"),
        ("She lives in Brookhollow, Dorchester County, Ohio.", "She lives in [LOCATION], [LOCATION], Ohio."),
        ("City: Brookhollow\nState: Ohio", "City: [LOCATION]\nState: Ohio"),
        ("County: Tompkins", "County: [LOCATION]"),
        ("Precinct: Eastfield", "Precinct: [LOCATION]"),
        ("He moved from Pinebluff, Ohio.", "He moved from [LOCATION], Ohio."),
        ("ZIP 10025", "ZIP 100"),
        ("ZIP code: 10025-4307", "ZIP code: 100"),
        ("in LS1 4AB since", "in [POSTAL_CODE] since"),
        ("ZIP codes 03601, 60614 and 82190-1234", "ZIP codes 000, 606 and 000"),
    ],
    # (C) Dates but the year; ages over 89, and what tells one
    "C": [
        ("Seen on March 4, 2024 again.", "Seen on 2024 again."),
        ("Seen on Monday, March 4, 2024 again.", "Seen on 2024 again."),
        ("Seen on 3/4/24 again.", "Seen on 2024 again."),
        ("Seen on 2024-03-04T09:30 again.", "Seen on 2024 again."),
        ("Seen on the 5th of May again.", "Seen on [DATE_TIME] again."),
        ("Seen in March 2024 again.", "Seen in 2024 again."),
        ("Seen on the 27th day of February, 2025 again.", "Seen on 2025 again."),
        ("Seen on the seventeenth of December again.", "Seen on [DATE_TIME] again."),
        (f"DOB 1/2/{THIS_YEAR - 50}", f"DOB {THIS_YEAR - 50}"),
        (f"DOB 1/2/{THIS_YEAR - 95}", "DOB [DATE_OF_BIRTH]"),
        (f"born in {THIS_YEAR - 92}", "born in [DATE_OF_BIRTH]"),
        (f"b. {THIS_YEAR - 92}", "b. [DATE_OF_BIRTH]"),
        ("a 93-year-old woman", "a 90+-year-old woman"),
        ("a ninety-four year old man", "a 90+ year old man"),
        ("aged 101, living alone", "aged 90+, living alone"),
        ("Age: 99", "Age: 90+"),
        ("94F with chest pain", "90+F with chest pain"),
        ("91 y.o. male", "90+ y.o. male"),
        ("her grandmother, 97, came", "her grandmother, 90+, came"),
        ("She is 101.", "She is 90+."),
        ("She is in her nineties.", "She is in her 90+."),
        ("a centenarian", "a 90+"),
        ("adm 12MAR2024, disch 03APR2024:10:15:00", "adm 2024, disch 2024"),
        ("DOB 05MAR1961, onset 7Jun23", "DOB 1961, onset 2023"),
        ("seen 05MAR24 14:10, 12MAR24:14:05 and 5-Mar-24 9:30", "seen 2024, 2024 and 2024"),
        ("in May '24, at 3/14/85 09:47", "in 2024, at 1985"),
        ("on 20240305143000-0800, 202403051430 and 20240305T143000Z", "on 2024, 2024 and 2024"),
        ('<birthTime value="19750501"/>', '<birthTime value="1975"/>'),
        ('{"birthDate": "1975-05-01"}', '{"birthDate": "1975"}'),
        ("Labs 10/13: Na 134, back Tues 4/9", "Labs [DATE_TIME]: Na 134, back Tues [DATE_TIME]"),
        ("next appt tues apr 9, mar 3 @ 3pm", "next appt tues [DATE_TIME], [DATE_TIME] @ 3pm"),
        ("ab 28.4. wieder", "ab [DATE_TIME] wieder"),
        ("nie wieder ab 28.4.", "nie wieder ab [DATE_TIME]"),
        ("LMP 2/1, home since Thanksgiving 2023", "LMP [DATE_TIME], home since 2023"),
        ("off from March 3rd to the 7th", "off from [DATE_TIME]"),
        ("She is 95 yrs. Patient, 92 year(s), pt is 96", "She is 90+ yrs. Patient, 90+ year(s), pt is 90+"),
        ("age ninety-one, or aged ninety-six", "age 90+, or aged 90+"),
        ("pt 99F, and a 91 F with CHF, 90M brought in", "pt 90+F, and a 90+ F with CHF, 90+M brought in"),
        ("F/91, 92/M, 95Y F, 97 yrs male", "F/90+, 90+/M, 90+Y F, 90+ yrs male"),
    ],
    # (D) Telephone numbers
    "D": [
        ("call me at 617-555-0182 ext. 4", "call me at [PHONE_NUMBER]"),
        ("(617) 555-0182 is answered at night", "[PHONE_NUMBER] is answered at night"),
        ("+1 415 555 0156 / 07710 915940", "[PHONE_NUMBER] / [PHONE_NUMBER]"),
        ("dial +44 20 7946 0958 from abroad", "dial [PHONE_NUMBER] from abroad"),
    ],
    # (E) Fax numbers
    "E": [
        ("Fax: 617.555.0199", "Fax: [PHONE_NUMBER]"),
        ("Telefax 06221 / 56-1234", "Telefax [PHONE_NUMBER]"),
    ],
    # (F) E-mail addresses
    "F": [
        ("write to t.o'hara+ward@mail.example.org today", "write to [EMAIL_ADDRESS] today"),
        ("write to ward7 (at) example (dot) org", "write to [EMAIL_ADDRESS]"),
    ],
    # (G) Social security numbers
    "G": [
        ("SSN 536-90-4399", "SSN [US_SSN]"),
        ("social security number: 536 90 4399", "social security number: [US_SSN]"),
        ("536-90-4399 is on file", "[US_SSN] is on file"),
        ("last four of SSN 4399", "last four of SSN [ID_NUMBER]"),
        # Examples and ranges that are given to nobody: behind the label they are what it says.
        ("SSN: 219-09-9999", "SSN: [US_SSN]"),
        ("SSN 123-45-6789 and SSN 987-65-4320", "SSN [US_SSN] and SSN [US_SSN]"),
        ("Social Security No. 078-05-1120", "Social Security No. [US_SSN]"),
        ("her social security number is 900123456", "her social security number is [US_SSN]"),
        ("SSN: XXX-XX-4399", "SSN: [US_SSN]"),
        ("SSN #: 666-12-3456.", "SSN #: [US_SSN]."),
    ],
    # (H) Medical record numbers
    "H": [
        ("MRN: H-204881", "MRN: [MEDICAL_RECORD_NUMBER]"),
        ("medical record no. 88-42-44", "medical record no. [MEDICAL_RECORD_NUMBER]"),
        ("| Patient ID | 7719034 |", "| Patient ID | [MEDICAL_RECORD_NUMBER] |"),
        ("Encounter number 88120031", "Encounter number [MEDICAL_RECORD_NUMBER]"),
        ("Child's record no. H-674485", "Child's record no. [MEDICAL_RECORD_NUMBER]"),
        ("Pt Edda Quillfeather (CK127684), 52 y/o", "Pt [PERSON] ([MEDICAL_RECORD_NUMBER]), 52 y/o"),
    ],
    # (I) Health plan beneficiary numbers
    "I": [
        ("Member ID: XQH882910", "Member ID: [HEALTH_PLAN_NUMBER]"),
        ("Health plan beneficiary number: XGH-2281-99", "Health plan beneficiary number: [HEALTH_PLAN_NUMBER]"),
        ("MBI 1EG4-TE5-MK73", "MBI [US_MBI]"),
    ],
    # (J) Account numbers
    "J": [
        ("Account # 00291-7734 at the bank", "Account # [ACCOUNT_NUMBER] at the bank"),
        ("Payable to account K-896412.", "Payable to account [ACCOUNT_NUMBER]."),
        ("checking account 000123456789", "checking account [ACCOUNT_NUMBER]"),
        ("paid with 4111 1111 1111 1111", "paid with [CREDIT_CARD]"),
        ("to DE89 3704 0044 0532 0130 00 BIC", "to [IBAN_CODE] BIC"),
    ],
    # (K) Certificate and licence numbers
    "K": [
        ("license no. MD-44821", "license no. [LICENSE_NUMBER]"),
        ("Certificate number: 88-2210", "Certificate number: [LICENSE_NUMBER]"),
        ("Driver's license: S514-778-665-332", "Driver's license: [LICENSE_NUMBER]"),
        ("DEA AB1234563", "DEA [US_DEA]"),
        ("NPI 1234567893", "NPI [US_NPI]"),
        ("Passport number C01X00T47", "Passport number [LICENSE_NUMBER]"),
        ("bring your passport (no. D60848583)", "bring your passport (no. [LICENSE_NUMBER])"),
        ("driver's licence QUILL216728EA", "driver's licence [LICENSE_NUMBER]"),
    ],
    # (L) Vehicle identifiers and serial numbers, plates included
    "L": [
        ("the car, 1HGCM82633A004352, was towed", "the car, [VIN], was towed"),
        ("license plate: 8XYZ992", "license plate: [LICENSE_PLATE]"),
        ("his car, registration AB12 CDE, was", "his car, registration [LICENSE_PLATE], was"),
        ("das Fahrzeug HD-XY 4721 stand", "das Fahrzeug [LICENSE_PLATE] stand"),
        ("Vehicle GI 6881 ZZ came", "Vehicle [LICENSE_PLATE] came"),
        ("the van (XV-3415) and car 15-52048", "the van ([LICENSE_PLATE]) and car [LICENSE_PLATE]"),
        ("one car (registration J 2246 UO)", "one car (registration [LICENSE_PLATE])"),
        ("the car (registration 9Q-IHIB)", "the car (registration [LICENSE_PLATE])"),
        ("the van, 9QRL780, came", "the van, [LICENSE_PLATE], came"),
        ("| Plate |\n| AB12 CDE |\n| CA 11 XX |", "| Plate |\n| [LICENSE_PLATE] |\n| [LICENSE_PLATE] |"),
        ("the van (GN-608-Y) and the car (ZAE 824)", "the van ([LICENSE_PLATE]) and the car ([LICENSE_PLATE])"),
    ],
    # (M) Device identifiers and serial numbers
    "M": [
        ("pacemaker, serial number PX-2209-881", "pacemaker, serial number [DEVICE_ID]"),
        ("UDI (01)00643169001763(17)251231(10)A213B1(21)1234 read", "UDI [DEVICE_ID] read"),
        ("scanned 0100643169001763172512311021A213B1 twice", "scanned [DEVICE_ID] twice"),
        ("UDI +H123PARTNO1234567890120/$$420020216LOT123456789012345 read", "UDI [DEVICE_ID] read"),
        ("handset IMEI 490154203237518", "handset IMEI [IMEI]"),
        ("nic 00:1B:44:11:3A:B7 up", "nic [MAC_ADDRESS] up"),
    ],
    # (N) Web addresses
    "N": [
        ("see https://portal.example.org/p/882?x=1.", "see [URL]."),
        ("see www.example.org/people/tilda for more", "see [URL] for more"),
    ],
    # (O) Internet Protocol addresses
    "O": [
        ("from 192.168.12.7 at night", "from [IP_ADDRESS] at night"),
        ("from 2001:db8::8a2e:370:7334 again", "from [IP_ADDRESS] again"),
        ("the network 10.20.0.0/16 is", "the network [IP_ADDRESS] is"),
    ],
    # (P) Biometric identifiers, finger and voice prints included
    "P": [
        ("Fingerprint ID: FP-228817", "Fingerprint ID: [BIOMETRIC_ID]"),
        ("voiceprint template VP-0091-22 stored", "voiceprint template [BIOMETRIC_ID] stored"),
        ("iris scan id 77-2201-X", "iris scan id [BIOMETRIC_ID]"),
        ("biometric template hash 9f86d081884c7d65", "biometric template hash [BIOMETRIC_ID]"),
        ("DNA sample no. GN-118-22", "DNA sample no. [BIOMETRIC_ID]"),
    ],
    # (Q) Full-face photographs: what points at one in a text (images themselves are dropped when a file is read)
    "Q": [
        ("see IMG_2041.jpg for the wound", "see [PHOTO] for the wound"),
        ("attached photo quillfeather_face.png", "attached photo [PHOTO]"),
        ("portrait in scans/2024/DSC00312.TIF", "portrait in [PHOTO]"),
        ("photograph DSC_00312 was taken", "photograph [PHOTO] was taken"),
    ],
    # (R) Any other unique number or code (patterns of one's own: test_user_patterns.py)
    "R": [
        ("Employee ID: 55-0192", "Employee ID: [EMPLOYEE_ID]"),
        ("Your employee number will be CF-8213.", "Your employee number will be [EMPLOYEE_ID]."),
        ("Study subject ID: 118-004", "Study subject ID: [ID_NUMBER]"),
        ("clinical trial record number 9921-22", "clinical trial record number [MEDICAL_RECORD_NUMBER]"),
        ("username: tohara7", "username: [USERNAME]"),
        ("saved in /home/tohara7/scans today", "saved in /home/[USERNAME]/scans today"),
        ("see C:\\Users\\t.ohara\\a.txt", "see C:\\Users\\[USERNAME]\\a.txt"),
        ("as user name tilda.ohara today", "as user name [USERNAME] today"),
        ("with the user name tohara7; sign in", "with the user name [USERNAME]; sign in"),
        ("student number 20449183", "student number [ID_NUMBER]"),
        ("ITIN 912-78-1234", "ITIN [US_ITIN]"),
    ],
}  # fmt: skip

LEFT: dict[str, list[str]] = {
    "A": [
        "Parkinson's disease, Crohn's disease and the Glasgow Coma Scale were discussed.",
        "Dear Colleagues,\nplease read the Information Security Policy.",
        "Refer to Cardiology, Internal Medicine or the Emergency Department.",
        "Mark the date, and bill the hours.",
        "The May bank holiday is near. Hygienist and dentist agree.",
        "It was found in Ohio, and xx marks the spot.",
        "The employer pays for uniforms.",
    ],
    "B": [
        "She lives in Ohio and works in the United States.",
        "The County Council met, and the parish was told.",
        "The city pays. The town is small.",
        "Model 22-C 3rd of them came, and drug R. de facto, 26 mg.",
        "It is signed at the desk on request. The post box 7 is blue.",
        "She lives at home, with 96315 stamps.",
        "Tested on Safari and Firefox. The IBAN, the VIN and the MAC are missing.",
        "Take 12 way tubes and 5 street lamps.",
        "Order 10025 was shipped.",
    ],
    "C": [
        "Labs 2/3 of dose; started 1/2 tab, echo 2/6 murmur, strength 5/5; Abs. 2.4. gilt, ab 2.4.1 nicht.",
        "A 45-year-old patient, aged 45, took 90 mg for 90 days.",
        "Her temperature was 98 F, saturation 94 % on 95 ml.",
        "In 2019 and 2024 the number of visits rose.",
        "Open Monday to Friday, 08:00-17:30.",
        f"She was born in {THIS_YEAR - 40}, and is 40.",
        "She is 101 % sure. It may be so; the march was long.",
        "Ratio 3/4, half-life 1/2, see section 4.2.1.",
        "Parts X12MAR24 and 12MAR24X, 12mg24, and the Thanksgiving soup.",
        "Temp 99F, store at 91 F; the patient's temp was 98 F. The budget is 90M.",
        "A lease of 99 years, a ground rent (term 99 years), 95 yrs ago, a warranty of 90 yrs, for 100 y.",
        "Turned ninety degrees, aged ninety days, in rooms F/101-110, at f/96.",
    ],
    "D": ["Rooms 101-117 are on floor 2; dial 9 for an outside line.", "Lot of 500 000 tablets in 24 boxes."],
    "E": ["Send it by fax or by mail.", "Fax machines: 12, printers: 3."],
    "F": ["Meet @ 9 in room 4 (at the back).", "The decorator @property is Python."],
    "G": ["Part 536-90 of order 4399.", "The social security office opens at nine."],
    "H": [
        "The medical record is kept for ten years.",
        "MRN is short for medical record number.",
        "Patient leaflet, first edition (2024), and dose (50000 IU).",
        "Chart 3 shows it.",
        "Dental chart 18-48 was reviewed.",
    ],
    "I": ["Members of the plan pay $20.", "The policy number of pages is 12.", "Group therapy, group 4, meets daily."],
    "J": [
        "On account of the rain, 40 people left.",
        "The account holds $1,250.00.",
        "The account K-12 is old.",
        "Take 4111 steps a day.",
    ],
    "K": [
        "A licence is needed. The certificate is valid for 5 years.",
        "Order AB1234560 and part 1234567890 arrived.",
        "Class II medical device, ISO 13485:2016.",
    ],
    "L": [
        "Vehicles need a registration. Licence plates are issued by the office.",
        "The car goes 100 km with 6 litres.",
        "COVID-19 and SARS-CoV-2 were tested.",
        "Part ABCDEFGH123456789 is in stock.",
        "Registration 9 opens; the car park 12-4500 is full; a vehicle of EUR 9000.",
        "| Vehicle |\n| Ford Fiesta |\n| Clio 4 |",
        "The car parks are on levels B12-C3 and ISO 9001 applies; the van seats 3-4.",
    ],
    "M": ["The device has a serial port and 2 slots.", "Batch the requests; 12 a second.", "Version 10.4.12 is old."],
    "N": ["HTTP and HTTPS are protocols.", "See the annex and/or the index."],
    "O": ["Version 1.2.3.400 and 10.4.12 are old.", "At 08:30:15 the ratio was 1:2:3."],
    "P": [
        "A fingerprint is taken at the desk.",
        "The biometric policy has 12 pages; iris scan results take 2 days.",
        "DNA was found in 12 samples.",
    ],
    "Q": ["A photo is taken of each badge.", "The logo is in logo.svg, the data in table.csv.", "See figure 12.png."],
    "R": [
        "| timestamp | username | ip_address | user_agent |",
        "The user name field is empty; the user name is required.",
        "Copy it to /home/ubuntu/app or to C:\\Users\\Public\\app, never to /home/user.",
        "Trial 2 had 118 participants; study design is described in chapter 4.",
        "ISBN 978-3-16-148410-0 is the handbook's number.",
        "It meets ISO 27001:2022 and 45 CFR 164.514.",
        "Invoice total 1,250.00, item 4 of 12, SKU blue-large.",
    ],
}


@cache
def shipped() -> PresidioRedactor:
    return PresidioRedactor(load_policy("hipaa"), tagger=OnnxTagger(threads=1))


def rows(table: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str, str]]:
    return [(letter, *row) for letter, found in table.items() for row in found]


@pytest.mark.parametrize(("letter", "text", "after"), rows(HIDDEN))
def test_is_hidden(letter: str, text: str, after: str) -> None:
    assert shipped().redact(text).text.value == after


@pytest.mark.parametrize(("letter", "text"), [(letter, text) for letter, texts in LEFT.items() for text in texts])
def test_is_left(letter: str, text: str) -> None:
    assert shipped().redact(text).text.value == text


@pytest.mark.parametrize("prefix", sorted(SPARSE_ZIP3))
def test_a_zip_code_of_few_people_keeps_no_digit(prefix: str) -> None:
    assert shipped().redact(f"ZIP {prefix}01").text.value == "ZIP 000"


def test_there_are_seventeen_sparse_prefixes() -> None:
    # Department of Health and Human Services, "Guidance Regarding Methods for De-identification of Protected Health
    # Information", of the Census of 2000: 17 restricted ZIP codes.
    assert len(SPARSE_ZIP3) == 17


@pytest.mark.parametrize("identifier", IDENTIFIERS, ids=lambda identifier: identifier.paragraph)
def test_each_identifier_has_rules_and_rows_of_both_kinds(identifier: Identifier) -> None:
    letter = identifier.paragraph
    assert HIDDEN[letter] and LEFT[letter]
    bases = [rule.basis for rule in load_policy("hipaa").rules.values()]
    assert any(f"164.514(b)(2)(i)({letter})" in basis for basis in bases)
