"""What a cell of a table holds as far as names go, and which headers name things, places or people's shifts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto

from policies.late_pattern import LatePattern
from policies.recognizers.lexicon import is_everyday, is_listed_name, is_stop, is_surname, is_surname_by_form
from policies.recognizers.table_headers import entities_of, is_harmless_header
from policies.recognizers.thing_words import NAMES_OF_THINGS, is_thing
from policies.tables import Cell, Table

_THING_HEADER = LatePattern(
    r"(?i)\W*(?:(?:lab|school|spare|stock|paint|menu|main)[ _-])?(?:tariff|plan|tarif|course|kurs|colou?r|shade|farbe"
    r"|finish|dish|soup|starter|main|dessert|meal|menu|suppe|gericht|speise|item|article|artikel|product|produkt|goods"
    r"|material|part|ingredient|herb|spice|plant|crop|medication|drug|medikament|test|analyte|analyt|assay|parameter"
    r"|laborwert|trade|cost cent(?:re|er)|kostenstelle|equipment|device|gerät|tune|hymn|package|vaccine|menü|matière"
    r"|asignatura|plat|plato|produit|producto|artículo|médicament|medicamento|analyse|análisis|prueba|couleur"
    r"|tarifa)s?(?:[ _-](?:name|code|no|id|number))?\W*"
)
"""Columns of things. Nothing may stand before but what is listed: under "Nurse at test" there are nurses. Wards,
subjects and lessons are none: below "Medicine" there may be who is on duty, below "Subject" who takes part."""

_BRAND_HEADER = LatePattern(
    r"(?i)\W*(?:maker|manufacturer|brand|hersteller|marke|fabrikat|os|operating system|betriebssystem|marque"
    r"|fabricante?|marca)s?\W*"
)

_HEADER_WORD = LatePattern(
    r"(?i)\W*(?:ward|line|day|week|hour|period|linie|stunde|tag|woche|zeit|schicht|shift|grade|band|station)s?\W*"
)
"""What else columns are called, and persons too: "Ward"."""

_PLACE_HEADER = LatePattern(
    r"(?i)\W*(?:from|to|via|stop|station|destination|origin|site|location|area|region|district|building|route|branch"
    r"|store|campus|ward|department|dept|room|von|nach|haltestelle|standort|abteilung|raum|company|supplier|vendor"
    r"|firm|firma|lieferant|unternehmen|school|hospital|clinic|practice|service|unit|language|nationality)s?\W*"
)
_CODE_HEADER = LatePattern(r"(?i)\W*(?:(?:test|product|currency|lab)[ _-])?(?:codes?|sku|currency)\W*")
_SHORT = re.compile(r"[A-Z0-9]{2,5}")
_TITLED = LatePattern(
    r"(?i)(?:mrs?|ms|miss|mx|drs?|dra|prof|sir|dame|fr|rev|sister|sr|schwester|herrn?|frau|mme|sra?)\b\.?[ ]"
)
_INITIALS = LatePattern(r"[^\W\d_]\.(?:[ ]?[^\W\d_]\.)*[ ]?(?:[^\W\d_]{2}.*)?|.*[^\W\d_]{2},?[ ][^\W\d_]\.")
_LETTERS = re.compile(r"[^\W\d_]+")
_CODE = LatePattern(r"[A-Za-z]{0,3}[-./ ]?\d{1,4}[A-Za-z]?")
_COUNTED = re.compile(r"(?P<word>[^\W\d_]+)[ -]?\d{1,3}[A-Za-z]?")
_FILLERS = frozenset(
    "vacant agency bank locum off leave holiday none open closed cover sick training free empty absent annual study"
    " standby nobody reserve reserved pending yes no frei urlaub krank leer".split()
)


class Kind(Enum):
    """What a cell's words say."""

    NUMBER = auto()
    """No word, or a code: "L-204"."""
    THING = auto()
    """Plain words, none of them a listed name: "Canteen"."""
    EITHER = auto()
    """Plain words that are listed names as well: "Ward"."""
    NAME = auto()
    """Holds a word that is a name before it is anything else: "Okafor"."""
    UNKNOWN = auto()
    """Neither plain nor listed: a rare name, or a rare word."""


def kind_of(value: str) -> Kind:
    """The kind of a cell."""
    words = [word for word in _words(value) if len(word) > 1]
    if not any(map(str.isalpha, value)) or _CODE.fullmatch(value):
        return Kind.NUMBER
    if is_titled(value) or any(map(_is_name_first, words)):
        return Kind.NAME
    if not words:
        return Kind.UNKNOWN
    if all(map(_is_plain, words)):
        return Kind.THING
    return Kind.EITHER if all(_is_plain(word) or is_everyday(word) for word in words) else Kind.UNKNOWN


def is_titled(value: str) -> bool:
    """Whether a cell begins with a person's title, or has initials."""
    return _TITLED.match(value) is not None or _INITIALS.fullmatch(value) is not None


def is_filler(value: str) -> bool:
    """Whether a cell says that a name is missing: "vacant" tells no column of things."""
    return all(word in _FILLERS for word in _words(value))


def may_be_a_thing(value: str) -> bool:
    """Whether a cell of a column of things may be one: no title, no listed name, and no two words that are unknown."""
    words = _words(value)
    if is_titled(value) or any(_is_name_first(word) and word not in NAMES_OF_THINGS for word in words):
        return False
    return sum(len(word) > 1 and word not in NAMES_OF_THINGS and not is_everyday(word) for word in words) < 2


def counted(values: Sequence[str]) -> frozenset[str]:
    """The values that count what a plain word names: "Ward 3" and "Ward 4"."""
    matches = {value: match["word"].casefold() for value in values if (match := _COUNTED.fullmatch(value))}
    times = Counter(matches.values())
    return frozenset(value for value, word in matches.items() if times[word] > 1 and is_everyday(word))


def is_thing_header(header: str) -> bool:
    """Whether a column holds things."""
    return _THING_HEADER.fullmatch(header) is not None


def is_brand_header(header: str) -> bool:
    """Whether a column holds makers and models, which often are called as persons are."""
    return _BRAND_HEADER.fullmatch(header) is not None


def is_code(header: str, value: str) -> bool:
    """Whether a cell is a code of a column of codes: "TSH". Names in capitals are none."""
    if _CODE_HEADER.fullmatch(header) is None or _SHORT.fullmatch(value) is None:
        return False
    return not is_listed_name(value.casefold())


def is_header_of_others(header: str) -> bool:
    """Whether a column holds something else than persons: things, places, companies, amounts."""
    patterns = (_THING_HEADER, _BRAND_HEADER, _PLACE_HEADER)
    return is_harmless_header(header) or any(pattern.fullmatch(header) for pattern in patterns)


def names_a_column(header: str) -> bool:
    """Whether a cell of the first row is rather the name of a column than a person's."""
    return any(pattern.fullmatch(header) for pattern in (_THING_HEADER, _BRAND_HEADER, _HEADER_WORD))


def has_header(text: str, table: Table) -> bool:
    """Whether the first row names columns: it has no digits, and is known to, or stands above numbers."""
    first = [text[slice(*cell)] for cell in table.rows[0]]
    if any(any(map(str.isdigit, cell)) for cell in first):
        return False
    if any(entities_of(first)) or any(is_harmless_header(cell) or is_thing_header(cell) for cell in first):
        return True
    columns = [[text[slice(*cell)] for cell in table.column(index)] for index, cell in enumerate(first) if _words(cell)]
    return any(column and all(any(map(str.isdigit, cell)) for cell in column) for column in columns)


def columns_of(text: str, table: Table) -> list[tuple[str, str | None, list[Cell]]]:
    """Each column's name, what it tells (`entity_of`) and its cells; a table without a header has no names."""
    first = table.rows[0]
    if has_header(text, table):
        names = [text[slice(*cell)] for cell in first]
        told = entities_of(names)
        return [(names[index], told[index], table.column(index)) for index in range(len(first))]
    rows = table.rows
    return [
        ("", None, [row[index] for row in rows if index < len(row) and row[index][0] < row[index][1]])
        for index in range(len(first))
    ]


def _is_plain(word: str) -> bool:
    return is_thing(word) or (is_stop(word) and not is_surname(word))


def _is_name_first(word: str) -> bool:
    """Whether a word is a name before it is anything else."""
    if is_everyday(word):
        return False
    return is_listed_name(word) or is_surname_by_form(word)


def _words(value: str) -> list[str]:
    return _LETTERS.findall(value.casefold())
