"""The types of personal data that the product knows, and what may be done with each."""

from __future__ import annotations

from typing import Literal, get_args

Action = Literal["pseudonymize", "replace", "mask", "drop", "year", "age90", "zip3", "shift", "keep"]

ACTIONS: tuple[Action, ...] = get_args(Action)

ANYWHERE: tuple[Action, ...] = ("pseudonymize", "replace", "mask", "drop", "keep")
"""Actions that fit each entity; the others fit the entities named in `SPECIAL`."""

SPECIAL: dict[str, tuple[Action, ...]] = {
    "DATE_TIME": ("year", "shift"),
    "DATE_OF_BIRTH": ("year", "shift"),
    "AGE": ("age90",),
    "US_ZIP": ("zip3",),
}

ENTITIES: dict[str, str] = {
    "PERSON": "name of a person",
    "ORGANIZATION": "name of an organisation",
    "LOCATION": "name of a place smaller than a state",
    "STREET_ADDRESS": "street and number, postbox, or postal code with town",
    "US_ZIP": "United States ZIP code",
    "POSTAL_CODE": "postal code of another country",
    "DATE_TIME": "date more exact than a year",
    "DATE_OF_BIRTH": "date of birth",
    "AGE": "age over 89",
    "EMAIL_ADDRESS": "e-mail address",
    "PHONE_NUMBER": "telephone or fax number",
    "URL": "web address",
    "IP_ADDRESS": "Internet Protocol address",
    "MAC_ADDRESS": "hardware address of a network interface",
    "USERNAME": "name of a user account, by its label",
    "CREDIT_CARD": "payment card number",
    "IBAN_CODE": "international bank account number",
    "ACCOUNT_NUMBER": "account or customer number, by its label",
    "CRYPTO": "wallet address",
    "MEDICAL_RECORD_NUMBER": "number of a patient or a medical record",
    "HEALTH_PLAN_NUMBER": "beneficiary number of a health plan or insurance",
    "LICENSE_NUMBER": "certificate or licence number, passport and identity card included",
    "LICENSE_PLATE": "licence plate, by its label",
    "VIN": "vehicle identification number",
    "DEVICE_ID": "serial number or unique identifier of a device",
    "IMEI": "identity of a mobile device",
    "BIOMETRIC_ID": "number of a fingerprint, voice print, other biometric template or genetic sample, by its label",
    "PHOTO": "name of an image file, which may show a face",
    "EMPLOYEE_ID": "staff number, by its label",
    "US_SSN": "United States social security number",
    "US_ITIN": "United States taxpayer number",
    "US_NPI": "United States provider identifier",
    "US_DEA": "United States prescriber's registration",
    "US_MBI": "United States Medicare beneficiary identifier",
    "UK_NHS": "United Kingdom NHS number",
    "UK_NINO": "United Kingdom national insurance number",
    "DE_TAX_ID": "German tax identifier",
    "DE_SOCIAL_SECURITY": "German pension insurance number",
    "DE_HEALTH_INSURANCE": "German health insurance number",
    "DE_ID_CARD": "German identity card or passport number",
    "FR_NIR": "French social security number",
    "FR_SIREN": "French business number (SIREN, SIRET), by its label",
    "ES_NIF": "Spanish tax identifier",
    "ES_NIE": "Spanish identifier of foreigners",
    "ES_NUSS": "Spanish social security number",
    "ES_CIF": "Spanish tax identifier of a company or partnership",
    "IT_FISCAL_CODE": "Italian tax code",
    "NL_BSN": "Dutch citizen service number",
    "BE_NATIONAL_NUMBER": "Belgian national register number",
    "PT_NIF": "Portuguese tax identifier",
    "PL_PESEL": "Polish national identifier",
    "SE_PERSONNUMMER": "Swedish personal identity number",
    "FI_PERSONAL_IDENTITY_CODE": "Finnish personal identity code",
    "DK_CPR": "Danish personal identification number, by its label",
    "NO_FODSELSNUMMER": "Norwegian national identity number",
    "CH_AHV": "Swiss social security number",
    "AT_SVNR": "Austrian social insurance number",
    "ID_NUMBER": "other personal number, by its label",
    "TOKEN": "text that looks like a pseudonym of ours",
}


def allowed_actions(entity_type: str) -> tuple[Action, ...]:
    """The actions that a policy may name for an entity."""
    return (*ANYWHERE, *SPECIAL.get(entity_type, ()))
