"""Check digits: each function takes letters and digits without separators and says whether they agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date


def compact(value: str) -> str:
    """A number without spaces and punctuation, in capitals."""
    return re.sub(r"[\W_]", "", value).upper()


def weighted(digits: str, weights: Sequence[int]) -> int:
    """The sum of digits times weights, over the shorter of the two."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = "0246813579"
    total = sum(int(digit) if index % 2 == 0 else int(doubled[int(digit)]) for index, digit in enumerate(digits[::-1]))
    return total % 10 == 0 and len(set(digits)) > 1


def vin(value: str) -> bool:
    """49 CFR 565.15: the ninth character of a vehicle identification number."""
    letters = dict(
        zip(
            "ABCDEFGHJKLMNPRSTUVWXYZ",
            (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
            strict=True,
        )
    )
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    if len(value) != 17 or len(set(value)) < 5:
        return False
    total = sum(
        (int(c) if c.isdigit() else letters.get(c, 0)) * weight for c, weight in zip(value, weights, strict=True)
    )
    return value[8] == ("X" if total % 11 == 10 else str(total % 11))


def npi(digits: str) -> bool:
    """45 CFR 162.406: Luhn over the prefix 80840 and the ten digits."""
    return len(digits) == 10 and luhn("80840" + digits)


def dea(value: str) -> bool:
    """Registration numbers of the Drug Enforcement Administration: odd digits plus twice the even ones."""
    digits = value[2:]
    if len(digits) != 7 or not digits.isdigit():
        return False
    total = weighted(digits, (1, 2, 1, 2, 1, 2))
    return total % 10 == int(digits[6])


def nir(value: str) -> bool:
    """French social security number: 97 minus the thirteen digits modulo 97; Corsica counts as 19 and 18."""
    number, key = value[:13].replace("2A", "19").replace("2B", "18"), value[13:]
    return len(value) == 15 and (number + key).isdigit() and 97 - int(number) % 97 == int(key)


def bsn(digits: str) -> bool:
    """Dutch citizen service number: the "elfproef"."""
    return len(digits) == 9 and len(set(digits)) > 1 and weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def belgian(digits: str) -> bool:
    """Belgian national register number: 97 minus the first nine digits modulo 97, with a 2 in front from 2000 on."""
    if len(digits) != 11 or not _is_day(digits[2:4], digits[4:6], zero=True):
        return False
    number, key = digits[:9], int(digits[9:])
    return key in (97 - int(number) % 97, 97 - int("2" + number) % 97)


def portuguese(digits: str) -> bool:
    """Portuguese tax identifier: modulo 11."""
    if len(digits) != 9 or digits[0] not in "1235689":
        return False
    check = 11 - weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return int(digits[8]) == (0 if check > 9 else check)


def pesel(digits: str) -> bool:
    """Polish national identifier: weights 1, 3, 7, 9 and a date of birth."""
    if len(digits) != 11 or not _is_day(f"{int(digits[2:4]) % 20:02}", digits[4:6]):
        return False
    return (10 - weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == int(digits[10])


def personnummer(digits: str) -> bool:
    """Swedish personal identity number, ten or twelve digits: Luhn over the last ten, and a date of birth."""
    ten = digits[-10:]
    day = f"{(int(ten[4:6]) - 1) % 60 + 1:02}" if ten[4:6].isdigit() else ""
    return len(digits) in (10, 12) and _is_day(ten[2:4], day) and luhn(ten)


def fodselsnummer(digits: str) -> bool:
    """Norwegian national identity number: two check digits modulo 11, and a date of birth."""
    if len(digits) != 11 or not _is_day(f"{int(digits[2:4]) % 40:02}", f"{int(digits[:2]) % 40:02}"):
        return False
    first = weighted(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
    return first and weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def ahv(digits: str) -> bool:
    """Swiss social security number: thirteen digits, 756 in front, check digit of EAN-13."""
    return (
        len(digits) == 13
        and digits.startswith("756")
        and (10 - weighted(digits, (1, 3) * 6) % 10) % 10 == int(digits[12])
    )


def svnr(digits: str) -> bool:
    """Austrian social insurance number: check digit in the fourth place, then a date of birth."""
    if len(digits) != 10 or not _is_day(digits[6:8], digits[4:6], months=15):
        return False
    return weighted(digits, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == int(digits[3])


def spanish(value: str) -> bool:
    """Spanish NIF and NIE: the letter is the number modulo 23."""
    number, letter = value[:-1], value[-1]
    number = {"X": "0", "Y": "1", "Z": "2"}.get(number[0], number[0]) + number[1:]
    return number.isdigit() and "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == letter


def fiscal_code(value: str) -> bool:
    """Italian codice fiscale: characters in odd places are valued by a table, the others by their rank; modulo 26."""
    odd = dict(
        zip(
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            (
                1,
                0,
                5,
                7,
                9,
                13,
                15,
                17,
                19,
                21,
                1,
                0,
                5,
                7,
                9,
                13,
                15,
                17,
                19,
                21,
                2,
                4,
                18,
                20,
                11,
                3,
                6,
                8,
                12,
                14,
                16,
                10,
                22,
                25,
                24,
                23,
            ),
            strict=True,
        )
    )
    total = sum(
        odd[c] if place % 2 == 0 else int(c, 36) - (0 if c.isdigit() else 10) for place, c in enumerate(value[:15])
    )
    return len(value) == 16 and chr(ord("A") + total % 26) == value[15]


def german_tax_id(digits: str) -> bool:
    """German tax identifier: eleven digits, one of the first ten twice or three times; ISO 7064 MOD 11, 10."""
    counts = sorted(map(digits[:10].count, set(digits[:10])))
    if len(digits) != 11 or digits[0] == "0" or counts[-1] not in (2, 3) or (len(counts) > 1 and counts[-2] != 1):
        return False
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def nhs(digits: str) -> bool:
    """NHS number: modulo 11 (NHS Data Dictionary)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - weighted(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return check != 10 and check % 11 == int(digits[9])


def hetu(value: str) -> bool:
    """Finnish personal identity code: six digits, a century sign, three digits, and the number modulo 31."""
    digits = value[:6] + value[7:10]
    return (
        digits.isdigit()
        and _is_day(digits[2:4], digits[:2])
        and ("0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == value[10].upper())
    )


def _is_day(month: str, day: str, *, zero: bool = False, months: int = 12) -> bool:
    """Whether a month and a day exist. `zero`: both may be unknown; `months`: as many as the number knows."""
    if not (month.isdigit() and day.isdigit()):
        return False
    if zero and int(month) == 0:
        return True
    if not 1 <= int(month) <= months:
        return False
    longest = (date(2024, int(month) % 12 + 1, 1) - date(2024, int(month), 1)).days % 366 if int(month) <= 12 else 31
    return 1 <= int(day) <= longest


def mod97(value: str) -> bool:
    """ISO/IEC 7064 MOD 97-10, as IBANs use it without moving their front: letters count from 10, remainder 1."""
    return len(value) > 4 and value.isalnum() and int("".join(str(int(c, 36)) for c in value)) % 97 == 1


def iban(value: str) -> bool:
    """ISO 13616: the first four characters moved to the end, MOD 97-10."""
    return len(value) > 8 and mod97(value[4:] + value[:4])


def nuss(digits: str) -> bool:
    """Spanish social security number: province, number, and both modulo 97 (Orden TAS/2865/2003, annex)."""
    if len(digits) not in (11, 12) or not digits.isdigit() or not 1 <= int(digits[:2]) <= 66:
        return False
    province, number = digits[:2], digits[2:-2]
    # Numbers below ten million are joined without their leading zeros.
    joined = int(province) * 10_000_000 + int(number) if int(number) < 10_000_000 else int(province + number)
    return joined % 97 == int(digits[-2:])


def cif(value: str) -> bool:
    """Spanish tax identifier of a legal person: Luhn over seven digits, as digit or letter (Orden EHA/451/2008)."""
    kind, digits, check = value[:1], value[1:8], value[8:]
    if len(value) != 9 or kind not in "ABCDEFGHJNPQRSUVW" or not digits.isdigit():
        return False
    control = -sum(int(d) if place % 2 else sum(divmod(2 * int(d), 10)) for place, d in enumerate(digits)) % 10
    letter = "JABCDEFGHI"[control]
    return check == letter if kind in "PQRSNW" else check in (letter, str(control))


def siren(digits: str) -> bool:
    """French business number: nine digits (SIREN) or fourteen (SIRET), Luhn; La Poste's branches add up to five."""
    if len(digits) not in (9, 14) or not digits.isdigit():
        return False
    post_office = len(digits) == 14 and digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0
    return luhn(digits) or post_office


def german_card(value: str) -> bool:
    """German identity card and passport number: weights 7, 3, 1, letters from 10 (ICAO Doc 9303-3, 4.9)."""
    if len(value) != 10 or not value[9].isdigit() or not value.isalnum() or not value.isascii():
        return False
    total = sum(int(character, 36) * (7, 3, 1)[place % 3] for place, character in enumerate(value[:9]))
    return total % 10 == int(value[9])


def german_pension(value: str) -> bool:
    """German pension insurance number (VKVV, section 4): area, birth, letter as its place of two digits, serial, check.

    Digit sums of the first twelve digits times 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1; the last of their sum checks.
    """
    if not re.fullmatch(r"[0-9]{8}[A-Z][0-9]{3}", value) or not _is_day(value[4:6], str(int(value[2:4]) % 50 or 50)):
        return False
    digits = f"{value[:8]}{ord(value[8]) - 64:02}{value[9:11]}"
    products = (int(digit) * weight for digit, weight in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True))
    return sum(sum(divmod(product, 10)) for product in products) % 10 == int(value[11])


def gtin(digits: str) -> bool:
    """GS1 General Specifications, 7.9: weights 3 and 1 from the right."""
    total = weighted(digits[-2::-1], (3, 1) * 9)
    return digits.isdigit() and len(set(digits)) > 1 and (10 - total % 10) % 10 == int(digits[-1])


def hibc(value: str) -> bool:
    """ANSI/HIBC 2.6, appendix B: the sum of all characters' places modulo 43 is the last character."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
    places = [alphabet.find(character) for character in value]
    return len(value) > 6 and -1 not in places and sum(places[:-1]) % 43 == places[-1]


CHECKSUMS: dict[str, Callable[[str], bool]] = {
    "luhn": lambda value: value.isdigit() and luhn(value),
    "mod97": mod97,
    "iban": iban,
    "vin": vin,
    "npi": npi,
    "dea": dea,
    "fr_nir": nir,
    "fr_siren": siren,
    "es_nif": lambda value: len(value) == 9 and spanish(value),
    "es_cif": cif,
    "es_nuss": nuss,
    "de_tax_id": lambda value: value.isdigit() and german_tax_id(value),
    "de_id_card": german_card,
    "de_social_security": german_pension,
    "uk_nhs": lambda value: value.isdigit() and nhs(value),
    "it_fiscal_code": lambda value: value.isalnum() and value.isascii() and fiscal_code(value),
    "nl_bsn": lambda value: value.isdigit() and bsn(value),
    "be_national_number": lambda value: value.isdigit() and belgian(value),
    "pt_nif": lambda value: value.isdigit() and portuguese(value),
    "pl_pesel": lambda value: value.isdigit() and pesel(value),
    "ch_ahv": lambda value: value.isdigit() and ahv(value),
}
"""Checksums that a policy file may ask of its own patterns, by name. Each takes what `compact` gives."""
