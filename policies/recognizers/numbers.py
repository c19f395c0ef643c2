"""Numbers that a check digit proves: vehicles, providers, prescribers, devices, and national ids of Europe.

A checksum that one number in ten passes by chance proves a number only together with its shape or a context word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policies.recognizers import checksums
from policies.recognizers.checksums import compact
from policies.recognizers.finder import Check, Finder, PatternFinder

_BEFORE = r"(?<![^\W_])(?<!\d[.,/-])(?<![+$€£])"
_BEHIND = r"(?![^\W_])(?![.,/-]\d)"

STRONG = 0.65
"""Score of a shape that is found without a context word."""

WEAK = 0.2
"""Score of bare digits: with a context word they pass the threshold, without one they don't."""


def _proved(check: Callable[[str], bool]) -> Check:
    """The checksum stands alone."""
    return lambda value: check(compact(value))


def _needed(check: Callable[[str], bool]) -> Check:
    """The checksum only rejects: what passes is as good as its pattern."""
    return lambda value: None if check(compact(value)) else False


_SIX_DIGITS = r"\d(?:\D*\d){5}"
"""What there is in each text with a number of the usual kinds."""


def _finder(
    name: str,
    entity: str,
    patterns: Sequence[tuple[str, float]],
    context: str = "",
    check: Check | None = None,
    *,
    needs: str = _SIX_DIGITS,
) -> Finder:
    bounded = [(f"{_BEFORE}(?:{pattern}){_BEHIND}", score) for pattern, score in patterns]
    words = [word for word in context.split(", ") if word]
    return PatternFinder(name, entity, bounded, context=words, check=check, needs=needs)


def vins() -> Finder:
    """Vehicle identification numbers: seventeen characters without I, O, Q; proved by the ninth."""
    return _finder(
        "vehicle identification number",
        "VIN",
        [(r"[A-HJ-NPR-Z0-9]{17}", WEAK)],
        "vin, vehicle, chassis, fahrgestellnummer",
        _vin,
        needs=r"[A-Z0-9]{17}",
    )


def _vin(value: str) -> bool | None:
    if not re.search(r"\d", value) or value.isdigit():
        return False
    # Outside North America the ninth character is free: such numbers need a context word.
    return True if checksums.vin(value) else None if value[-4:].isdigit() and re.search(r"[A-Z]", value[:9]) else False


def npis() -> Finder:
    """National provider identifiers: ten digits, Luhn with 80840."""
    return _finder(
        "national provider identifier",
        "US_NPI",
        [(r"[12]\d{9}", WEAK)],
        "npi, provider identifier, national provider",
        _needed(checksums.npi),
    )


def deas() -> Finder:
    """Prescribers' registrations: two letters and seven digits."""
    return _finder(
        "dea number",
        "US_DEA",
        [(r"[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}", STRONG)],
        "dea, prescriber",
        _proved(checksums.dea),
    )


def imeis() -> Finder:
    """Fifteen digits with a Luhn check digit: grouped, or beside a context word."""
    return _finder(
        "imei",
        "IMEI",
        [(r"\d\d-\d{6}-\d{6}-\d", STRONG), (r"\d{15}", WEAK)],
        "imei, handset, mobile, phone, device",
        _needed(checksums.luhn),
    )


def device_identifiers() -> Finder:
    """Unique device identifiers as GS1 (with application identifiers) and HIBCC write them (21 CFR 801.40)."""
    return _finder(
        "unique device identifier",
        "DEVICE_ID",
        [
            (r"\(01\)\d{14}(?:\(\d{2,3}\)[A-Za-z0-9./-]{1,20}){0,5}", 0.9),
            (r"\+[A-Z]\d{3}[A-Z0-9]{5,20}/\$[A-Z0-9./$+]{3,80}", 0.8),
        ],
        needs=r"\(01\)|\+[A-Z]",
    )


def scanned_device_identifiers() -> Finder:
    """The same as scanners give them: GS1 without parentheses (GTIN, then dates, lot or serial), HIBCC's first part."""
    gs1 = r"01(?P<gtin>\d{14})(?:1[017]\d{6}){0,2}(?:(?:10|21)[A-Za-z0-9]{3,20}|1[17]\d{6})"
    return _finder(
        "scanned device identifier",
        "DEVICE_ID",
        [(gs1, STRONG), (r"\+[A-Z][A-Z0-9]{3}[A-Z0-9]{2,19}[A-Z0-9. $/+%-]", STRONG)],
        "udi, device, implant, gerät, dispositif, dispositivo",
        lambda value: checksums.hibc(value) if value.startswith("+") else checksums.gtin(value[2:16]),
        needs=r"\d{16}|\+[A-Z]",
    )


_NO_PLATE = r"(?!ISO|IEC|DIN|EUR|USD|GBP|CHF|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|THE|AND|FOR|CFR|USC)"


def plates() -> Finder:
    """Licence plates in the forms of Europe and of most states of the US: beside a context word only."""
    return _finder(
        "licence plate",
        "LICENSE_PLATE",
        [
            (r"[A-Z]{2}\d\d ?[A-Z]{3}", WEAK),
            (r"[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?", WEAK),
            (r"[A-Z]{2}-\d{3}-[A-Z]{2}", WEAK),
            (r"\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}", WEAK),
            (r"\d[A-Z]{3}\d{3}", WEAK),
            (
                rf"(?i:car|van|lorry|truck|vehicle)(?:,| \()? ?(?P<value>\d{{2,3}}-\d{{4,5}}"
                rf"|{_NO_PLATE}[A-Z]{{1,3}}[ -]\d{{3,4}}(?:[ -][A-Z]{{1,2}})?)",
                STRONG,
            ),
            (
                r"(?i:car|van|lorry|truck|vehicle) \((?P<value>\d{1,3}[A-Z]{0,2}[ -][A-Z]{1,3}\d{1,4})\)",
                STRONG,
            ),
            (r"(?=[A-Z-]{0,9}\d)(?=[\d-]{0,9}[A-Z])[A-Z\d]{1,3}-[A-Z\d]{2,3}-[A-Z\d]{1,3}", WEAK),
            (rf"{_NO_PLATE}[A-Z]{{3}}[ -]\d{{3,4}}|\d{{3}}[ -]{_NO_PLATE}[A-Z]{{3}}|[A-Z]\d\d-[A-Z]{{3}}", WEAK),
        ],
        (
            "plate, plates, registration, vehicle, car, van, kennzeichen, fahrzeug, pkw, auto, plaque, véhicule,"
            " voiture, immatriculée, immatriculé, immatriculation, matrícula, coche, vehículo"
        ),
        needs=r"[A-ZÄÖÜ][- ]?\d|\d[- ]?[A-Z]|\d\d-\d{4}",
    )


def us_social_security_numbers() -> Finder:
    """Numbers in the ranges that are given out (Social Security Administration, POMS RM 10201.035), no checksum."""
    given = r"(?!000|666|9\d\d)\d{3}"
    grouped = rf"{given}(?P<sep>[- ])(?!00)\d\d(?P=sep)(?!0000)\d{{4}}"
    return _finder(
        "us social security number",
        "US_SSN",
        [(grouped, STRONG), (rf"{given}\.?(?!00)\d\d\.?(?!0000)\d{{4}}", WEAK)],
        "ssn, ssns, ss, soc sec, social security, social",
        lambda value: False if compact(value) in _FAMOUS_SSNS else None,
    )


_FAMOUS_SSNS = frozenset(("078051120", "123456789", "987654320", "219099999", "111111111", "222222222", "333333333"))
"""Numbers of advertisements and examples."""


def payment_cards() -> Finder:
    """Numbers in the ranges and lengths of the card schemes (ISO/IEC 7812), with spaces, hyphens or neither; Luhn."""
    four = r"[ -]?\d{4}"
    sixteen = rf"(?:4\d{{3}}|5[1-5]\d\d|2[2-7]\d\d|6(?:011|4[4-9]\d|[25]\d\d)|35\d\d){four}{four}{four}"
    others = r"3[47]\d\d[ -]?\d{6}[ -]?\d{5}|3(?:0[0-5]|[68]\d)\d[ -]?\d{6}[ -]?\d{4}"
    return _finder("payment card", "CREDIT_CARD", [(sixteen, STRONG), (others, STRONG)], check=_proved(checksums.luhn))


def ethereum_addresses() -> Finder:
    """Forty hexadecimal digits behind "0x". Their checksum, in the case of the letters, is one that few write."""
    return _finder("ethereum address", "CRYPTO", [(r"0x[0-9A-Fa-f]{40}", STRONG)], needs=r"0x[0-9A-Fa-f]{40}")


def national_ids() -> dict[str, Callable[[], Finder]]:
    """The recogniser of each national id."""
    return {
        "UK_NHS": lambda: _finder(
            "nhs number",
            "UK_NHS",
            [(r"\d{3} \d{3} \d{4}", STRONG), (r"\d{3}-?\d{3}-?\d{4}", WEAK)],
            "nhs, national health service, health number",
            _needed(checksums.nhs),
        ),
        "UK_NINO": lambda: _finder(
            "national insurance number",
            "UK_NINO",
            [(r"(?!BG|GB|NK|KN|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]", STRONG)],
            "national insurance, nino, ni",
        ),
        "DE_TAX_ID": lambda: _finder(
            "steuer-id",
            "DE_TAX_ID",
            [(r"[1-9]\d \d{3} \d{3} \d{3}", STRONG), (r"[1-9]\d{10}", WEAK + 0.1)],
            (
                "steuer, steuer-id, steuerid, steuernummer, idnr, identifikationsnummer,"
                " steueridentifikationsnummer, tax, tin"
            ),
            _needed(checksums.german_tax_id),
        ),
        "DE_SOCIAL_SECURITY": lambda: _finder(
            "rentenversicherungsnummer",
            "DE_SOCIAL_SECURITY",
            [(r"\d\d[ -]?\d{6}[ -]?[A-Z][ -]?\d{3}", STRONG)],
            "",
            _proved(checksums.german_pension),
        ),
        "DE_ID_CARD": lambda: _finder(
            "personalausweis",
            "DE_ID_CARD",
            [(r"[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\d", WEAK)],
            (
                "personalausweis, personalausweisnummer, ausweis, ausweisnummer, ausweisnr, reisepass, reisepassnummer,"
                " passnummer, identity card, id card, passport"
            ),
            _needed(checksums.german_card),
            needs=r"[A-Z0-9]{9}",
        ),
        "FR_NIR": lambda: _finder(
            "nir",
            "FR_NIR",
            [(r"[12378] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d", STRONG)],
            "",
            _proved(checksums.nir),
        ),
        "ES_NIF": lambda: _finder(
            "nif",
            "ES_NIF",
            [(r"\d{1,2}\.?\d{3}\.?\d{3}[ -]?[A-HJ-NP-TV-Z]|\d{8}-?[A-HJ-NP-TV-Z]", STRONG)],
            "dni, nif",
            _proved(checksums.spanish),
        ),
        "ES_NIE": lambda: _finder(
            "nie", "ES_NIE", [(r"[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]", STRONG)], "nie", _proved(checksums.spanish)
        ),
        "ES_NUSS": lambda: _finder(
            "nuss",
            "ES_NUSS",
            [(r"\d\d[/ -]\d{7,8}[/ -]\d\d", STRONG), (r"\d{11,12}", WEAK)],
            "nuss, naf, seguridad social, afiliación, afiliado",
            _needed(checksums.nuss),
        ),
        "ES_CIF": lambda: _finder(
            "cif",
            "ES_CIF",
            [(r"[ABCDEFGHJNPQRSUVW][ -]?\d{7}[ -]?[0-9A-J]|[ABCDEFGHJNPQRSUVW]-\d{2}\.?\d{3}\.?\d{3}", WEAK)],
            "cif, nif, c.i.f, n.i.f, identificación fiscal, empresa, sociedad",
            _needed(checksums.cif),
        ),
        "IT_FISCAL_CODE": lambda: _finder(
            "codice fiscale",
            "IT_FISCAL_CODE",
            [(r"[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]", STRONG)],
            "",
            _proved(checksums.fiscal_code),
            needs=r"[A-Z0-9]{16}",
        ),
        "NL_BSN": lambda: _finder(
            "bsn",
            "NL_BSN",
            [(r"\d{4}[. ]\d\d[. ]\d{3}", STRONG), (r"\d{9}", WEAK)],
            "bsn, burgerservicenummer, sofinummer, sofi",
            _needed(checksums.bsn),
        ),
        "BE_NATIONAL_NUMBER": lambda: _finder(
            "rijksregisternummer",
            "BE_NATIONAL_NUMBER",
            [(r"\d\d\.?\d\d\.?\d\d[ -]?\d{3}[. -]?\d\d", STRONG)],
            "",
            _proved(checksums.belgian),
        ),
        "PT_NIF": lambda: _finder(
            "nif pt",
            "PT_NIF",
            [(r"[1235689]\d\d ?\d{3} ?\d{3}", WEAK)],
            "nif, contribuinte, número de identificação fiscal, nipc",
            _needed(checksums.portuguese),
        ),
        "PL_PESEL": lambda: _finder("pesel", "PL_PESEL", [(r"\d{11}", STRONG)], "pesel", _needed(checksums.pesel)),
        "SE_PERSONNUMMER": lambda: _finder(
            "personnummer",
            "SE_PERSONNUMMER",
            [(r"(?:19|20)?\d{6}[-+]\d{4}", STRONG), (r"(?:19|20)\d{10}|\d{10}", WEAK)],
            "personnummer, samordningsnummer",
            _needed(checksums.personnummer),
        ),
        "FI_PERSONAL_IDENTITY_CODE": lambda: _finder(
            "henkilötunnus",
            "FI_PERSONAL_IDENTITY_CODE",
            [(r"\d{6}[-+ABCDEFYXWVU]\d{3}[0-9A-FHJ-NPR-Y]", STRONG)],
            "",
            lambda value: checksums.hetu(value),
        ),
        "DK_CPR": lambda: _finder(
            "cpr",
            "DK_CPR",
            [(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-?\d{4}", WEAK)],
            "cpr, cpr-nummer, personnummer",
        ),
        "NO_FODSELSNUMMER": lambda: _finder(
            "fødselsnummer", "NO_FODSELSNUMMER", [(r"\d{6} ?\d{5}", STRONG)], "", _proved(checksums.fodselsnummer)
        ),
        "CH_AHV": lambda: _finder(
            "ahv", "CH_AHV", [(r"756\.?\d{4}\.?\d{4}\.?\d\d", STRONG)], "", _proved(checksums.ahv)
        ),
        "AT_SVNR": lambda: _finder(
            "svnr",
            "AT_SVNR",
            [(r"\d{4}[ -]\d{6}", STRONG), (r"\d{10}", WEAK)],
            "svnr, sv-nummer, sozialversicherungsnummer, versicherungsnummer",
            _needed(checksums.svnr),
        ),
    }
