"""Fields of messages between systems, by their place: HL7 v2 (chapters 3 and 6) and X12 (837, 834, 271).

No word beside such a field says what it is; its segment and number do: `PID|1||4471^^^A^MR||WREN^TILDA||19610615`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_listed_name
from policies.words import Word

SCORE = 0.85

_PERSON, _PHONE, _BORN, _RECORD = "PERSON", "PHONE_NUMBER", "DATE_OF_BIRTH", "MEDICAL_RECORD_NUMBER"
_ADDRESS, _CLINICIAN, _SIGNER = "address", "clinician", "signer"

_HL7: dict[str, dict[int, str]] = {
    "PID": dict.fromkeys((2, 3, 4, 21), _RECORD)
    | dict.fromkeys((5, 6, 9), _PERSON)
    | dict.fromkeys((13, 14), _PHONE)
    | {
        7: _BORN,
        11: _ADDRESS,
        12: "LOCATION",
        18: "ACCOUNT_NUMBER",
        19: "US_SSN",
        20: "LICENSE_NUMBER",
        23: "LOCATION",
    },
    "NK1": {
        2: _PERSON,
        4: _ADDRESS,
        5: _PHONE,
        6: _PHONE,
        16: _BORN,
        30: _PERSON,
        31: _PHONE,
        32: _ADDRESS,
        33: _RECORD,
        37: "US_SSN",
    },
    "PV1": dict.fromkeys((7, 8, 9, 17, 52), _CLINICIAN) | {19: _RECORD, 50: _RECORD},
    "GT1": {
        2: "ACCOUNT_NUMBER",
        3: _PERSON,
        4: _PERSON,
        5: _ADDRESS,
        6: _PHONE,
        7: _PHONE,
        8: _BORN,
        12: "US_SSN",
        19: "EMPLOYEE_ID",
    },
    "IN1": dict.fromkeys((8, 10, 36, 49), "HEALTH_PLAN_NUMBER") | {6: _PERSON, 16: _PERSON, 18: _BORN, 19: _ADDRESS},
    "IN2": {1: "EMPLOYEE_ID", 2: "US_SSN", 6: "HEALTH_PLAN_NUMBER", 8: "HEALTH_PLAN_NUMBER", 61: "HEALTH_PLAN_NUMBER"},
    "MRG": dict.fromkeys((1, 2, 4), _RECORD) | {3: "ACCOUNT_NUMBER", 5: _RECORD, 7: _PERSON},
    "EVN": {5: _CLINICIAN},
    "PD1": {4: _CLINICIAN},
    "ORC": dict.fromkeys((10, 11, 12, 19), _CLINICIAN) | {14: _PHONE, 24: _ADDRESS},
    "OBR": dict.fromkeys((10, 16, 28), _CLINICIAN) | dict.fromkeys((32, 33, 34, 35), _SIGNER) | {17: _PHONE},
    "OBX": {16: _CLINICIAN, 25: _CLINICIAN},
    "TXA": dict.fromkeys((5, 9, 10, 11), _CLINICIAN),
    "DG1": {16: _CLINICIAN},
    "PR1": dict.fromkeys((8, 11, 12), _CLINICIAN),
    "ROL": {4: _CLINICIAN, 11: _ADDRESS, 12: _PHONE},
    "SCH": dict.fromkeys((12, 16, 20), _CLINICIAN) | dict.fromkeys((13, 17, 21), _PHONE) | {14: _ADDRESS},
    "AIP": {3: _CLINICIAN},
    "RXA": {10: _CLINICIAN},
    "FT1": dict.fromkeys((20, 21), _CLINICIAN),
    "CTD": {2: _PERSON, 3: _ADDRESS, 5: _PHONE},
    "STF": {3: _PERSON, 6: _BORN, 10: _PHONE, 11: _ADDRESS},
}
"""Numbers of fields, the first one behind the segment's name."""

_KINDS = {"MI": "HEALTH_PLAN_NUMBER", "XX": "US_NPI", "34": "US_SSN", "SY": "US_SSN", "EA": _RECORD}
"""What a qualifier of X12 says that a number is; any other is an `ID_NUMBER`."""

_HL7_SEGMENT = LatePattern(
    rf"(?m)^({'|'.join(_HL7)})\|(?=\d{{0,4}}\||[A-Z\d]{{2,3}}\||[^|\n\r]{{0,40}}\^)([^\n\r]+)", needs=r"\|"
)
_X12_SEGMENT = LatePattern(
    r"(?:^|(?<=[~\n\r]))(NM1|N3|N4|DMG|REF|PER|CLM)\*([^~\n\r]+)",
    needs=r"NM1\*|N[34]\*|DMG\*|REF\*|PER\*|CLM\*",
)
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_HL7_LINE = LatePattern(r"(?m)^[A-Z][A-Z\d]{2}\|[^\n\r]+", needs=r"\|")
_HL7_TIME = re.compile(rf"(?<=[|^~])({_DAY}(?:\d{{4}}(?:\d\d)?(?:\.\d{{1,4}})?(?:[+-]\d{{4}})?)?)(?=[|^~\s]|\Z)")
_X12_TIME = LatePattern(rf"\*R?D8\*({_DAY}(?:-{_DAY})?)(?!\d)", needs=r"D8\*")
_NAME_IN_FIELD = re.compile(r"[A-Z'-]{2,}\^[A-Z'-]{2,}(?![a-z\d])")
_CODE = re.compile(r"[A-Z\d]{1,12}")
_LONGEST_CODE = 6
"""Letters of a code without digits: a longer one may be a surname."""

_NO_REPETITION = re.compile(r"[^~]+")


class MessageFields(Finder):
    """Findings score 0.85. Of addresses the streets, towns and codes are findings of their own; states stay."""

    def __init__(self) -> None:
        entities = {entity for fields in _HL7.values() for entity in fields.values()} - {_ADDRESS, _CLINICIAN, _SIGNER}
        entities |= {
            *_KINDS.values(),
            "ID_NUMBER",
            "DATE_TIME",
            "STREET_ADDRESS",
            "LOCATION",
            "US_ZIP",
            "EMAIL_ADDRESS",
        }
        super().__init__("message field", sorted(entities))

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """What the fields of each segment hold."""
        for match in _HL7_SEGMENT.finditer(text):
            fields = list(_parts(text, *match.span(2), "|"))
            for number, kind in _HL7[match[1]].items():
                if number <= len(fields):
                    for repetition in _NO_REPETITION.finditer(text, *fields[number - 1]):
                        yield from _in_field(text, list(_parts(text, *repetition.span(), "^")), kind)
        for line in _HL7_LINE.finditer(text):
            for match in _HL7_TIME.finditer(text, *line.span()):
                yield from _found(text, "DATE_TIME", *match.span(1))
        for match in _X12_TIME.finditer(text):
            yield from _found(text, "DATE_TIME", *match.span(1))
        for match in _X12_SEGMENT.finditer(text):
            yield from _in_x12(text, match[1], list(_parts(text, *match.span(2), "*")))


def is_message_code(text: str, start: int, end: int) -> bool:
    """Whether characters `start` to `end` of an HL7 message are a code, and no word: "ADT", "SPO", a segment.

    Free text has spaces. What stands beside other letters in its field may be a part of a name, and so may what is
    listed as a name or is long. What a segment of the sender's own ("ZPD") holds, nobody knows.
    """
    code = _CODE.fullmatch(text, start, end)
    line = _HL7_LINE.match(text, text.rfind("\n", 0, start) + 1) if code else None
    if code is None or line is None or _could_be_a_name(code.group()):
        return False
    if line.group().startswith("Z") and start > line.start():
        return False
    opens = max(text.rfind("|", 0, start) + 1, line.start())
    closes = text.find("|", end, line.end())
    field = text[opens : closes if closes >= 0 else line.end()]
    return " " not in field.strip() and not _NAME_IN_FIELD.search(field)


def _could_be_a_name(code: str) -> bool:
    if is_listed_name(code.casefold()):
        return True
    return len(code) > _LONGEST_CODE and code.isalpha()


def _parts(text: str, start: int, end: int, separator: str) -> Iterator[tuple[int, int]]:
    for part in text[start:end].split(separator):
        yield start, start + len(part)
        start += len(part) + 1


def _found(text: str, entity: str, start: int, end: int) -> Iterator[Found]:
    while start < end and not text[end - 1].isalnum():
        end -= 1
    while start < end and text[start] in "^&":
        start += 1
    if any(map(str.isalnum, text[start:end])) and text[start:end] != '""':
        yield Found(entity, start, end, SCORE, Evidence.CONTEXT)


def _in_field(text: str, parts: list[tuple[int, int]], kind: str) -> Iterator[Found]:
    if kind == _PERSON:
        yield from _found(text, _PERSON, parts[0][0], parts[:3][-1][1])
    elif kind == _SIGNER:
        inner = list(_parts(text, *parts[0], "&"))
        yield from _in_field(text, inner, _CLINICIAN)
    elif kind == _CLINICIAN:
        yield from _found(text, "ID_NUMBER", *parts[0])
        if len(parts) > 1:
            yield from _found(text, _PERSON, parts[1][0], parts[1:4][-1][1])
    elif kind == _ADDRESS:
        for entity, place in (("STREET_ADDRESS", 0), ("STREET_ADDRESS", 1), ("LOCATION", 2), ("US_ZIP", 4)):
            if place < len(parts):
                yield from _found(text, entity, *parts[place])
    elif kind == _PHONE:
        yield from _found(text, _PHONE, *parts[0])
        if len(parts) > 3 and "@" in text[slice(*parts[3])]:
            yield from _found(text, "EMAIL_ADDRESS", *parts[3])
        if len(parts) > 6:
            yield from _found(text, _PHONE, parts[5][0], parts[6][1])
        if len(parts) > 11:
            yield from _found(text, _PHONE, *parts[11])
    else:
        yield from _found(text, kind, *parts[0])


def _in_x12(text: str, segment: str, parts: list[tuple[int, int]]) -> Iterator[Found]:
    def value(number: int) -> str:
        return text[slice(*parts[number - 1])] if number <= len(parts) else ""

    if segment == "NM1" and len(parts) > 2:
        if value(2) == "1":
            yield from _found(text, _PERSON, parts[2][0], parts[2:5][-1][1])
        if value(9):
            yield from _found(text, _KINDS.get(value(8), "ID_NUMBER"), *parts[8])
    elif segment == "N3":
        for part in parts:
            yield from _found(text, "STREET_ADDRESS", *part)
    elif segment == "N4":
        yield from _found(text, "LOCATION", *parts[0])
        if value(3):
            yield from _found(text, "US_ZIP", *parts[2])
    elif segment == "DMG" and value(2):
        yield from _found(text, _BORN, *parts[1])
    elif segment == "REF" and value(2):
        yield from _found(text, _KINDS.get(value(1), "ID_NUMBER"), *parts[1])
    elif segment == "CLM":
        yield from _found(text, "ACCOUNT_NUMBER", *parts[0])
    elif segment == "PER" and value(2):
        yield from _found(text, _PERSON, *parts[1])
        for number in range(3, len(parts), 2):
            kind = {"TE": _PHONE, "FX": _PHONE, "EM": "EMAIL_ADDRESS"}.get(value(number))
            if kind:
                yield from _found(text, kind, *parts[number])
