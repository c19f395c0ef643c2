"""The comparable form of a value: two spellings of one value share it, and so share a pseudonym."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from policies.person_names import TITLES, parsed

_PHONE_REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "BE", "AT", "CH", "IE", "PT", "PL", "SE", "FI", "DK", "NO")
_LEAST_DIGITS = 9
_LOCAL_AMERICAN = re.compile(r"\d{3}[ .-]?\d{4}")
_COMPACT = frozenset({"URL", "STREET_ADDRESS", "ORGANIZATION", "LOCATION", "DATE_TIME", "DATE_OF_BIRTH", "USERNAME"})


def canonical(entity_type: str, value: str) -> str:
    """The comparable form of a value of a type: never empty for a value that is not empty."""
    folded = unicodedata.normalize("NFKC", value).casefold().strip()
    if entity_type == "PERSON":
        return parsed(value).canonical or folded
    if entity_type == "PHONE_NUMBER":
        return _phone(folded)
    if entity_type == "EMAIL_ADDRESS":
        return _email(folded)
    if entity_type in _COMPACT:
        return " ".join(folded.split())
    return re.sub(r"[\s.\-/]+", "", folded) or folded


def is_title(word: str) -> bool:
    """Whether a folded word is a title that goes with a name ("mr", "dr", "frau")."""
    return word in TITLES


def _email(folded: str) -> str:
    """Spelt out, "edda (at) example dot org", it is the same address."""
    spelt = re.sub(
        r"[ _-]*[(\[{<]\s?(?:at|@|ät)\s?[)\]}>][ _-]*|\s+@\s*|\s(?:at|arobase|arroba|chiocciola)\s|_at_", "@", folded
    )
    dotted = re.sub(r"\s*[(\[{]\s?(?:dot|\.|punkt)\s?[)\]}]\s*|\s(?:dot|punkt|punto|point)\s|_dot_", ".", spelt)
    return re.sub(r"\s+", "", dotted)


def is_phone(value: str) -> bool:
    """Whether a country's rules know a telephone number as whole; one without a country code, any country's."""
    return _e164(value, valid=True) is not None


def is_part_of_phone(value: str) -> bool:
    """Whether a telephone number lacks its end: fewer digits than area code and number have, by the rules or mostly."""
    if value.startswith("+"):
        return not is_phone(value)
    return sum(map(str.isdigit, value)) < _LEAST_DIGITS and not _LOCAL_AMERICAN.fullmatch(value)


def _phone(folded: str) -> str:
    """E.164 where a country's rules fit, else the digits alone."""
    return _e164(folded) or re.sub(r"[^\d+]", "", folded) or folded


@lru_cache(maxsize=4096)
def _e164(written: str, *, valid: bool = False) -> str | None:
    """A number in the international form; `valid`: also where it is written with its country code."""
    import phonenumbers

    digits = re.sub(r"[^\d+]", "", written)
    international = "+" + digits[2:] if digits.startswith("00") else digits
    for region in (None,) if international.startswith("+") else _PHONE_REGIONS:
        try:
            number = phonenumbers.parse(international, region)
        except phonenumbers.NumberParseException:
            continue
        if (region is None and not valid) or phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return None
