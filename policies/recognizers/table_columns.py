"""Cells of a table whose header names what they hold: `| Name | Phone | Date of birth |`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_everyday, is_given_name, is_surname
from policies.recognizers.name_shape import RUN, Cue, name_in
from policies.words import Word

_ROLE = (
    r"patient|employee|client|customer|member|tenant|landlord|student|applicant|candidate"
    r"|guest|visitor|contact|physician|doctor|provider|"
    r"nurse|surgeon|clinician|therapist|manager|supervisor|owner|author|attendee"
    r"|participant|colleague|staff|insured|subscriber|"
    r"beneficiary|assignee|reporter|user|driver|witness|guardian|parent|mother|father"
    r"|spouse|next of kin|nok|emergency contact|contact person|"
    r"responsible(?: person)?|referred by|seen by|approved by|signed by|reviewed by"
    r"|attending|instructor|trainer|teacher|account holder|payee|payer|sender|recipient"
    r"|line manager|reports to|doctor on call|on call|on-call|lead|"
    r"ansprechpartner(?:in)?|mitarbeiter(?:in)?|patientin|mieter(?:in)?|arzt|ärztin|kunde"
    r"|kundin|versicherte[r]?|paciente|médico|empleado|patiente|médecin|salarié|locataire"
    r"|paziente|medico"
)
_HEADERS: dict[str, re.Pattern[str]] = {
    entity: re.compile(rf"(?i)\W*(?:{pattern})(?:'s)?(?:\s?\([^()]{{0,30}}\))?\W*")
    for entity, pattern in {
        "PERSON": (
            rf"(?:{_ROLE})s?(?:'s)?(?:\s(?:full\s)?name)?|(?:full|first|last|given|family|middle"
            rf"|maiden|legal|preferred)[ _-]?name|surname|forename|vorname|nachname|familienname"
            rf"|vor- und nachname|prénom|nom et prénom|nom de famille|apellidos?|nombre y apellidos"
            rf"|cognome|nome e cognome|voornaam|achternaam"
        ),
        "NAME": r"names?|name, vorname|nom|nombre|nome|naam|person|people|who|namn|navn",
        "PHONE_NUMBER": (
            r"(?:(?:home|work|cell|mobile|office|business|contact|emergency|direct|daytime"
            r"|evening)\s)?(?:tele)?(?:phone|tel|cell|mobile|fax|telefon|telefax|mobil|handy"
            r"|téléphone|portable|teléfono|móvil|telefono|cellulare|telefoon)\.?(?:\s?(?:no|number"
            r"|nr|nummer|#|ext)\.?)?|extension|durchwahl"
        ),
        "EMAIL_ADDRESS": r"e-?mail(?:\s?address)?|mail|courriel|correo(?: electrónico)?|e-mail-adresse",
        "STREET_ADDRESS": (
            r"(?:home|mailing|postal|street|billing|shipping|residential)?\s?address"
            r"(?:\s?line\s?\d)?|street|anschrift|adresse|dirección|domicilio|indirizzo|adres"
            r"|residence"
        ),
        "DATE_OF_BIRTH": (
            r"d\.?o\.?b\.?|date of birth|birth\s?-?date|birthday|born|geb\.?|geburtsdatum|geboren"
            r"|né\(?e?\)? le|date de naissance|fecha de nacimiento|data di nascita|geboortedatum"
        ),
        "MEDICAL_RECORD_NUMBER": (
            r"mrn|medical record(?: (?:no|number|nr))?\.?|patient[ _-]?(?:id|no|number|nr)\.?"
            r"|chart(?: (?:no|number))?|patienten(?:nummer|-?id|-?nr\.?)|fallnummer|case (?:id|no"
            r"|number)|encounter(?: id)?"
        ),
        "HEALTH_PLAN_NUMBER": (
            r"(?:member|subscriber|policy|insurance|group|plan)[ _-]?(?:id|no|number|#)\.?"
            r"|versicherten(?:nummer|-?nr\.?)|policy"
        ),
        "ACCOUNT_NUMBER": (
            r"account(?:[ _-]?(?:id|no|number|#))?\.?|acct|customer[ _-]?(?:id|no|number)"
            r"|client[ _-]?(?:id|no|number)|kundennummer|kontonummer"
        ),
        "EMPLOYEE_ID": (
            r"(?:employee|staff|personnel|payroll|worker|badge)[ _-]?(?:id|no|number|#)?\.?"
            r"|personal(?:nummer|-?nr\.?)|matricule"
        ),
        "US_SSN": r"ssn|social security(?: (?:no|number))?\.?|soc\.? sec\.?(?: no\.?)?",
        "ID_NUMBER": (
            r"(?:national|personal|student|tax|identity|identification)[ _-]?(?:id|no|number"
            r"|code)\.?|nhs(?: (?:no|number))?\.?|ni(?: (?:no|number))|id(?: (?:no|number))"
            r"|steuer-?id|dni|nif|bsn|pesel"
        ),
        "LICENSE_NUMBER": (
            r"(?:licen[cs]e|passport|certificate|registration)(?:[ _-]?(?:id|no|number|#))?\.?|npi"
            r"|dea"
        ),
        "LICENSE_PLATE": r"(?:licen[cs]e |number )?plate|(?:vehicle )?registration|kennzeichen|vehicle",
        "DEVICE_ID": (
            r"serial(?:[ _-]?(?:id|no|number|#))?\.?|s/n|device[ _-]?(?:id|serial)|seriennummer"
            r"|asset tag"
        ),
        "USERNAME": r"user\s?name|user[ _-]?id|login|account name|benutzername|handle",
        "US_ZIP": r"zip(?:[ -]?code)?",
    }.items()
}
"""The whole header cell decides. `NAME` is PERSON where the cells look it: things have names too."""

_ROW = re.compile(r"(?:^|(?<=\n))[ \t]{0,8}\|[^\n]*\|[ \t]*(?=\n|$)")
_RULE = re.compile(r"[\s|:=+-]+")
_NAME_CELL = re.compile(
    rf"(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof|Herr|Frau|Mme|M|Sr|Sra)\.?[ ]){{0,2}}(?P<run>{RUN})"
    rf"(?P<first>,[ ]?{RUN})?"
)
_DIGIT_TYPES = frozenset(_HEADERS) - {"PERSON", "NAME", "EMAIL_ADDRESS", "USERNAME", "STREET_ADDRESS"}


class TableColumns(Finder):
    """Cells below a telling header score 0.8."""

    def __init__(self) -> None:
        super().__init__("table column", [entity for entity in _HEADERS if entity != "NAME"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Findings in each table of pipe rows; its first row is the header."""
        table: list[tuple[int, int]] = []
        for match in _ROW.finditer(text):
            if table and text[table[-1][1] : match.start()].strip(" \t") not in ("\n", ""):
                yield from _in_table(text, table)
                table = []
            table.append(match.span())
        yield from _in_table(text, table)


def _in_table(text: str, rows: list[tuple[int, int]]) -> Iterator[Found]:
    if len(rows) < 2:
        return
    columns = [_entity(text[start:end]) for start, end in _cells(text, *rows[0])]
    if not any(columns):
        return
    body = [_cells(text, *row) for row in rows[1:] if not _RULE.fullmatch(text[row[0] : row[1]])]
    for column, entity in enumerate(columns):
        cells = [cells[column] for cells in body if column < len(cells)]
        if entity == "NAME":
            beside = any(other and other != "NAME" for other in columns)
            entity = "PERSON" if _are_persons([text[start:end] for start, end in cells], beside) else None
        if entity is not None:
            for start, end in cells:
                yield from _in_cell(text, start, end, entity)


def _entity(header: str) -> str | None:
    return next((entity for entity, pattern in _HEADERS.items() if pattern.fullmatch(header)), None)


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells between the pipes of a row, without the white space around them."""
    pipes = [index for index in range(start, end) if text[index] == "|"]
    cells = []
    for left, right in pairwise(pipes):
        cell = text[left + 1 : right]
        indent = len(cell) - len(cell.lstrip())
        cells.append((left + 1 + indent, left + 1 + indent + len(cell.strip())))
    return cells


def _are_persons(cells: list[str], beside: bool) -> bool:
    """Whether a column "Name" holds persons: most cells hold a listed name, or one does beside a phone or the like."""
    filled = [cell for cell in cells if cell]
    named = sum(_holds_listed_name(cell) for cell in filled)
    return named > 0 and (named * 2 >= len(filled) or beside)


def _holds_listed_name(cell: str) -> bool:
    words = re.findall(r"[^\W\d_]+", cell.casefold())
    return len(words) <= 6 and any(
        (is_given_name(word) or is_surname(word)) and not is_everyday(word) for word in words
    )


def _in_cell(text: str, start: int, end: int, entity: str) -> Iterator[Found]:
    cell = text[start:end]
    if entity == "PERSON":
        match = _NAME_CELL.match(cell)
        span = name_in(match["run"], Cue.FIELD) if match else None
        if match and span:
            last = (
                match.end("first") if match["first"] and span[1] == len(match["run"]) else match.start("run") + span[1]
            )
            yield Found("PERSON", start + match.start("run") + span[0], start + last, 0.8, Evidence.CONTEXT)
    elif entity in _DIGIT_TYPES:
        if sum(map(str.isdigit, cell)) >= 3 and len(cell) <= 40:
            yield Found(entity, start, end, 0.8, Evidence.CONTEXT)
    elif entity == "STREET_ADDRESS":
        if any(map(str.isdigit, cell)) and len(cell) >= 6:
            yield Found(entity, start, end, 0.8, Evidence.CONTEXT)
    elif entity == "USERNAME" and " " not in cell and len(cell) >= 3:
        yield Found(entity, start, end, 0.7, Evidence.CONTEXT)
