"""Numbers, pages and points that somebody has, behind the short labels of everyday; and what looks like them."""

import pytest

from tests.policies.redactors import everything, found

FOUND = [
    ("PHONE_NUMBER", "ask for ext 4471 please", "4471"),
    ("PHONE_NUMBER", "Extension: 4471", "4471"),
    ("PHONE_NUMBER", "call x4471 at night", "4471"),
    ("PHONE_NUMBER", "her pager 88213 is on", "88213"),
    ("PHONE_NUMBER", "DECT 4-4412", "4-4412"),
    ("PHONE_NUMBER", "Durchwahl 311", "311"),
    ("LICENSE_NUMBER", "Driver's lic D123-4567-8901", "D123-4567-8901"),
    ("LICENSE_NUMBER", "Lic. No. D400-7836-0001", "D400-7836-0001"),
    ("LICENSE_NUMBER", "Driver license no. B998 1122 expired", "B998 1122"),
    ("LICENSE_NUMBER", "driving license no TILDA 612241 E99XX", "TILDA 612241 E99XX"),
    ("LICENSE_NUMBER", "license D1234567 (CA)", "D1234567"),
    ("LICENSE_NUMBER", "State lic. MD-44123", "MD-44123"),
    ("LICENSE_NUMBER", "Board cert # 77123", "77123"),
    ("LICENSE_NUMBER", "Visa V-998812-A", "V-998812-A"),
    ("LICENSE_PLATE", "the van (reg. KL19 XVP)", "KL19 XVP"),
    ("MEDICAL_RECORD_NUMBER", "HAR 20119384", "20119384"),
    ("MEDICAL_RECORD_NUMBER", "hosp. no. H 123 456", "H 123 456"),
    ("MEDICAL_RECORD_NUMBER", "Unit # 00-12-34", "00-12-34"),
    ("MEDICAL_RECORD_NUMBER", "visit # V00912", "V00912"),
    ("HEALTH_PLAN_NUMBER", "Member ID: W2234 55678 01", "W2234 55678 01"),
    ("HEALTH_PLAN_NUMBER", "Group no. 4471 30 members", "4471"),
    ("HEALTH_PLAN_NUMBER", "Policy: HO-2231-99812", "HO-2231-99812"),
    ("HEALTH_PLAN_NUMBER", "Policy no.........: PMX-4471920-03", "PMX-4471920-03"),
    ("HEALTH_PLAN_NUMBER", "Claim ref.: CLM/2024/0091822", "CLM/2024/0091822"),
    ("HEALTH_PLAN_NUMBER", "the plan, Group 0044713, pays", "0044713"),
    ("LICENSE_NUMBER", "licence QUILL 655192 E99XX (full)", "QUILL 655192 E99XX"),
    ("LICENSE_NUMBER", "DL: CA D4417722", "D4417722"),
    ("LICENSE_NUMBER", "OLN N8832117", "N8832117"),
    ("LICENSE_NUMBER", "la doctora (Col. 28/54471)", "28/54471"),
    ("ACCOUNT_NUMBER", "Cust ref 0044718834", "0044718834"),
    ("BIOMETRIC_ID", "prints (AFIS ref 99-20418)", "99-20418"),
    ("ACCOUNT_NUMBER", "Account 00129 4471 8", "00129 4471 8"),
    ("ACCOUNT_NUMBER", "Konto 12345678", "12345678"),
    ("ACCOUNT_NUMBER", "mortgage # 7781-22", "7781-22"),
    ("CRYPTO", f"wallet 0x{'52908400' * 5} paid", f"0x{'52908400' * 5}"),
    ("IBAN_CODE", "to DE89 3704 0044\n0532 0130 00 today", "DE89 3704 0044\n0532 0130 00"),
    ("DEVICE_ID", "pump ser. no. 9912-AA", "9912-AA"),
    ("DEVICE_ID", "Ser.# 12-8812", "12-8812"),
    ("DEVICE_ID", f"StudyInstanceUID 1.2.840.{'4471.' * 10}9", f"1.2.840.{'4471.' * 10}9"),
    ("USERNAME", "see facebook.com/tilda.o88 for", "tilda.o88"),
    ("USERNAME", "see linkedin.com/in/tilda-ohara-88", "tilda-ohara-88"),
    ("USERNAME", "write to @tilda.o_88 there", "@tilda.o_88"),
    ("USERNAME", "write to @tilda_ohara there", "@tilda_ohara"),
    ("USERNAME", "Twitter handle tilda_o88", "tilda_o88"),
    ("URL", "see tildaohara.com/blog.", "tildaohara.com/blog"),
    ("URL", "see bit.ly/3xYz", "bit.ly/3xYz"),
    ("LOCATION", "seen at 42.36011, -71.05888 by", "42.36011, -71.05888"),
    ("LOCATION", "seen at 51°30'26\"N 0°7'39\"W by", "51°30'26\"N 0°7'39\"W"),
    ("STREET_ADDRESS", "lives at RR 2 Box 18; then", "RR 2 Box 18"),
    ("STREET_ADDRESS", "lives at HC 72 Box 5; then", "HC 72 Box 5"),
    ("ID_NUMBER", "inmate #A99812", "A99812"),
    ("ID_NUMBER", "matriculation no. 3312234", "3312234"),
    ("US_SSN", "ssn_last4: 4399", "4399"),
    ("EMPLOYEE_ID", "Emp ID 99112", "99112"),
    ("US_ZIP", "Boise ID 83702", "83702"),
]

LEFT = [
    "A lease extension 120 days long, in extension 4.2.",
    "The policy: 2024-01 says that account 2019 was closed.",
    "License: MIT 2021. This license permits 30000 users. Visa rules of 2023.",
    "The screen has 1920 x1080 pixels.",
    "Write @Override, @pytest.fixture or @types/node; then @media (min-width: 400px)",
    "The values were 0.12345, 0.98765 and 1.23456, 2.34567.",
    "Turn it by 45° at 37.2 °C.",
    "Look at src/main.py and docs/files.md, and/or at 3/4 kg/m2.",
    "Unit #4, a group 12 of 30, chart 100 of 200.",
    "The group 12 of 2024, group 10000 and the DL 2024 training; see col. 3 of it.",
    "Chapter 1.......... 12000",
    "Error 0x80070005 at plan 2024.",
    "See github.com/about/",
]

COLUMNS = [
    ("ext", "PHONE_NUMBER", ["4471", "4472"]),
    ("pager", "PHONE_NUMBER", ["88213", "88214"]),
    ("dl_no", "LICENSE_NUMBER", ["D4471882", "D4471883"]),
    ("har", "MEDICAL_RECORD_NUMBER", ["20119384", "20119385"]),
    ("acc", "ACCOUNT_NUMBER", ["77120031", "77120032"]),
    ("sort", "ACCOUNT_NUMBER", ["204011", "204012"]),
    ("emp_no", "EMPLOYEE_ID", ["99112", "99113"]),
]


@pytest.mark.parametrize(("entity", "text", "value"), FOUND)
def test_is_found(entity: str, text: str, value: str) -> None:
    assert found(text, entity) == [value]


@pytest.mark.parametrize("text", LEFT)
def test_is_left(text: str) -> None:
    # A page with its path is an address all the same; nobody's page is nobody's name.
    assert [each for each in everything().redact(text).entities if each.entity_type != "URL"] == []


@pytest.mark.parametrize(("header", "entity", "cells"), COLUMNS)
def test_a_column_is_known_by_its_short_name(header: str, entity: str, cells: list[str]) -> None:
    rows = "\n".join(f"{cell},{place}" for place, cell in enumerate(cells))
    assert found(f"{header},rank\n{rows}", entity) == cells
