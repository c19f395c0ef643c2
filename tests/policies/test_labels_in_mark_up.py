"""Labels as JSON, XML and settings write them: in quotes, with underscores, in camel case, between tags."""

import pytest

from tests.policies.redactors import everything, found

FOUND = [
    ("MEDICAL_RECORD_NUMBER", '{"mrn": "48291331", "weight": 71}', "48291331"),
    ("MEDICAL_RECORD_NUMBER", '{\\"mrn\\": \\"48291331\\"}', "48291331"),
    ("MEDICAL_RECORD_NUMBER", '<patient mrn="48291331"/>', "48291331"),
    ("MEDICAL_RECORD_NUMBER", "<MRN>48291331</MRN>", "48291331"),
    ("MEDICAL_RECORD_NUMBER", "patient_id=48291331", "48291331"),
    ("MEDICAL_RECORD_NUMBER", '"patientId": "48291331"', "48291331"),
    ("ACCOUNT_NUMBER", '{"account_number": 5577991123}', "5577991123"),
    ("HEALTH_PLAN_NUMBER", 'MemberID="W223455678"', "W223455678"),
    ("HEALTH_PLAN_NUMBER", "insured_member_id: W223455678", "W223455678"),
    ("HEALTH_PLAN_NUMBER", '"insuredMemberId": "W223455678"', "W223455678"),
    ("DEVICE_ID", "'serial': 'PX2209881'", "PX2209881"),
    ("PHONE_NUMBER", '"home_phone": "6175550182"', "6175550182"),
    ("PHONE_NUMBER", 'phone_number = "6175550182"', "6175550182"),
    ("USERNAME", '"user_name": "tohara7"', "tohara7"),
    ("US_ZIP", '{"zip": "02139"}', "02139"),
    ("US_ZIP", '<home zip_code="02139"/>', "02139"),
    ("LOCATION", '{"id": 4, "city":"Bonn"}', "Bonn"),
    ("LOCATION", "<birth_place/><city>Bonn</city>", "Bonn"),
]

LEFT = [
    '{"version": "4.18.2", "build": 20931, "total": 1250000}',
    "if lot > 100000 and account > 500000:",
    "max_retry_count = 50000",
    '{"status": "Open", "article_number": "88-20931-K"}',
    '<part unit="4471"/>',
]


@pytest.mark.parametrize(("entity", "text", "value"), FOUND)
def test_a_value_is_found_behind_its_label(entity: str, text: str, value: str) -> None:
    assert found(text, entity) == [value]


@pytest.mark.parametrize("text", LEFT)
def test_a_value_of_nobody_is_left(text: str) -> None:
    assert everything().redact(text).entities == ()
