"""Moves dates: all of one subject by the same secret number of days, each in the form in which it stands.

A subject is a document: what is known of whom a date is about ends there. So the order of a document's dates and the
days between them stay, and dates of two documents can't be compared.
"""

from __future__ import annotations

import hmac
import re
from datetime import date, timedelta

from policies.calendar_words import (
    ANY_MONTH,
    ANY_SHORT_WEEKDAY,
    ANY_WEEKDAY,
    BEHIND_WEEKDAY,
    MONTHS,
    ORDINAL,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    UNTIL,
    WEEKDAYS,
    months_of,
)

FARTHEST = 365
"""Days that a date moves at most, to either side."""

_NO_YEAR = 2000
"""Stands for the year of a date without one: a leap year, whose 366 days follow one another in a circle."""


def shift_days(key: bytes, subject: str, *, keep_weekdays: bool = False) -> int:
    """The days by which the dates of a subject move: -365..365, never 0, from HMAC-SHA256 under `key`.

    With `keep_weekdays` a multiple of seven, -364..364: a Monday stays one, at the price of a smaller secret (104
    possible shifts instead of 730).
    """
    number = int.from_bytes(hmac.digest(key, subject.encode("utf-8", "surrogatepass"), "sha256"), "big")
    step = 7 if keep_weekdays else 1
    steps = FARTHEST // step
    place = number % (2 * steps)
    return (place - steps if place < steps else place - steps + 1) * step


def shifted(value: str, days: int, *, month_first: bool) -> str | None:
    """A date moved by `days` in its own form ("3. Juni 2024" stays in that form); None where it is not understood.

    A weekday in front moves along. A date without a year moves within the calendar; a month moves with its fifteenth
    day, a year with its middle. `month_first` says how 3/4/2024 is read where the numbers don't tell.
    Moving back is `shifted(moved, -days)`. It gives the first date again where a day is told, and where a date in
    numbers follows the order that `month_first` says.
    """
    weekday, rest = _weekday(value, days)
    for pattern in _FORMS:
        match = pattern.fullmatch(rest)
        if match is not None:
            moved = _Form(match, month_first).moved(days)
            return None if moved is None else weekday + moved
    return None


def _weekday(value: str, days: int) -> tuple[str, str]:
    """The weekday in front of a date, moved, and the rest."""
    match = _WEEKDAY.match(value)
    if match is None:
        return "", value
    name, rest = match["name"], value[match.end() :]
    for names in [*WEEKDAYS.values(), *SHORT_WEEKDAYS.values()]:
        folded = [each.casefold() for each in names]
        if name.casefold() in folded:
            moved = names[(folded.index(name.casefold()) + days) % 7]
            return _cased_like(name, moved) + match["joint"], rest
    return "", value


class _Form:
    """One date as it is written."""

    def __init__(self, match: re.Match[str], month_first: bool) -> None:
        self._match = match
        self._groups = {name: text for name, text in match.groupdict().items() if text is not None}
        self._day_group, self._month_group = "d", "m"
        if "a" in self._groups:
            self._name_numbers(month_first)

    def moved(self, days: int) -> str | None:
        """The date's text `days` later, None where there is no such day."""
        first = self._read(self._groups.get("d"))
        last = self._read(self._groups.get("d2")) if "d2" in self._groups else first
        if first is None or last is None:
            return None
        later = _later if "y" in self._groups else _later_in_the_circle
        start, end = later(first, days), later(last, days)
        if start is None or end is None:
            return None
        if (start.year, start.month) == (end.year, end.month):
            return self._written(start, end)
        # "30-31 May" that now ends in another month is written as two dates.
        return f"{self._written(start, None)} - {self._written(end, None)}"

    def _name_numbers(self, month_first: bool) -> None:
        """Which of two numbers is the day: the one above twelve, the first before a full stop, else as said."""
        a, b = int(self._groups["a"]), int(self._groups["b"])
        day_first = "." in self._match.group() or not month_first
        if a > 12 or b > 12:
            day_first = a > 12
        self._day_group, self._month_group = ("a", "b") if day_first else ("b", "a")
        self._groups |= {"d": self._groups[self._day_group], "m": self._groups[self._month_group]}

    def _read(self, day: str | None) -> date | None:
        month = self._month()
        try:
            return date(self._year(), month or 7, int(day) if day else 15 if month else 2)
        except ValueError:
            return None

    def _year(self) -> int:
        text = self._groups.get("y")
        if text is None:
            return _NO_YEAR
        return full_year(int(text)) if len(text) == 2 else int(text)

    def _month(self) -> int | None:
        if "mon" in self._groups:
            return months_of(self._groups["mon"])[0][1]
        return int(self._groups["m"]) if "m" in self._groups else None

    def _written(self, start: date, end: date | None) -> str:
        """The form's text with another day in it; without `end`, the whole range is one day."""
        pieces: list[tuple[int, int, str]] = []
        for name, text in self._match.groupdict().items():
            if text is None:
                continue
            if name == "range":
                if end is None:
                    pieces.append((*self._match.span(name), ""))
                continue
            if name == "d2" and end is None:
                continue
            instead = self._instead(name, text, start if name != "d2" or end is None else end)
            if instead is not None:
                pieces.append((*self._match.span(name), instead))
        written, done = "", 0
        text = self._match.group()
        for first, last, instead in sorted(pieces):
            if first < done:
                continue  # within a range that was cut out
            written += text[done:first] + instead
            done = last
        return written + text[done:]

    def _instead(self, name: str, text: str, day: date) -> str | None:
        if name == self._month_group:
            return self._number(day.month)
        if name in (self._day_group, "d2"):
            first_in_french = day.day == 1 and "nth" not in self._groups and self._language()[0] == "fr"
            return "1er" if first_in_french else self._number(day.day)
        match name:
            case "y":
                return f"{day.year % 100:02}" if len(text) == 2 else str(day.year)
            case "mon":
                return self._month_name(day.month)
            case "nth" | "nth2":
                return _ordinal(text, day.day)
            case _:
                return None

    def _number(self, number: int) -> str:
        """A day or a month with a leading zero where the form has them."""
        numbers = [self._groups[name] for name in ("d", "m") if name in self._groups]
        if "mon" in self._groups:
            padded = any(text.startswith("0") for text in numbers)
        else:
            padded = all(len(text) == 2 for text in numbers)
        return f"{number:02}" if padded else str(number)

    def _month_name(self, month: int) -> str:
        language, short = self._language()
        return _cased_like(self._groups["mon"], (SHORT_MONTHS if short else MONTHS)[language][month - 1])

    def _language(self) -> tuple[str, bool]:
        """The language of the month's name, and whether it is the short form. Some names are shared: "April"."""
        name = self._groups.get("mon")
        if name is None:
            return "", False
        preferred: tuple[str, ...]
        if self._groups.get("nth") == ".":
            preferred = ("de",)
        elif " de " in self._match.group():
            preferred = ("es",)
        else:
            preferred = ("en", "de") if name[0].isupper() else ("fr", "es", "it", "nl")
        choices = months_of(name)
        language, _, short = next((each for each in choices if each[0] in preferred), choices[0])
        return language, short


def full_year(two_digits: int) -> int:
    """The year of '85: the latest one that is not to come, five years ahead allowed for appointments."""
    today = date.today().year
    year = today // 100 * 100 + two_digits
    return year if year <= today + 5 else year - 100


def _later(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def _later_in_the_circle(day: date, days: int) -> date:
    first = date(_NO_YEAR, 1, 1)
    return first + timedelta((day - first + timedelta(days)).days % 366)


def _ordinal(suffix: str, day: int) -> str:
    """The suffix of another day: 1st, 2nd; a full stop, º and ª stay; "1er" is said of the first alone."""
    folded = suffix.casefold()
    if folded in ("st", "nd", "rd", "th"):
        new = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
        return new.upper() if suffix.isupper() else new
    if folded == "er":
        return suffix if day == 1 else ""
    return suffix


def _cased_like(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    if model[0].isupper():
        return word[0].upper() + word[1:]
    return word.lower()


_MONTH_NAME = rf"(?P<mon>{ANY_MONTH})"
_DAY_NUMBER = r"\d{1,2}"
_YEAR = r"(?P<y>(?:1[5-9]|2[01])\d\d)"
_NTH = rf"(?P<nth>{ORDINAL})?"
_TIME = r"(?P<time>(?:[T ,]{1,2}(?:at |um |à |a las )?[0-2]?\d:[0-5]\d.{0,24}))?"

_WEEKDAY = re.compile(rf"(?i)(?P<name>{ANY_WEEKDAY}|{ANY_SHORT_WEEKDAY})(?P<joint>{BEHIND_WEEKDAY})")

_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<sep>[-/._])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})",
        rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<a>\d{1,2})(?P<sep>[./-] ?)(?P<b>\d{1,2})(?P=sep)'?(?P<y>(?:1[5-9]|2[01])\d\d|\d\d)",
        r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.",
        r"(?P<a>\d{1,2})/(?P<b>\d{1,2})",
        rf"(?P<m>\d{{1,2}})/{_YEAR}",
        rf"(?:the )?(?P<d>{_DAY_NUMBER}){_NTH}(?P<range>{UNTIL}(?P<d2>{_DAY_NUMBER})(?P<nth2>st|nd|rd|th|\.)?)?"
        rf"[ -]{{1,2}}(?:of |de |di )?(?:the )?{_MONTH_NAME}\.?"
        r"(?:(?:,? | de | del |-|/|, of | of )'?(?P<y>(?:1[5-9]|2[01])\d\d|\d\d))?",
        rf"{_MONTH_NAME}\.?[ -](?P<d>{_DAY_NUMBER})(?P<nth>st|nd|rd|th)?"
        rf"(?P<range> ?[-–] ?(?P<d2>{_DAY_NUMBER})(?P<nth2>st|nd|rd|th)?)?"
        r"(?:(?:, ?| |,? of | ?-)'?(?P<y>(?:1[5-9]|2[01])\d\d|(?<=')\d\d))?",
        rf"{_MONTH_NAME}\.?,?(?: | of | de | del |-|/)'?(?P<y>(?:1[5-9]|2[01])\d\d|(?<=')\d\d)",
        _YEAR,
    )
)
