"""The eighteen identifiers of HIPAA's Safe Harbor, and which of our types each one is.

Source: 45 CFR 164.514(b)(2)(i), (A) to (R).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from policies.policy import Policy

RULE: Final = "164.514(b)"
"""What the legal basis of a rule names that stands for Safe Harbor."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One of the eighteen, and its entity types; `note` says how what is no text is kept out."""

    paragraph: str
    name: str
    entity_types: tuple[str, ...]
    note: str = ""


IDENTIFIERS: Final[tuple[Identifier, ...]] = (
    Identifier("A", "names", ("PERSON",)),
    Identifier("B", "geography smaller than a state", ("STREET_ADDRESS", "LOCATION", "POSTAL_CODE", "US_ZIP")),
    Identifier("C", "dates but the year, and ages over 89", ("DATE_TIME", "DATE_OF_BIRTH", "AGE")),
    Identifier("D", "telephone numbers", ("PHONE_NUMBER",)),
    Identifier("E", "fax numbers", ("PHONE_NUMBER",)),
    Identifier("F", "e-mail addresses", ("EMAIL_ADDRESS",)),
    Identifier("G", "social security numbers", ("US_SSN",)),
    Identifier("H", "medical record numbers", ("MEDICAL_RECORD_NUMBER",)),
    Identifier("I", "health plan beneficiary numbers", ("HEALTH_PLAN_NUMBER", "US_MBI")),
    Identifier("J", "account numbers", ("ACCOUNT_NUMBER", "IBAN_CODE", "CREDIT_CARD")),
    Identifier("K", "certificate and licence numbers", ("LICENSE_NUMBER",)),
    Identifier("L", "vehicle identifiers and plates", ("VIN", "LICENSE_PLATE")),
    Identifier("M", "device identifiers and serial numbers", ("DEVICE_ID", "IMEI")),
    Identifier("N", "web addresses", ("URL",)),
    Identifier("O", "Internet Protocol addresses", ("IP_ADDRESS",)),
    Identifier("P", "biometric identifiers", ("BIOMETRIC_ID",), "prints and recordings are no text, and are not read"),
    Identifier("Q", "full-face photographs", (), "images in documents are not read and not stored"),
    Identifier("R", "any other unique number or code", ("ID_NUMBER", "EMPLOYEE_ID", "USERNAME")),
)


def readable_types(policy: Policy) -> frozenset[str]:
    """The types that a policy leaves readable: no rule, or the action `keep`."""
    known = {entity_type for identifier in IDENTIFIERS for entity_type in identifier.entity_types}
    return frozenset(name for name in known if name not in policy.rules or policy.rules[name].action == "keep")


def claims_safe_harbor(policy: Policy) -> bool:
    """Whether a rule of the policy rests on Safe Harbor."""
    return any(RULE in rule.basis for rule in policy.rules.values())


def gaps(policy: Policy) -> list[tuple[Identifier, tuple[str, ...]]]:
    """The identifiers that a policy doesn't hide in full, each with the types that stay readable."""
    return [(identifier, left) for identifier in IDENTIFIERS if (left := _left(identifier, readable_types(policy)))]


def _left(identifier: Identifier, readable: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in identifier.entity_types if name in readable)
