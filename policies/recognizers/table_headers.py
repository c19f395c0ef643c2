"""What the name of a table's column says that its cells hold, in English, German, French, Spanish and more."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from policies.late_pattern import LatePattern

_ROLE = (
    r"patient|employee|client|customer|member|tenant|landlord|student|applicant|candidate"
    r"|guest|visitor|contact|physician|doctor|provider|"
    r"nurse|surgeon|clinician|therapist|manager|supervisor|owner|author|attendee"
    r"|participant|colleague|staff|insured|subscriber|"
    r"beneficiary|assignee|reporter|user|driver|witness|guardian|parent|mother|father"
    r"|spouse|next of kin|nok|emergency contact|contact person|"
    r"responsible(?: person)?|referred by|seen by|approved by|signed by|reviewed by|ordered by|collected by"
    r"|performed by"
    r"|policy ?holders?|(?:ordering|referring)(?: (?:physician|provider|clinician|md))?|requester|requested by"
    r"|caller|complainant|victim"
    r"|suspect|interviewer|interviewee|(?:case|social|key) ?(?:worker|manager)"
    r"|attending|instructor|trainer|teacher|account holder|payee|payer|sender|recipient"
    r"|pupil|tutor|an(?:a)?esthetist|volunteer|borrower|lecturer|midwife|carer|caregiver|trainee|apprentice|treasurer"
    r"|keyholder|first[ -]aider|deputy(?: head)?|head of (?:unit|department|section|team)|stellvertret(?:er|erin|ung)"
    r"|line manager|reports to|doctor on call|on call|on-call|lead|"
    r"ansprechpartner(?:in)?|mitarbeiter(?:in)?|patientin|mieter(?:in)?|arzt|ärztin|hausarzt|kunde"
    r"|kundin|versicherte[r]?|angehörige[r]?|vermieter(?:in)?|zeuge|zeugin|kontoinhaber(?:in)?|schüler(?:in)?"
    r"|paciente|médic[oa]|emplead[oa]|client[ea]|titular|inquilin[oa]|alumn[oa]|asegurad[oa]|familiar|responsable"
    r"|patiente|médecin(?: traitant)?|salariée?|locataire|titulaire|assurée?|élève|personne à contacter|employée?"
    r"|paziente|medico"
)
_ID = r"(?:[ _-]?(?:ids?|no|nr|num|number|nummer|code|key|#|n°|nº))?\.?"
_NUMBER_OF = r"(?:n[°º]\.?|no\.?|num[ée]ro|número)\s?(?:d[eu']\s?|del\s|de la\s)?(?:l')?"

_PATTERNS: dict[str, str] = {
    "USERNAME": (
        r"user\s?name|user[ _-]?id|login|account name|benutzer(?:name|kennung)?|handle|identifiant|nom d'utilisateur"
        r"|usuario"
        r"|nombre de usuario"
    ),
    "PERSON": (
        rf"(?:{_ROLE})s?(?:'s)?(?:\s(?:full|first|last|given|family|middle)?\s?names?)?"
        r"|(?:full|first|last|given|family|middle|maiden|legal|preferred|birth|display)[ _-]?name|surname"
        r"|forename|lname|fname"
        r"|vorname|nachname|familienname|geburtsname|rufname|vor- und (?:nach|zu)name|zuname"
        r"|prénoms?|nom et prénoms?|nom de (?:famille|naissance|jeune fille)|nom complet|nom du patient"
        r"|(?:primer |segundo )?apellidos?|nombre y apellidos|nombre completo|nombre del paciente|nombre de pila"
        r"|cognome|nome e cognome|voornaam|achternaam"
    ),
    "NAME": r"(?:agent|handler|operator|technician|officer|assigned to|handled by)s?|head|early|late|nights?|on duty"
    "|frühdienst|spätdienst|nachtdienst|names?|name, ?vorname|nom"
    "|nombre|nome|naam|person|people|who|namn|navn|personne|persona",
    "PHONE_NUMBER": (
        r"(?:tele)?(?:phone|tel|cell|mobile|fax|telefon|telefax|mobil|handy|téléphone|télécopie|portable|teléfono|móvil"
        r"|celular|telefono|cellulare|telefoon"
        r"|gsm)\.?(?:\s?(?:no|number|nr|nummer|#|ext|fixe|mobile|portable|fijo|móvil)\.?)?"
        r"|telefonnummer|handynummer|mobilnummer|faxnummer|rufnummer|ext(?:n|ension)?\.?|pager|bleep|dect|durchwahl"
        rf"|{_NUMBER_OF}(?:téléphone|tél|portable|fax|teléfono|móvil)\.?"
    ),
    "EMAIL_ADDRESS": r"e-?mail(?:\s?address)?|mail|courriel|mél|correo(?: electrónico)?|e-?mail-?adresse",
    "STREET_ADDRESS": (
        r"address(?:\s?line)?|street(?:\saddress)?|addr|anschrift|(?:wohn)?adresse(?: postale)?|stra(?:ß|ss)e"
        r"(?: und hausnummer)?|rue|dirección(?: postal)?|domicilio|domicile|calle|indirizzo|adres|residence|po box"
        r"|postfach"
    ),
    "LOCATION": (
        r"city|town|village|county|municipality|borough|place of (?:birth|residence)|birth\s?place|hometown"
        r"|ort|wohnort|geburtsort|stadt|gemeinde|landkreis|ville|commune|lieu de (?:naissance|résidence)|département"
        r"|ciudad|localidad|municipio|población|provincia|lugar de (?:nacimiento|residencia)"
    ),
    "US_ZIP": r"zip(?:[ -]?code)?",
    "POSTAL_CODE": r"plz|postleitzahl|post\s?code|postal code|code postal|c\.?p\.?|código postal",
    "DATE_OF_BIRTH": (
        r"d\.?o\.?b\.?(?:\s?(?:dt|date))?|birth\s?dt|date of birth|birth\s?-?(?:date|day)|born(?: on)?"
        r"|geb\.?(?: am)?|geburts(?:datum|tag)"
        r"|geboren(?: am)?"
        r"|né\(?e?\)? le|née?|date de naissance|naissance|(?:fecha de )?nacimiento|f\.? ?nac\.?|nacid[oa]"
        r"|data di nascita"
        r"|geboortedatum"
    ),
    "DATE_TIME": (
        r"dates?|dated|date of (?:visit|service|admission|discharge|death|surgery|procedure|hire)"
        r"|(?:visit|adm(?:it|ission)?|disch(?:arge)?|service|svc|appt|appointment|hire|start|end|due|exam|test"
        r"|collection"
        r"|surgery|onset|death)\s?(?:date|dt)"
        r"|admitted|discharged|seen on|last seen|(?:aufnahme|entlass(?:ungs?)?|eintritts?|termin"
        r"|untersuchungs)?datum|termin"
        r"|date d['’](?:admission|entrée|examen|embauche)|date de (?:sortie|visite|consultation|rendez-vous)"
        r"|fecha(?: de (?:ingreso|alta|visita|consulta|la cita))?|ingreso"
    ),
    "AGE": r"age(?: \(?years\)?)?|alter|âge|edad|leeftijd",
    "MEDICAL_RECORD_NUMBER": (
        rf"mrn|har|medical record{_ID}|patient[ _-]?(?:id|no|number|nr|code|key)\.?|chart{_ID}|(?:case|encounter|visit"
        r"|specimen"
        r"|accession)[ _-]?(?:id|no|number|nr)\.?|encounter|patienten(?:nummer|-?id|-?nr\.?|kennung)|fall(?:nummer"
        r"|-?nr\.?)"
        rf"|aufnahmenummer|ipp|nhc|{_NUMBER_OF}(?:patient|dossier|paciente|historia(?: clínica)?|expediente)"
        r"|(?:id|code|código) (?:du )?(?:patient|paciente)|historia clínica|dossier"
    ),
    "HEALTH_PLAN_NUMBER": (
        r"(?:member|subscriber|policy|insurance|group|plan|beneficiary|claim)[ _-]?(?:id|no|number|#)\.?|policy"
        r"|versicherten(?:nummer|-?nr\.?)|versicherungs(?:nummer|-?nr\.?)|kvnr|policen?nummer"
        rf"|{_NUMBER_OF}(?:adhérent|assuré|mutuelle|contrat|póliza|afiliado|afiliación|tarjeta sanitaria)|cip"
    ),
    "ACCOUNT_NUMBER": (
        rf"(?:bank )?account{_ID}|acct?{_ID}|sort(?: code)?|(?:cust(?:omer)?|client)[ _-]?(?:id|no|number|ref)|iban"
        rf"|kunden(?:nummer|-?nr\.?)"
        rf"|konto(?:nummer|-?nr\.?)?|{_NUMBER_OF}(?:compte|client|cuenta|cliente)|compte|cuenta|rib"
    ),
    "EMPLOYEE_ID": (
        r"(?:emp|employee|staff|personnel|payroll|worker|badge)[ _-]?(?:id|no|number|#)\.?|badge"
        r"|personal(?:nummer|-?nr\.?)"
        rf"|mitarbeiter(?:nummer|-?nr\.?|-?id)|matricule|{_NUMBER_OF}(?:empleado|salarié|employé)"
    ),
    "US_SSN": r"ssn|social security(?: (?:no|number))?\.?|soc\.? sec\.?(?: no\.?)?",
    "ID_NUMBER": (
        r"(?:national|personal|student|tax|identity|identification|subject|participant|study)[ _-]?(?:id|no|number"
        r"|code)\.?"
        rf"|nhs(?: (?:no|number))?\.?|ni(?: (?:no|number))|nino|national insurance(?: (?:no|number))?\.?"
        rf"|id(?: (?:no|number))|steuer-?(?:id|nr\.?|nummer)"
        r"|sozialversicherungs(?:nummer|-?nr\.?)|sv-?nummer|rentenversicherungs(?:nummer|-?nr\.?)|ausweis(?:nummer"
        r"|-?nr\.?)"
        r"|dni(?:\s?/\s?ni[ef])?|nif|nie|nuss|número de (?:la )?seguridad social|documento(?: de identidad)?"
        rf"|nir|{_NUMBER_OF}(?:sécurité sociale|sécu|insee)|sécurité sociale|insee|carte vitale|bsn|pesel"
    ),
    "LICENSE_NUMBER": (
        rf"(?:(?:driver'?s?|medical) )?licen[cs]e{_ID}|dl[ _-]?(?:id|no|number|#)\.?|passport{_ID}|certificate{_ID}"
        rf"|npi|dea"
        r"|registration[ _-]?(?:id|no|number)"
        r"|führerschein(?:nummer)?|reisepass(?:nummer)?|permis(?: de conduire)?|passeport|rpps"
        r"|pasaporte|permiso de conducir|n[º°]\.? (?:de )?colegiado|colegiado"
    ),
    "LICENSE_PLATE": (
        r"(?:licen[cs]e |number )?plate|(?:vehicle )?registration|(?:kfz-?)?kennzeichen|vehicle|plaque|immatriculation"
        r"|matrícula"
    ),
    "DEVICE_ID": (
        rf"serial{_ID}|s/n|device[ _-]?(?:id|serial)|udi|imei|asset tag|serien(?:nummer|-?nr\.?)|geräte(?:nummer"
        r"|-?nr\.?)"
        rf"|{_NUMBER_OF}(?:série|serie)"
    ),
    "BIOMETRIC_ID": (
        r"fingerprint|voice\s?print|biometric(?: (?:id|template|hash))?|fingerabdruck|empreinte|huella(?: dactilar)?"
    ),
}

_QUALIFIER = (
    r"(?:(?:patient|client|customer|employee|member|contact|emergency(?: contact)?|primary|secondary|home|work|business"
    r"|office|mobile|personal|private|current|mailing|postal|billing|shipping|residential|permanent|direct|daytime"
    r"|evening"
    r"|insured|guardian|mother|father|spouse)(?:'s)?\s)?"
)
_HEADERS = {
    entity: LatePattern(rf"(?i)\W*{_QUALIFIER}(?:{pattern})(?:'s)?(?:\s?\d)?(?:\s?\([^()]{{0,30}}\))?\W*")
    for entity, pattern in _PATTERNS.items()
}
_HARMLESS = LatePattern(
    r"(?i)\W*(?:.{0,20}\b)?(?:amount|price|total|sum|qty|quantity|count|fees?|cost|rate|dose|dosage|value|result"
    r"|unit|version"
    r"|sku|product|article|item|part|size|weight|height|score|percent|%|room|floor|page|section|chapter|status|type"
    r"|category|medication|drug|medicine|diagnosis|test|description|reason|comment|language|country|state"
    r"|betrag|preis|menge|anzahl|kosten|ergebnis|wert|einheit|artikel|produkt|raum|zimmer|seite|diagnose|medikament"
    r"|land"
    r"|montant|prix|quantité|coût|résultat|valeur|unité|produit|chambre|étage|diagnostic|médicament|pays"
    r"|importe|precio|cantidad|coste|resultado|valor|unidad|producto|habitación|planta|diagnóstico|medicamento"
    r"|país)s?(?:\s(?:name|code|no|id|number))?\W*"
)

_GIVEN_ALONE, _SURNAME_ALONE = frozenset({"first", "given"}), frozenset({"last", "family"})
_PARTS_OF_NAMES = _GIVEN_ALONE | _SURNAME_ALONE | {"middle"}
"""Columns called so are names where one of each kind stands in a table: alone, "First" may be a date."""

_GIVEN = LatePattern(
    r"(?i)\W*(?:.{0,20}[ _])?(?:(?:first|given|fore)[ _-]?names?|fname|(?:ruf|vor)namen?|prénoms?|nombres?(?: de pila)?"
    r"|nome|voornaam)\W*"
)
_SURNAME = LatePattern(
    r"(?i)\W*(?:.{0,20}[ _])?(?:(?:last|family)[ _-]?names?|surnames?|lname|(?:nach|familien|zu)namen?"
    r"|nom(?: de famille)?|(?:primer |segundo )?apellidos?|cognome|achternaam)\W*"
)

PART_OF_NAME = "PART OF NAME"
"""What columns are called that may hold names taken apart: their cells together tell."""

NAME = "NAME"
"""What a column is called that may hold names of persons or of things: its cells tell."""

TYPES = frozenset(_PATTERNS) - {NAME}
"""The types that a header can tell."""


@lru_cache(maxsize=4096)
def entity_of(header: str) -> str | None:
    """The type that a column's name tells, or `NAME`; None where it tells none. `patient_name`, `PatientName` too."""
    words = re.sub(r"_|(?<=\w\w)\.(?=\w\w)|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", header)
    return next((entity for entity, pattern in _HEADERS.items() if pattern.fullmatch(words)), None)


def entities_of(headers: Sequence[str]) -> list[str | None]:
    """What each column holds, as `entity_of`, told together: "First" beside "Last" may be a name."""
    bare = [_bare(header) for header in headers]
    parts = _PARTS_OF_NAMES if not (_GIVEN_ALONE.isdisjoint(bare) or _SURNAME_ALONE.isdisjoint(bare)) else frozenset()
    return [PART_OF_NAME if name in parts else entity_of(header) for name, header in zip(bare, headers, strict=True)]


def is_given_name_header(header: str, headers: Collection[str]) -> bool:
    """Whether a column holds given names; `headers` are those of all columns."""
    return _GIVEN.fullmatch(header) is not None or (
        _bare(header) in _GIVEN_ALONE and not _SURNAME_ALONE.isdisjoint(map(_bare, headers))
    )


def is_surname_header(header: str, headers: Collection[str]) -> bool:
    """Whether a column holds surnames; `headers` are those of all columns."""
    return _SURNAME.fullmatch(header) is not None or (
        _bare(header) in _SURNAME_ALONE and not _GIVEN_ALONE.isdisjoint(map(_bare, headers))
    )


def _bare(header: str) -> str:
    return header.strip(" *_:.").casefold()


@lru_cache(maxsize=4096)
def is_harmless_header(header: str) -> bool:
    """Whether a column's name tells that nobody's data is in it: amounts, products, results."""
    return _HARMLESS.fullmatch(header.replace("_", " ")) is not None
