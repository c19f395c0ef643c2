"""What a tagger takes for personal data and what is none, whoever it is about: countries, years, medicines, labels."""

from __future__ import annotations

import re

from policies.recognizers.eponyms import names_a_thing
from policies.recognizers.large_places import is_large_place
from policies.recognizers.lexicon import is_everyday, is_given_name, is_listed_name, is_place, is_stop, is_surname
from policies.recognizers.thing_words import is_thing, is_word_of_tables

_DATE_WORDS = re.compile(
    r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jän|mär|mai|okt|dez|ene|abril|agosto|dic|juin|juil"
    r"|aoû|fév"
    r"|avr)"
)
_NUMBERS = re.compile(r"\d+")

_AMOUNT = re.compile(
    r"(?i)\d{1,3}|[$€£¥][\d.,' ]+|[\d.,' ]+(?:[$€£¥%]| ?(?:EUR|CHF|USD|GBP|SEK|NOK|DKK|PLN|CZK|HUF|RON|JPY|CNY|INR|CAD"
    r"|AUD|NZD|euros?|dollars?|pounds?|francs?|crowns?|hours?|days?|weeks?|months?|years?|h|min|km|m|cm|mm|kg|g"
    r"|mg|ml|l|m?V|m?A|k?W|[kMG]?Hz|bar|mmHg|°[CF]|[GMk]B))"
)
"""A number with its currency or unit, or a short one alone: in a table it stands beside a town as a house number does.
A longer one may be a postal code."""

_DOTTED = re.compile(r"v?\d+(?:\.\d+){1,4}")
_DOTTED_DATE = re.compile(
    r"\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}|(?:19|20)\d\d\.\d{1,2}\.\d{1,2}|(?:0\d|[12]\d|3[01])\.(?:0\d|1[0-2])"
)
"""What has dots and is no date is a version: "4.18.2"."""

_MONTHS = frozenset("january february march april may june july august september october november december".split())
_BEFORE_MONTH = re.compile(
    r"(?i)\b(?:in|from|since|until|till|by|of|during|early|mid|late|to|before|after|each|every|next|last|this)[ \n]\Z"
)

_HOLIDAY = re.compile(r"(?:May|August) [Bb]ank [Hh]oliday|May Day\b")
"""Holidays that open as the name of a woman or a man does."""

_LABELS = frozenset(
    "IBAN BIC SWIFT MRN DOB SSN NHS NPI DEA VIN VAT MAC IMEI UDI PIN ID BMI ECG MRI HIV ICU VCARD".split()
)
"""Abbreviations that stand before what they are the label of, as names do."""

_FIELD = re.compile(
    r"(?i)(?:emp(?:loyee)?|pers(?:onal)?|staff|acct|pat(?:ient)?)[ .-]{0,2}(?:id|nr|no|number|nummer)[.]?|emp|pers|acct"
    r"|konto(?:stand|nummer)?|durchwahl|matrikel(?:nummer|nr)|personalnummer|rufnummer|kundennummer|aktenzeichen"
    r"|steuernummer|instagram|tiktok|linkedin|facebook|youtube|whatsapp"
)
_FILLED = re.compile(r"[ ]?[:#=]|[.]?[ -]?(?:Nr|No|ID)\b|[ ]\d")
"""Labels of fields, where what fills the field is behind."""

_SHORTHAND = frozenset(
    (
        "NSTEMI STEMI ACS CHF COPD CKD DVT GERD UTI URI HTA DM DM2 EPOC ACV DNI NHC NIF NIE BR MVH MFG LG UNK OT PT ST"
        " SLP DISPO NEPHRO NEURO CARDS ORTHO PULM HEME ONC PEDS GYN PSYCH ANESTH CLIENT PTS CT"
    ).split()
)
"""What notes write for specialties, diagnoses and greetings: in capitals, or alone with one. None that is a surname:
"ENDO" is one."""

_ROOM_BEHIND = re.compile(
    r"(?:(?:,| and| or| &) [A-Z][a-z]+){0,3} (?:meeting|conference|seminar|training|board) ?rooms?\b"
)
"""Rooms are called after people: "the Hamilton and Drake meeting rooms"."""

_FLOOR = re.compile(r"(?i)(?:floor|level|room|ward|bay|desk|gate|block|building) [a-z]?\d{0,4}[a-z]?")
_DECIMALS = re.compile(r"\d+\.\d+ ?[-–] ?\d+\.\d+")

_NOBODY = re.compile(
    r"Morgan Stanley|J\. ?P\. ?Morgan(?: Chase)?|JPMorgan(?: Chase)?|McKinsey(?: & Company)?|Goldman Sachs"
    r"|Merrill Lynch|Ernst & Young|Charles Schwab|Wells Fargo|Johnson & Johnson|Eli Lilly|Kaplan[-–]Meier"
)
"""Companies, and a method, that are called as persons are, and no person is."""

_JULIAN = re.compile(r"julian(?= \d{5}(?!\d))|(?i:julian)(?= (?:day|date)s?\b)")
"""The Julian date: a year and the number of a day in it."""

_PLANNED = re.compile(r" (?:budgets?|targets?|figures|sales|forecasts?|revenues?|payroll|newsletter|edition|issue)\b")
"""What has a month for its own and is nobody's: "the May budget"."""

_ITEM = re.compile(r"[A-Z]\.[ ]([A-Z][a-z]+)[ ][a-z]")

_BALANCE = re.compile(r"(?i)konto(?:stand)? [\d.,' ]+")

_TITLE_ALONE = re.compile(r"(?i)(?:mrs?|ms|miss|dra?|prof|professor|doctor|herr|frau|cllr|sgt|capt|det)\.?")
"""What is left of a name whose pseudonym was set aside. Titles that are names too ("Don") are not among them."""

_WEEKDAY = r"(?:mon|tues?|weds|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_WEEKDAYS = re.compile(rf"(?i){_WEEKDAY}(?: ?[-–—/] ?{_WEEKDAY})?")
"""In opening hours they stand where places do."""

_NUMBERED, _NUMBER_BEHIND = (
    re.compile(r"(?i)ward|room|unit|bay|block|wing|bed|theatre|building|floor|gate"),
    re.compile(r" [A-Z]?\d"),
)
"""What has numbers: "Ward 4B"."""

_NAMED = frozenset({"PERSON", "LOCATION", "ORGANIZATION"})
_WORD_AND_NUMBER = re.compile(r"(?P<word>[^\W\d_]{3,}) ?[A-Z]?\d{1,4}[A-Za-z]?\b")
_DWELLINGS = frozenset({"apartment", "flat", "studio"})
"""Things whose number is part of where somebody lives: "Apartment 4"."""

_CELL_BEFORE, _CELL_BEHIND = re.compile(r"\|[ ]*\Z"), re.compile(r"[ ]*\|")

_COLOURS = frozenset("green amber brown black white gray grey".split())
_COLOURED = re.compile(r"(?i)\|[ ]*(?:red|yellow|orange|blue|purple)[ ]*\|")
_TABLE = 2000
"""Colours that are names, another one that is none, and the characters within which that stands in a cell as well."""

_MEDICINE = re.compile(
    r"(?i)[a-z]+(?:statin|olol|sartan|mycin|cillin|azole|gliflozin|gliptin|dipine|oxacin|cycline|tinib|[lz]umab|semide"
    r"|thiazide|formin|azepam|azolam|triptan|setron|lukast|profen|caine|dronate|gabalin|oxetine|semid|[mt]adol"
    r"|[a-z]{3}pril)"
    r"(?: (?:i\.?v|p\.?o|s\.?c)\.?)?"
)
"""Words built on a stem of the international nonproprietary names (World Health Organization, "The use of stems in the
selection of INN", 2018)."""


def is_label(value: str) -> bool:
    """Whether a text is, but for what surrounds it, the label of a number: "IBAN"."""
    return value.strip(" ,;:.(") in _LABELS


def is_nobody(name: str) -> bool:
    """Whether a name is a company's or a method's, though it is made as a person's: "Morgan Stanley"."""
    return _NOBODY.fullmatch(name) is not None


def is_harmless(text: str, entity_type: str, start: int, end: int) -> bool:
    """Whether characters `start` to `end` of a text, found as one type, name something that the type does not mean."""
    value = text[start:end]
    if not any(map(str.isalnum, value)) or names_a_thing(text, entity_type, start, end):
        return True
    if entity_type in _NAMED and _is_numbered_thing(text, start, end):
        return True
    match entity_type:
        case "PERSON":
            return (
                not any(map(str.isalpha, value))
                or _is_letter(text, value, end)
                or _is_item(text, start)
                or is_label(value)
                or (_FIELD.fullmatch(value) is not None and _FILLED.match(text, end) is not None)
                or is_nobody(value)
                or _is_shorthand(value)
                or value.casefold() == "weds"
                or _ROOM_BEHIND.match(text, end) is not None
                or _JULIAN.match(text, start) is not None
                or (_NUMBERED.fullmatch(value) is not None and _NUMBER_BEHIND.match(text, end) is not None)
                or _TITLE_ALONE.fullmatch(value) is not None
                or _is_word(text, start, value)
                or _is_plain_cell(text, start, end)
            )
        case "LOCATION":
            return (
                is_large_place(value)
                or is_label(value)
                or is_word_of_tables(value.casefold())
                or value.casefold() in _MONTHS
                or _is_plain_word(value)
                or _WEEKDAYS.fullmatch(value) is not None
            )
        case "STREET_ADDRESS":
            return (
                sum(map(str.isalnum, value)) < 3
                or _AMOUNT.fullmatch(value) is not None
                or _FLOOR.fullmatch(value) is not None
                or _BALANCE.fullmatch(value) is not None
            )
        case "DATE_TIME":
            if value.casefold() in _MONTHS and _PLANNED.match(text, end):
                return True
            return _DATE_WORDS.search(value) is None and (
                _goes_on(text, value, end)
                or len(_NUMBERS.findall(value)) < 2
                or _AMOUNT.fullmatch(value) is not None
                or (_DOTTED.fullmatch(value) is not None and _DOTTED_DATE.fullmatch(value) is None)
            )
        case _:
            return False


def _is_numbered_thing(text: str, start: int, end: int) -> bool:
    """Whether a plain word and no name has a number, within or behind it: "Shelf 3", "shelf3", "Boiler" before " 4"."""
    word = _WORD_AND_NUMBER.match(text, start)
    if word is None or end > word.end():
        return False
    folded = word["word"].casefold()
    return is_thing(folded) and not is_place(folded) and folded not in _DWELLINGS


def _is_letter(text: str, value: str, end: int) -> bool:
    """Whether a name is a Latin letter alone and no initial: the flag "H" of a result, the pay band "C"."""
    return value.isascii() and sum(map(str.isalnum, value)) == 1 and "." not in value + text[end : end + 1]


def _is_shorthand(value: str) -> bool:
    """Whether a word is what notes abbreviate: "Dispo: home", "NSTEMI". In small letters only what a name never is.

    "CLIENT BROWN" and "Pt Young" hold a name each, though it is a plain word as well.
    """
    words = value.replace(",", " ").split()
    if not words or words[0].upper() not in _SHORTHAND or any(map(_is_listed_name, words)):
        return False
    if len(words) == 1:
        return value.isupper() or value == "ct" or len(value) > 3
    return all(word.upper() in _SHORTHAND or is_everyday(word.casefold()) for word in words)


def _is_listed_name(word: str) -> bool:
    return is_listed_name(word.casefold())


def _goes_on(text: str, value: str, end: int) -> bool:
    """Whether dotted numbers are the beginning of more of them, or a range: "4.2." of "4.2.0", "12.0-15.5"."""
    if _DECIMALS.fullmatch(value):
        return True
    dotted = value.replace(".", "").isdigit() and "." in value
    return dotted and text[end : end + 2].strip(".")[:1].isdigit()


def _is_item(text: str, start: int) -> bool:
    """Whether a line begins here with the letter of a list's item and a sentence: "B. Soap is free"."""
    item = _ITEM.match(text, start)
    if item is None or text[max(0, start - 1) : start] not in ("", "\n"):
        return False
    word = item.group(1).casefold()
    return not is_given_name(word) and (is_stop(word) or (is_everyday(word) and not is_surname(word)))


def _is_word(text: str, start: int, value: str) -> bool:
    """Whether a name of one word is rather a medicine, or the month in "from June on"."""
    if _MEDICINE.fullmatch(value) or _is_plain_word(value) or _HOLIDAY.match(text, start) or _is_job(value):
        return True
    if is_word_of_tables(value.casefold()):
        return True
    return value.casefold() in _MONTHS and _BEFORE_MONTH.search(text, max(0, start - 10), start) is not None


def _is_job(value: str) -> bool:
    """Whether a word alone is a job or a label: "Hygienist" opens a sentence. Short ones may be short forms: "Des"."""
    folded = value.casefold()
    return len(folded) > 4 and is_stop(folded) and not is_listed_name(folded)


def _is_plain_word(value: str) -> bool:
    """Whether a word in small letters is no name at all: "fine" in a table's cell."""
    return value.islower() and is_everyday(value) and not is_listed_name(value)


def _is_plain_cell(text: str, start: int, end: int) -> bool:
    """Whether a word is all of a table's cell, and no name at all: "Tetanus" opens a row."""
    alone = _CELL_BEFORE.search(text, max(0, start - 8), start) and _CELL_BEHIND.match(text, end)
    folded = text[start:end].casefold()
    if not alone:
        return False
    if folded in _COLOURS:
        return _COLOURED.search(text, max(0, start - _TABLE), end + _TABLE) is not None
    return is_everyday(folded) and not (is_place(folded) or is_listed_name(folded))
