"""What is put in place of a finding: one operator a policy action, on the ground of Presidio's own operators.

Presidio's `AnonymizerEngine` is not used for putting the replacements into the text: it copies the whole text for each
finding (quadratic), and its `custom` operator is called once with a made-up value, which the vault would remember.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from presidio_anonymizer.operators import Keep, Mask, Operator, OperatorType, Redact, Replace

from policies.date_shift import full_year, shifted
from policies.entities import Action
from policies.person_names import is_full
from policies.pseudonyms import Pseudonyms

SPARSE_ZIP3 = frozenset("036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893".split())
"""Three-digit ZIP areas of 20,000 people or fewer: guidance of the Department of Health and Human Services on
45 CFR 164.514(b)(2)(i)(B), after the Census of 2000."""

OLDEST_SHOWN_AGE = 89

MOST_MEANT = 5
"""Persons whom a short name in a question may mean; of more, it means nobody."""

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d(?=(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))")
"""A year, alone or before month and day: "2024", "20240305", "202403051200"."""
_SHORT_YEAR = re.compile(
    r"(?<!\d)\d{1,2}(?:\s?[./-]\s?\d{1,2}\s?[./-]\s?'?(?P<numbers>\d\d)(?![\d./-]|:)"
    r"|-?[^\W\d_]{3,9}-?(?P<joined>\d\d)(?!\d))"
    r"|[^\W\d_]{3}\.?,?(?: of)? '(?P<cut>\d\d)(?!\d)"
)
"""Two digits behind day and month: "3/14/85", "05MAR24", "5-Mar-24"; or cut off: "May '24"."""
_BETWEEN_YEARS = frozenset("and or to until from between und oder bis von et ou à de y o a".split())


class _PolicyOperator(Operator):  # type: ignore[misc]  # Presidio has no types
    """Base of the operators that Presidio lacks."""

    def validate(self, params: Mapping[str, Any] | None = None) -> None:
        """No parameters beyond the entity type."""

    def operator_type(self) -> OperatorType:
        """An anonymizer."""
        return OperatorType.Anonymize


class Pseudonymize(_PolicyOperator):
    """A value's token, the same in every document of the workspace; a short name's is one of its document."""

    def operate(self, text: str, params: Mapping[str, Any]) -> str:
        """The token; `params` holds `entity_type`, `pseudonyms` and `canonical`, the value's comparable form.

        A short name in a question ("Mr Schneider") gives the tokens of those whom it may mean, if they are few.
        """
        entity_type: str = params["entity_type"]
        pseudonyms: Pseudonyms = params["pseudonyms"]
        comparable: str = params["canonical"]
        if params["asked"] and entity_type == "PERSON" and not is_full(comparable.split()):
            meant = pseudonyms.namesakes(comparable)
            if 0 < len(meant) <= MOST_MEANT:
                return " ".join(meant)
        return pseudonyms.token(entity_type, comparable, text, asked=params["asked"])

    def operator_name(self) -> str:
        """As in a policy file."""
        return "pseudonymize"


class Year(_PolicyOperator):
    """A date to its year; to nothing but its type where the year itself tells an age over 89."""

    def operate(self, text: str, params: Mapping[str, Any]) -> str:
        """The year, `[DATE_TIME]` for a date without one, `[DATE_OF_BIRTH]` for a birth over 89 years ago."""
        entity_type: str = params["entity_type"]
        if entity_type == "DATE_TIME" and _tells_years_only(text):
            return text
        found = _YEAR.search(text)
        year = int(found.group()) if found else _short_year(text)
        if year is None:
            return f"[{entity_type}]"
        if entity_type == "DATE_OF_BIRTH" and date.today().year - year > OLDEST_SHOWN_AGE:
            return f"[{entity_type}]"
        return str(year)

    def operator_name(self) -> str:
        """As in a policy file."""
        return "year"


class Age90(_PolicyOperator):
    """Ages over 89 to "90+"."""

    def operate(self, text: str, params: Mapping[str, Any]) -> str:
        """Always "90+": younger ages are no findings."""
        return "90+"

    def operator_name(self) -> str:
        """As in a policy file."""
        return "age90"


class Zip3(_PolicyOperator):
    """A ZIP code to its first three digits, to 000 where few people live."""

    def operate(self, text: str, params: Mapping[str, Any]) -> str:
        """Three digits."""
        digits = re.sub(r"\D", "", text)[:3]
        return "000" if digits in SPARSE_ZIP3 else digits

    def operator_name(self) -> str:
        """As in a policy file."""
        return "zip3"


class Shift(_PolicyOperator):
    """A date moved by its subject's days, in its own form; to its type where the form is not understood."""

    def operate(self, text: str, params: Mapping[str, Any]) -> str:
        """The moved date; `params` holds `days` and `month_first`, see `policies.date_shift.shifted`."""
        entity_type: str = params["entity_type"]
        return shifted(text, params["days"], month_first=params["month_first"]) or f"[{entity_type}]"

    def operator_name(self) -> str:
        """As in a policy file."""
        return "shift"


OPERATORS: dict[Action, Operator] = {
    "pseudonymize": Pseudonymize(),
    "replace": Replace(),
    "mask": Mask(),
    "drop": Redact(),
    "year": Year(),
    "age90": Age90(),
    "zip3": Zip3(),
    "shift": Shift(),
    "keep": Keep(),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What operators need beside the value: the vault, and by how many days the dates of the text's subject move."""

    pseudonyms: Pseudonyms | None = None
    days: int = 0
    month_first: bool = False
    asked: bool = False
    """Whether the text is a question or an answer: a short name in it is whoever is known by it."""


def replacement(action: Action, entity_type: str, value: str, comparable: str, setting: Setting) -> str:
    """What stands for a value afterwards. `comparable` is its canonical form, for a person that of the full name."""
    params = {
        "entity_type": entity_type,
        "pseudonyms": setting.pseudonyms,
        "canonical": comparable,
        "asked": setting.asked,
        "days": setting.days,
        "month_first": setting.month_first,
        "new_value": f"[{entity_type}]",
        "masking_char": "*",
        "chars_to_mask": len(value),
        "from_end": False,
    }
    return str(OPERATORS[action].operate(value, params))


def _tells_years_only(text: str) -> bool:
    """Whether a date is years and nothing more exact: "2019 and 2024"."""
    words = re.split(r"[\s,/–-]+", text)
    return all(_YEAR.fullmatch(word) or word.casefold() in _BETWEEN_YEARS for word in words)


def _short_year(text: str) -> int | None:
    """The year of a date such as 3/14/85 or 05MAR24: two digits, taken for the latest year not to come."""
    found = _SHORT_YEAR.search(text)
    return full_year(int(found[str(found.lastgroup)])) if found else None
