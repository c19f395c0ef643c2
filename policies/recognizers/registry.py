"""Which recognisers find which entity: the one list of them."""

from __future__ import annotations

from collections.abc import Callable

from presidio_analyzer import predefined_recognizers as presidio

from policies.policy import Policy
from policies.pseudonyms import Pseudonyms
from policies.recognizers import contacts, names
from policies.recognizers.finder import Finder
from policies.recognizers.phone import PhoneFinder
from policies.recognizers.reused import Reused
from policies.recognizers.user_patterns import user_patterns

RECOGNIZERS: dict[str, Callable[[], Finder]] = {
    "PERSON": names.person_names,
    "EMAIL_ADDRESS": contacts.email_addresses,
    "URL": contacts.web_addresses,
    "IP_ADDRESS": contacts.ip_addresses,
    "MAC_ADDRESS": contacts.mac_addresses,
    "USERNAME": contacts.usernames,
    "CREDIT_CARD": lambda: Reused(presidio.CreditCardRecognizer(), "CREDIT_CARD", proves=True),
    "US_SSN": lambda: Reused(presidio.UsSsnRecognizer(), "US_SSN"),
    "UK_NHS": lambda: Reused(presidio.NhsRecognizer(), "UK_NHS"),
}
"""A recogniser for each entity, made when a policy has a rule for it."""


def recognizers_for(policy: Policy, pseudonyms: Pseudonyms | None) -> list[Finder]:
    """The recognisers that a policy needs."""
    found = [make() for entity, make in RECOGNIZERS.items() if entity in policy.rules]
    if "PHONE_NUMBER" in policy.rules:
        found.append(PhoneFinder(policy.regions))
    return [*found, *user_patterns(policy.patterns)]
