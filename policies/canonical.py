"""The comparable form of a value: two spellings of one value share it, and so share a pseudonym."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from policies.words import fold

_TITLES = frozenset(
    "mr mrs ms miss mx dr dra prof professor doctor sir dame lord lady rev father sister"
    " nurse herr frau fr monsieur "
    "madame mme mlle sr sra srta señor señora don doña dott dottssa sig sigra dhr mevr"
    " mw pan pani hr jr senior "
    "md phd mba rn np pa do dds esq dipl ing med mag msc bsc univ".split()
)
_PHONE_REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "BE", "AT", "CH", "IE", "PT", "PL", "SE", "FI", "DK", "NO")
_COMPACT = frozenset({"URL", "STREET_ADDRESS", "ORGANIZATION", "LOCATION", "DATE_TIME", "DATE_OF_BIRTH", "USERNAME"})


def canonical(entity_type: str, value: str) -> str:
    """The comparable form of a value of a type: never empty for a value that is not empty."""
    folded = unicodedata.normalize("NFKC", value).casefold().strip()
    if entity_type == "PERSON":
        return _person(unicodedata.normalize("NFKC", value)) or folded
    if entity_type == "PHONE_NUMBER":
        return _phone(folded)
    if entity_type == "EMAIL_ADDRESS":
        return _email(folded)
    if entity_type in _COMPACT:
        return " ".join(folded.split())
    return re.sub(r"[\s.\-/]+", "", folded) or folded


def is_title(word: str) -> bool:
    """Whether a folded word is a title that goes with a name ("mr", "dr", "frau")."""
    return word in _TITLES


def _person(value: str) -> str:
    """Names without titles and middle initials, in the order given name, surname, and as `fold` spells them.

    "Schneider, Dr. Maria K." is "maria schneider".
    """
    last, comma, first = value.partition(",")
    ordered = f"{first} {last}" if comma and first.strip() else value
    words = [fold(word) for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]{2,})*", ordered)]
    names = [word for word in words if word not in _TITLES] or words
    long = [word for word in names if len(word) > 1]
    return " ".join(long if len(long) > 1 else names)


def _email(folded: str) -> str:
    """Spelt out, "edda (at) example dot org", it is the same address."""
    spelt = re.sub(
        r"[ _-]*[(\[{<]\s?(?:at|@|ät)\s?[)\]}>][ _-]*|\s+@\s*|\s(?:at|arobase|arroba|chiocciola)\s|_at_", "@", folded
    )
    dotted = re.sub(r"\s*[(\[{]\s?(?:dot|\.|punkt)\s?[)\]}]\s*|\s(?:dot|punkt|punto|point)\s|_dot_", ".", spelt)
    return re.sub(r"\s+", "", dotted)


@lru_cache(maxsize=4096)
def _phone(folded: str) -> str:
    """E.164 where a country's rules fit, else the digits alone."""
    import phonenumbers

    digits = re.sub(r"[^\d+]", "", folded)
    international = "+" + digits[2:] if digits.startswith("00") else digits
    for region in (None,) if international.startswith("+") else _PHONE_REGIONS:
        try:
            number = phonenumbers.parse(international, region)
        except phonenumbers.NumberParseException:
            continue
        if region is None or phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return digits or folded
