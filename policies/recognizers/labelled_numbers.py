"""Numbers that only their label explains: medical records, plans, accounts, licences, plates, devices, staff."""

from __future__ import annotations

import re

from policies.recognizers import checksums
from policies.recognizers.checksums import compact
from policies.recognizers.finder import Check, Finder, PatternFinder

_KIND = (
    r"(?:[ _-]?(?:number|numbers|num|no|nr|nummer|id|identifier|identification|code|#|n°|nº"
    r"|numéro|número|numero))?"
)
_SEPARATOR = (
    r"(?:\.{1,60}|\\?[\"']|(?<=[A-Za-z])>)?[ \t]{0,3}(?:\([A-Za-z ]{1,20}\)|\((?:no|nr|n[°º]|number)\.?)?[ \t]{0,3}"
    r"(?:is|was|will be|shall be|ist|lautet|est|es|:|#|=|\||n°|nº"
    r"|-)?[ \t:#|*_\[]{0,20}(?:\\?[\"'])?"
)
"""Label and value may each stand in quotes, as in JSON (also within a string) and XML, or between tags; a row of dots
may lead from one to the other."""

_BORDER = r"(?:(?<![^\W_])|(?<=[a-z])(?=[A-Z]))"
"""A label may be the end of another one: `insured_member_id`, `insuredMemberId`."""

_VALUE = r"(?P<value>(?=[A-Za-z./-]{0,12}\d)[A-Za-z0-9](?:[A-Za-z0-9]|[./-](?=[A-Za-z0-9])){3,29})(?![\w@])"
_PATIENT_VALUE = _VALUE.replace(
    "(?P<value>", r"(?P<value>[A-Z][ ]?\d{3}[ ]\d{3}(?:[ ]\d{3})?(?![\w@])|\d{3}[ ]\d{3}[ ]\d{3,4}(?![\w@])|", 1
)
_PLAN_VALUE = _VALUE.replace(
    "(?P<value>", r"(?P<value>[A-Z]{0,3}\d{3,6}(?:[ ]\d{2,6}){1,4}(?![\w@%]|[.,/:-]\d|[ ][a-z])|", 1
)
"""Numbers in groups: only where nothing of the sentence can belong to them."""

_SPACED = (
    r"(?P<value>[A-Z]{0,4}[ -]?\d[A-Za-z0-9]{0,20}"
    r"(?:[ ./-][A-Za-z]{0,3}\d[A-Za-z0-9]{0,12}){0,6}(?:[ -][A-Z]\b)?)(?![\w@])"
)

_IN_ONE_PIECE = r"(?=[A-Za-z./-]{0,3}\d)[A-Za-z0-9./-]{4}"
"""What there is in each text with a value that has no spaces."""

_DAY_OR_MONTH = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"(?:19|20)\d\d(?:[-/](?:\d\d|\d{{4}}))?|{_DAY_OR_MONTH}([./-]){_DAY_OR_MONTH}\1(?:\d\d|(?:19|20)\d\d)"
    rf"|(?:19|20)\d\d([./-]){_DAY_OR_MONTH}\2{_DAY_OR_MONTH}"
)

_LABELS: dict[str, tuple[str, str]] = {
    "MEDICAL_RECORD_NUMBER": (
        r"mrn|m\.r\.n|mr#|medical[ _-]?record|record[ _-]?(?:id|no|nr|number|#)"
        r"|health[ _-]?record|patient[ _-]?(?:id|no|nr|number"
        r"|identifier|#)|pat[.-]?[ _-]?id|chart(?![ ]\d\d?-\d\d?\b)|hosp(?:ital)?\.?[ _-]?(?:id|no|number)|"
        r"unit[ _-]?(?:record|number)|unit(?=[ ]?#[ ]?\d\d-\d\d-\d\d)|har(?=\W{1,4}\d{6})|encounter|accession"
        r"|specimen[ _-]?(?:id|no|number)"
        r"|visit[ _-]?(?:id|number|no|#)|case[ _-]?(?:id|number|no)|csn|fin|"
        r"patienten(?:nummer|-?id|-?nr)|fall(?:nummer|-?nr)|aufnahmenummer|num[ée]ro de "
        r"(?:dossier|patient)|n[°º]\.? ?(?:de )?(?:dossier|patient|paciente)|num[ée]ro patient|ipp|nhc"
        r"|n[úu]mero de paciente|"
        r"(?:n[úu]mero|n[º°]) de historia(?: cl[íi]nica)?|historia cl[íi]nica"
        r"|numero di cartella|cartella clinica|pati[ëe]ntnummer",
        _PATIENT_VALUE,
    ),
    "HEALTH_PLAN_NUMBER": (
        r"member[ _-]?(?:id|no|number|#)|membership|subscriber[ _-]?(?:id|no|number)|policy[ _-]?"
        r"(?:id|no|number|#)|group[ _-]?(?:id|no|number|#)|group(?=[ ]?[:#]?[ ]?(?:0\d{4}|\d{6}|[A-Z]{1,3}\d{5}))|"
        r"(?:health |medical )?insurance(?: policy| member| card)?[ _-]?(?:id|no|number|#)"
        r"|health[ _-]?plan(?: beneficiary)?|plan[ _-]?(?:id|number)|"
        r"beneficiary[ _-]?(?:id|no|number)?|medicaid|medicare|hicn|mbi|claim[ _-]?(?:id|no"
        r"|number|#|ref(?:erence)?)|rx ?(?:bin|grp|group|pcn|id)|"
        r"(?:kranken)?versicherten(?:nummer|-?nr)|(?:kranken)?versicherungs(?:nummer|-?nr)"
        r"|versicherungsschein(?:nummer)?|kvnr|policen?nummer|"
        r"num[ée]ro d['e] ?(?:adh[ée]rent|assur[ée]|mutuelle)|n[úu]mero de (?:p[óo]liza"
        r"|afiliado|afiliaci[óo]n|tarjeta sanitaria)|cip|"
        r"numero di polizza|polisnummer|verzekeringsnummer|ehic"
        r"|policy(?=[ ]?[:=][ ]?(?:[A-Z]{1,4}-?)?[\d-]{6})",
        _PLAN_VALUE,
    ),
    "ACCOUNT_NUMBER": (
        r"account[ _-]?(?:id|no|nr|number|#)|account(?=[ ]?[:#]|[ ]\d{6}|[ ]\d{5}[ ]\d|[ ][A-Z]{1,3}-?\d{5})|acct|a/c"
        r"|cust(?:omer)?[ ._-]{0,2}(?:id|no|number|#|ref(?:erence)?)|client[ _-]?(?:id|no|number|#"
        r"|ref(?:erence)?)|(?:loan|mortgage)[ _-]?(?:id|no|number|#)|"
        r"routing[ _-]?(?:no|number)|aba|sort[ _-]?code|kontonummer|konto-?nr|konto(?=[ ]?:?[ ]?\d{6})|kto|kundennummer"
        r"|kunden-?nr|blz|bankleitzahl|depotnummer|"
        r"num[ée]ro de (?:compte|client)|n[º°] de (?:compte|client)|n[úu]mero de (?:cuenta"
        r"|cliente)|numero (?:di )?conto|codice cliente|rekeningnummer|klantnummer",
        _SPACED,
    ),
    "LICENSE_NUMBER": (
        r"(?:driver'?s?|driving|medical|nursing|professional|state|physician|pharmacy|rn|md"
        r"|pilot)[ _-]?lic(?:en[cs]e)?\b|lic(?:en[cs]e|\.)?[ _-]?(?:id|no|number"
        r"|#)|licen[cs]e(?=[ ](?:[A-Z]{1,2}\d{6}|[A-Z9]{5}[ ]?\d{6}[ ]?[A-Z0-9]{5}))|dl[ _-]?(?:no|number|#)"
        r"|(?-i:DL|OLN|ODL|DLN)(?=[ ]?[:#]?[ ](?:[A-Z]{2}[ ])?[A-Z]{0,2}\d{5})|"
        r"passport|visa[ _-]?(?:no|number)|visa(?=:?[ ][A-Z]-?\d{5})|board[ ]cert|certificate|certification"
        r"|registration|bar|gmc|nmc"
        r"(?: pin)?|gdc|permit|id[ _-]?card|identity[ _-]?card|green[ _-]?card|"
        r"f[üu]hrerschein(?:nummer|-?nr)?|reisepass(?:nummer|-?nr)?|personalausweis(?:nummer"
        r"|-?nr)?|ausweis(?:nummer|-?nr)|lanr|bsnr|approbation|"
        r"passeport|permis de conduire|carte d'identit[ée]|rpps|pasaporte|permiso de conducir"
        r"|carn[ée]t de conducir|(?:n[úu]mero|n[º°]\.?) de colegiad[oa]|colegiad[oa]|col\.(?=[ ]?\d{2}/?\d{4})|"
        r"passaporto|patente(?: di guida)?|carta d'identit[àa]|paspoort(?:nummer)?|rijbewijs"
        r"(?:nummer)?|dowod osobisty",
        r"(?:(?-i:[A-Z]{2})[ ](?=[A-Z]{0,2}\d{5}))?"
        r"(?P<value>[A-Z9]{5}[ ]?\d{6}[ ]?[A-Z0-9]{5}(?![\w@])|[A-Z]{1,2}\d{3,4}(?:[ ]\d{3,4}){1,3}(?![\w@])"
        r"|(?=[A-Za-z]{0,6}-?\d{2,}|[A-Z0-9]{2,6}\d)[A-Za-z0-9](?:[A-Za-z0-9]|[./-]"
        r"(?=[A-Za-z0-9])){4,23})(?![\w@])",
    ),
    "LICENSE_PLATE": (
        r"licen[cs]e[ _-]?plate|number[ _-]?plate|plate|vehicle[ _-]?registration"
        r"|registration[ _-]?(?:plate|mark)|car[ _-]?registration|vrm|reg(?=[ .]?(?:no|number))|"
        r"(?<=\()reg(?:istration)?(?=\.?[ ][A-Z\d -]{5,10}\))|"
        r"(?:kfz-?|auto)?kennzeichen|plaque(?: d'immatriculation)?|immatriculation"
        r"|matr[íi]cula|targa|kenteken",
        r"(?P<value>(?=[A-ZÄÖÜ -]{0,8}\d)[A-ZÄÖÜ0-9]{1,4}(?:[ ·-]?[A-ZÄÖÜ0-9]{1,4}){1,3})(?!\w)",
    ),
    "DEVICE_ID": (
        r"serial|ser\.?[ _-]?(?:no|nr|number|#)|s/n|sn|(?:study|series|sop)[ _]?instance[ _]?uid"
        r"|device[ _-]?(?:id|serial|identifier)|implant(?: serial)?|pacemaker"
        r"(?: serial)?|udi|lot|batch|asset[ _-]?(?:tag|id|number)|imsi|iccid|meid|esn|"
        r"seriennummer|serien-?nr|ger[äa]te(?:nummer|-?nr)|num[ée]ro de s[ée]rie"
        r"|n[úu]mero de serie|numero di serie|serienummer",
        r"(?P<value>(?=[A-Za-z./-]{0,12}\d)[A-Za-z0-9](?:[A-Za-z0-9]|[./-](?=[A-Za-z0-9])){4,63})(?![\w@])",
    ),
    "BIOMETRIC_ID": (
        r"(?:finger|palm|voice|foot|thumb|retina|iris|face|facial|ear|gait|vein)[ _-]?(?:print|scan|recognition"
        r"|pattern|geometry)?[ _-]?(?:template|sample|scan|record|hash|image)"
        r"|(?:finger|palm|voice|foot)[ _-]?prints?|afis(?:[ _-]?ref(?:erence)?)?|biometric(?: (?:template|hash"
        r"|record|token|identifier|sample)){0,2}"
        r"|(?:dna|genetic|genome|genomic)[ _-]?(?:sample|profile|record|fingerprint)"
        r"|fingerabdruck|stimmabdruck|irisscan|gesichtsscan|biometrische[sr]? (?:vorlage|daten(?:satz)?|kennung)"
        r"|dna-?(?:probe|profil)|empreintes?(?: digitales?| vocales?| génétiques?)|gabarit biométrique"
        r"|donnée biométrique|échantillon (?:adn|d'adn)"
        r"|huellas?(?: dactilar(?:es)?| de voz| genéticas?)|plantilla biométrica|muestra de adn",
        _VALUE,
    ),
    "FR_SIREN": (r"siren|siret|rcs(?: [A-Z][a-zé-]{2,20}){0,2}", r"(?P<value>\d{3} ?\d{3} ?\d{3}(?: ?\d{5})?)(?!\d)"),
    "EMPLOYEE_ID": (
        r"emp(?:loyee)?[ _-]?(?:id|no|nr|number|#)|pers\.-?nr|staff[ _-]?(?:id|no|number|#)|personnel[ _-]?(?:id"
        r"|no|number)|badge|payroll[ _-]?(?:id|no|number)|worker[ _-]?(?:id|number)"
        r"|clock[ _-]?number|"
        r"personal(?:nummer|-?nr)|mitarbeiter(?:nummer|-?nr|-?id)|matricule"
        r"|n[úu]mero de empleado|matricola|personeelsnummer",
        _VALUE,
    ),
    # Nine digits behind their label are one whatever their range says: mistyped, famous, or given out later.
    "US_SSN": (
        r"ssns?|ss#|soc\.? sec|social security",
        r"(?P<value>(?:\d{3}|[Xx*]{3})(?P<sep>[ .-]?)(?:\d\d|[Xx*]{2})(?P=sep)\d{4})(?![\w@])(?![./-]\d)",
    ),
    "ID_NUMBER": (
        r"(?:national|government|personal|citizen|student|applicant|candidate|voter|tax"
        r"|taxpayer|pension|military|alien|resident|inmate|prisoner|matriculation)[ _-]?(?:id|identity|identification"
        r"|insurance|registration)?"
        r"(?:[ _-]?(?:no|number|#|code))|id[ _-]?(?:no|number|#)|id(?=[ ]?[:#]?[ ]?[A-Z]{0,4}\d{6})"
        r"|identification[ _-]?(?:no|number)|social security|social insurance|tin|itin|ssn|a-?number|"
        r"steuer(?:nummer|-?nr|-?id|-?idnr|identifikationsnummer)|sozialversicherungs(?:nummer"
        r"|-?nr)|rentenversicherungs(?:nummer|-?nr)|svnr|"
        r"num[ée]ro de s[ée]curit[ée] sociale|n[°º] s[ée]curit[ée] sociale|nir|numéro fiscal"
        r"|carte vitale|num[ée]ro (?:insee|de carte vitale)|insee"
        r"|dni|nif|nie|nuss|n[úu]mero de la seguridad social|n[úu]mero de afiliaci[óo]n|naf|"
        r"(?:clinical[ _-]?)?(?:trial|study|research)[ _-]?(?:record|subject|participant|patient)"
        r"[ _-]?(?:id|no|number)?"
        r"|(?:study|trial|subject|participant|randomi[sz]ation|screening)[ _-]?(?:id|no|number|code)|barcode"
        r"|matrikel(?:nummer|-?nr)|probanden(?:nummer|-?nr|-?id)|num[ée]ro d'inclusion|"
        r"codice fiscale|partita iva|bsn|burgerservicenummer|rijksregisternummer|pesel"
        r"|personnummer|henkil[öo]tunnus|cpr(?=\W{1,4}\d{6})|f[øo]dselsnummer|ahv",
        _SPACED,
    ),
}

_SPACED_ENTITIES = frozenset(
    {
        "MEDICAL_RECORD_NUMBER",
        "HEALTH_PLAN_NUMBER",
        "ACCOUNT_NUMBER",
        "LICENSE_NUMBER",
        "LICENSE_PLATE",
        "FR_SIREN",
        "ID_NUMBER",
    }
)
"""Those whose values may have spaces within: a text must only hold a digit to be looked at for them."""


def _labelled(entity: str, *, check: Check | None = None) -> Finder:
    labels, value = _LABELS[entity]
    strict = entity in ("MEDICAL_RECORD_NUMBER", "DEVICE_ID", "LICENSE_NUMBER", "LICENSE_PLATE", "US_SSN")
    pattern = rf"{_BORDER}(?i:(?:{labels}){_KIND})(?:(?<=#)|(?![^\W\d_])){_SEPARATOR}{value}"
    needs = r"\d" if entity in _SPACED_ENTITIES else _IN_ONE_PIECE
    name = f"labelled {entity.lower().replace('_', ' ')}"
    return PatternFinder(name, entity, [(pattern, 0.75 if strict else 0.7)], check=check or _is_number, needs=needs)


def _is_siren(value: str) -> bool | None:
    return None if checksums.siren(compact(value)) else False


def _is_number(value: str) -> bool | None:
    """A year, a date, or fewer than four letters and digits are no number of a person."""
    if sum(map(str.isalnum, value)) < 4 or _DATE.fullmatch(value):
        return False
    return None


def numbers_behind_patients() -> Finder:
    """A number in brackets right behind a patient's name: "Pt Edda Quillfeather (CK127684), 52 y/o"."""
    pattern = (
        r"\b(?i:pt|patient(?:in)?|paciente|patiente)\b\.?:? [^\n(]{2,50} \((?P<value>[A-Z]{0,3}-?\d{5,10})\)"
        r"(?!\s?(?:mg|ml))"
    )
    return PatternFinder("number behind a patient", "MEDICAL_RECORD_NUMBER", [(pattern, 0.6)], needs=r"\d{5}")


def medical_record_numbers() -> Finder:
    """Numbers of patients, charts, encounters and specimens."""
    return _labelled("MEDICAL_RECORD_NUMBER")


def health_plan_numbers() -> Finder:
    """Numbers of members, subscribers, policies, groups and claims."""
    return _labelled("HEALTH_PLAN_NUMBER")


def account_numbers() -> Finder:
    """Bank accounts that are no IBAN, and customer numbers."""
    return _labelled("ACCOUNT_NUMBER")


def license_numbers() -> Finder:
    """Licences, certificates, passports and identity cards."""
    return _labelled("LICENSE_NUMBER")


def license_plates() -> Finder:
    """Plates of vehicles."""
    return _labelled("LICENSE_PLATE")


def device_numbers() -> Finder:
    """Serial, lot and asset numbers."""
    return _labelled("DEVICE_ID")


def employee_numbers() -> Finder:
    """Staff numbers."""
    return _labelled("EMPLOYEE_ID")


def biometric_numbers() -> Finder:
    """Numbers of fingerprints, voice prints, other biometric templates and genetic samples."""
    return _labelled("BIOMETRIC_ID")


def french_business_numbers() -> Finder:
    """SIREN and SIRET: with their label, and a Luhn check digit."""
    return _labelled("FR_SIREN", check=_is_siren)


def us_social_security_numbers() -> Finder:
    """Social security numbers behind their label, also those that are given to nobody or partly masked."""
    return _labelled("US_SSN")


def last_digits_of_social_security_numbers() -> Finder:
    """The last four digits, which many still take for a proof of identity: "ssn_last4: 4399"."""
    pattern = (
        r"(?i)(?<![^\W_])(?:ssn[ _-]?last[ _-]?(?:4|four)|last[ _-](?:4|four)(?: digits)?[ _](?:of )?(?:\w{2,5} )?ssn"
        r"|ssn (?:ending|ends) (?:in|with))[\"']?(?: is|[ ]?[:=#])?[ ]?[\"']?(?P<value>\d{4})(?!\w|[.,/-]\d)"
    )
    return PatternFinder("last digits of us ssn", "US_SSN", [(pattern, 0.7)], needs=r"(?i)ssn")


def id_numbers() -> Finder:
    """Personal numbers of states whose checksum we do not know, that were mistyped, or of which a part is told."""
    return _labelled("ID_NUMBER")
