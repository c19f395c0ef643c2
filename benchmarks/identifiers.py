"""Identifiers with a structure, as people write them: for documents that are generated to measure redaction.

Values come from `faker` (MIT) where it has them, checksums included; the others are made here. Each maker gives one of
the usual ways of writing, so that a measurement is not one of a single format.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from faker import Faker

LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL")


@dataclass(slots=True)
class Identifiers:
    """Values by slot name, e.g. `make("ssn")`; the same for the same random numbers."""

    rng: random.Random
    _fakers: dict[str, Faker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for locale in LOCALES:
            self._fakers[locale] = Faker(locale)
            self._fakers[locale].seed_instance(self.rng.randrange(1 << 30))

    def make(self, slot: str) -> tuple[str, str]:
        """A value and its entity type. KeyError: there is no such slot."""
        entity_type, maker = MAKERS[slot]
        return maker(self), entity_type

    def digits(self, form: str) -> str:
        """`form` with a digit for each `#` and a capital for each `@`."""
        letters = "ABCDEFGHJKLMNPRSTUVWXY"
        made = {"#": lambda: str(self.rng.randrange(10)), "@": lambda: self.rng.choice(letters)}
        return "".join(made[each]() if each in made else each for each in form)

    def one_of(self, *forms: str) -> str:
        """One of the forms, filled."""
        return self.digits(self.rng.choice(forms))

    def faker(self, *locales: str) -> Faker:
        """One of the locales' fakers."""
        return self._fakers[self.rng.choice(locales or ("en_US",))]

    def luhn(self, form: str) -> str:
        """As `digits`, with the Luhn digit behind (ISO/IEC 7812-1)."""
        digits = self.digits(form)
        return digits + str(_luhn(digits))

    def grouped(self, value: str, size: int = 4) -> str:
        """Half of the time as it is, half of the time in groups with a space between."""
        if self.rng.random() < 0.5:
            return value
        return " ".join(value[start : start + size] for start in range(0, len(value), size))


def _luhn(digits: str) -> int:
    doubled = [int(digit) * (2 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits))]
    return -sum(number // 10 + number % 10 for number in doubled) % 10


def _npi(make: Identifiers) -> str:
    """National Provider Identifier: the Luhn digit counts the prefix 80840 (45 CFR 162.406)."""
    digits = "1" + make.digits("########")
    return digits + str(_luhn("80840" + digits))


def _dea(make: Identifiers) -> str:
    digits = make.digits("######")
    odd, even = (sum(map(int, digits[start::2])) for start in (0, 1))
    return f"{make.rng.choice('ABFM')}{make.digits('@')}{digits}{(odd + 2 * even) % 10}"


def _nhs(make: Identifiers) -> str:
    while True:
        digits = make.rng.choice("4679") + make.digits("########")
        check = 11 - sum(int(digit) * (10 - index) for index, digit in enumerate(digits)) % 11
        if check != 10:
            whole = f"{digits}{check % 11}"
            return make.rng.choice((whole, f"{whole[:3]} {whole[3:6]} {whole[6:]}"))


def _mbi(make: Identifiers) -> str:
    """Medicare Beneficiary Identifier in the format of CMS: letters but S, L, O, I, B and Z."""
    letters, digits = "ACDEFGHJKMNPQRTUVWXY", "0123456789"
    # C: 1 to 9; A: letter; M: letter or digit; N: digit.
    made = {"C": digits[1:], "A": letters, "M": digits + letters, "N": digits}
    blocks = ["".join(make.rng.choice(made[each]) for each in form) for form in ("CAMN", "AMN", "AANN")]
    return make.rng.choice(("", "-")).join(blocks)


def _ssn(make: Identifiers) -> str:
    area = make.rng.choice([*range(1, 666), *range(667, 900)])
    group, serial = make.rng.randrange(1, 100), make.rng.randrange(1, 10000)
    separator = make.rng.choice(("-", "-", "-", " "))
    return f"{area:03}{separator}{group:02}{separator}{serial:04}"


def _phone(make: Identifiers) -> str:
    area = str(make.rng.choice((202, 212, 303, 312, 404, 415, 503, 617, 713, 808)))
    return make.one_of(
        f"({area}) 555-01##", f"{area}-555-01##", f"+1 {area} 555 01##", f"{area}.555.01##", "+44 20 7### ####",
        "020 7### ####", "+49 30 901820##", "+33 1 99 00 ## ##", "0771# ######", f"+1-{area}-555-01## ext. ###",
    )  # fmt: skip


def _iban(make: Identifiers) -> str:
    return make.grouped(make.faker("en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL").iban())


def _card(make: Identifiers) -> str:
    if make.rng.random() < 0.3:
        number = make.luhn("37############")  # fifteen digits, grouped by four, six and five
        return make.rng.choice((number, f"{number[:4]} {number[4:10]} {number[10:]}"))
    return make.grouped(make.luhn(make.rng.choice(("4##############", "51#############"))))


def _ip(make: Identifiers) -> str:
    faker = make.faker()
    return str(make.rng.choice((faker.ipv4_public, faker.ipv4_private, faker.ipv6))())


def _url(make: Identifiers) -> str:
    word = make.faker().domain_word()
    return make.rng.choice(
        (f"https://www.{word}.example.com/p/{make.digits('####')}", f"www.{word}.org", f"http://{word}.net")
    )


def _mac(make: Identifiers) -> str:
    value = make.faker().mac_address()
    return make.rng.choice((value, value.upper().replace(":", "-")))


def _plate(make: Identifiers) -> str:
    return make.faker("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "nl_NL").license_plate()


def _vin(make: Identifiers) -> str:
    """Vehicle identification number with its check digit (49 CFR 565.15)."""
    return str(make.faker().vin())


def _serial(make: Identifiers) -> str:
    return make.one_of("@@@######", "SN-####-@@##", "########", "@#@##@###")


def _zip(make: Identifiers) -> str:
    return make.one_of("1####", "6####", "9####", "3####-####")


MAKERS: dict[str, tuple[str, Callable[[Identifiers], str]]] = {
    "ssn": ("US_SSN", _ssn),
    "mrn": ("MEDICAL_RECORD_NUMBER", lambda make: make.one_of("########", "######", "H-######", "@@######")),
    "plan": ("HEALTH_PLAN_NUMBER", lambda make: make.one_of("@@@#########", "XQH########", "#########-##", "@#######")),
    "account": ("ACCOUNT_NUMBER", lambda make: make.one_of("########", "##########", "###-#####-#", "K-######")),
    "iban": ("IBAN_CODE", _iban),
    "card": ("CREDIT_CARD", _card),
    "licence": ("LICENSE_NUMBER", lambda make: make.one_of("@#######", "@###-####-####", "########", "@@@@@######@@")),
    "passport": ("LICENSE_NUMBER", lambda make: make.one_of("#########", "@########", "@@#######")),
    "plate": ("LICENSE_PLATE", _plate),
    "vin": ("VIN", _vin),
    "serial": ("DEVICE_ID", _serial),
    "imei": ("IMEI", lambda make: make.luhn("35############")),
    "ip": ("IP_ADDRESS", _ip),
    "mac": ("MAC_ADDRESS", _mac),
    "url": ("URL", _url),
    "phone": ("PHONE_NUMBER", _phone),
    "fax": ("PHONE_NUMBER", _phone),
    "zip": ("US_ZIP", _zip),
    "ninety": ("AGE", lambda make: str(make.rng.randrange(90, 104))),
    "staff": ("EMPLOYEE_ID", lambda make: make.one_of("#####", "E-#####", "@@-####", "P######")),
    "npi": ("US_NPI", _npi),
    "dea": ("US_DEA", _dea),
    "mbi": ("US_MBI", _mbi),
    "itin": ("US_ITIN", lambda make: str(make.faker().itin())),
    "nhs": ("UK_NHS", _nhs),
    "nino": ("UK_NINO", lambda make: make.one_of("AB######C", "JK ## ## ## A", "CE######D")),
}
"""Slot name -> entity type and maker."""
