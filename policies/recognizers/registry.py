"""Which recognisers there are: the one list of them."""

from __future__ import annotations

from collections.abc import Callable

from presidio_analyzer.predefined_recognizers.country_specific.germany.de_health_insurance_recognizer import (
    DeHealthInsuranceRecognizer,
)
from presidio_analyzer.predefined_recognizers.country_specific.us.us_itin_recognizer import UsItinRecognizer
from presidio_analyzer.predefined_recognizers.country_specific.us.us_mbi_recognizer import UsMbiRecognizer
from presidio_analyzer.predefined_recognizers.generic.crypto_recognizer import CryptoRecognizer

from policies.policy import Policy
from policies.pseudonyms import Pseudonyms
from policies.recognizers import contacts, labelled_numbers, numbers
from policies.recognizers.addresses import Addresses
from policies.recognizers.ages import AgesOver89
from policies.recognizers.dates import Dates
from policies.recognizers.finder import Finder
from policies.recognizers.iban import Ibans
from policies.recognizers.image_files import ImageFiles
from policies.recognizers.message_fields import MessageFields
from policies.recognizers.names_by_label import NamesByLabel
from policies.recognizers.names_by_lists import NamesByLists, NamesInSmallLetters
from policies.recognizers.names_by_phrase import NamesByPhrase
from policies.recognizers.names_by_title import NamesByTitle
from policies.recognizers.names_in_addresses import NamesInAddresses
from policies.recognizers.names_in_file_names import NamesInFileNames
from policies.recognizers.names_in_letters import NamesInLetters
from policies.recognizers.names_in_mark_up import NamesInMarkUp
from policies.recognizers.names_known import KnownNames
from policies.recognizers.phone import PhoneFinder, extensions
from policies.recognizers.places import Places
from policies.recognizers.reused import Reused
from policies.recognizers.spelt_addresses import SpeltAddresses
from policies.recognizers.table_columns import TableColumns
from policies.recognizers.tagger import Tagger, TaggerFinder
from policies.recognizers.user_patterns import user_patterns

RECOGNIZERS: dict[str, Callable[[], Finder]] = {
    "name by title": NamesByTitle,
    "name by label": NamesByLabel,
    "name in a letter": NamesInLetters,
    "name by phrase": NamesByPhrase,
    "name by lists": NamesByLists,
    "name in small letters": NamesInSmallLetters,
    "name in mark-up": NamesInMarkUp,
    "name in an e-mail address": NamesInAddresses,
    "name in a file name": NamesInFileNames,
    "table column": TableColumns,
    "message field": MessageFields,
    "address": Addresses,
    "date": Dates,
    "age over 89": AgesOver89,
    "email address": contacts.email_addresses,
    "spelt email address": SpeltAddresses,
    "web address": contacts.web_addresses,
    "ip address": contacts.ip_addresses,
    "mac address": contacts.mac_addresses,
    "extension": extensions,
    "bare web address": contacts.bare_web_addresses,
    "username": contacts.usernames,
    "profile": contacts.profiles,
    "handle": contacts.handles,
    "home folder": contacts.home_folders,
    "medical record number": labelled_numbers.medical_record_numbers,
    "number behind a patient": labelled_numbers.numbers_behind_patients,
    "health plan number": labelled_numbers.health_plan_numbers,
    "account number": labelled_numbers.account_numbers,
    "licence number": labelled_numbers.license_numbers,
    "licence plate": labelled_numbers.license_plates,
    "device number": labelled_numbers.device_numbers,
    "biometric number": labelled_numbers.biometric_numbers,
    "french business number": labelled_numbers.french_business_numbers,
    "image file": ImageFiles,
    "place": Places,
    "employee number": labelled_numbers.employee_numbers,
    "labelled us ssn": labelled_numbers.us_social_security_numbers,
    "last digits of us ssn": labelled_numbers.last_digits_of_social_security_numbers,
    "id number": labelled_numbers.id_numbers,
    "iban": Ibans,
    "vin": numbers.vins,
    "npi": numbers.npis,
    "dea": numbers.deas,
    "imei": numbers.imeis,
    "device identifier": numbers.device_identifiers,
    "scanned device identifier": numbers.scanned_device_identifiers,
    "plate by its form": numbers.plates,
    **numbers.national_ids(),
    "payment card": numbers.payment_cards,
    "crypto": lambda: Reused(CryptoRecognizer(), "CRYPTO", proves=True),
    "ethereum address": numbers.ethereum_addresses,
    "us ssn": numbers.us_social_security_numbers,
    "us itin": lambda: Reused(UsItinRecognizer(), "US_ITIN"),
    "us mbi": lambda: Reused(UsMbiRecognizer(), "US_MBI"),
    "de health insurance": lambda: Reused(DeHealthInsuranceRecognizer(), "DE_HEALTH_INSURANCE", proves=True),
}
"""Each is made when the policy has a rule for one of its entities."""


def recognizers_for(policy: Policy, pseudonyms: Pseudonyms | None, tagger: Tagger | None) -> list[Finder]:
    """The recognisers that a policy needs."""
    found = [make() for make in RECOGNIZERS.values()]
    found.append(PhoneFinder(policy.regions))
    if pseudonyms is not None:
        found.append(KnownNames(pseudonyms))
    if tagger is not None:
        found.append(TaggerFinder(tagger))
    found += user_patterns(policy.patterns)
    return [finder for finder in found if any(entity in policy.rules for entity in finder.supported_entities)]
