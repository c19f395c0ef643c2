"""Names of months and weekdays in the languages in which dates are read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable

MONTHS: dict[str, tuple[str, ...]] = {
    "en": tuple("January February March April May June July August September October November December".split()),
    "de": tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()),
    "fr": tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    "es": tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
    "it": tuple(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()
    ),
    "nl": tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
}
"""Twelve names a language, as that language writes them within a sentence."""

SHORT_MONTHS: dict[str, tuple[str, ...]] = {
    "en": tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
    "de": tuple("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez".split()),
    "fr": tuple("janv févr mars avr mai juin juil août sept oct nov déc".split()),
    "es": tuple("ene feb mar abr may jun jul ago sep oct nov dic".split()),
}

OTHER_MONTHS: dict[str, tuple[str, int]] = {
    "sept": ("en", 9),
    "jänner": ("de", 1),
    "feber": ("de", 2),
    "maerz": ("de", 3),
    "fevrier": ("fr", 2),
    "aout": ("fr", 8),
    "decembre": ("fr", 12),
    "setiembre": ("es", 9),
}
"""Spellings beside those above: language and month, 1..12."""

WEEKDAYS: dict[str, tuple[str, ...]] = {
    "en": tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
    "de": tuple("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()),
    "fr": tuple("lundi mardi mercredi jeudi vendredi samedi dimanche".split()),
    "es": tuple("lunes martes miércoles jueves viernes sábado domingo".split()),
    "it": tuple("lunedì martedì mercoledì giovedì venerdì sabato domenica".split()),
    "nl": tuple("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()),
}

SHORT_WEEKDAYS: dict[str, tuple[str, ...]] = {
    "en": tuple("Mon Tue Wed Thu Fri Sat Sun".split()),
    "de": tuple("Mo Di Mi Do Fr Sa So".split()),
}


def months_of(name: str) -> list[tuple[str, int, bool]]:
    """Language, month (1..12) and whether it is the short form, for each language in which a month is called so."""
    folded = name.casefold().rstrip(".")
    found = [
        (language, names.index(each) + 1, short)
        for short, table in ((False, MONTHS), (True, SHORT_MONTHS))
        for language, names in table.items()
        for each in names
        if each.casefold() == folded
    ]
    if folded in OTHER_MONTHS:
        language, month = OTHER_MONTHS[folded]
        found.append((language, month, folded == "sept"))
    return found


def every_month_name() -> list[str]:
    """All names and short forms, the longest first, as a pattern's alternatives need them."""
    names = {name for table in (MONTHS, SHORT_MONTHS) for each in table.values() for name in each} | set(OTHER_MONTHS)
    return sorted(names, key=lambda name: (-len(name), name))


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names))


ANY_MONTH = _alternatives(every_month_name())
"""What a regular expression for a month's name chooses from; so are the following."""

ANY_WEEKDAY = _alternatives(
    sorted({name for names in WEEKDAYS.values() for name in names}, key=lambda name: (-len(name), name))
)
ANY_SHORT_WEEKDAY = _alternatives(name for names in SHORT_WEEKDAYS.values() for name in names)
ORDINAL = r"st|nd|rd|th|er|º|ª|\."
"""Behind the number of a day."""

UNTIL = r"[ -]?(?:-|–|to|and|bis|und|al|au)[ -]?"
"""Between the first and the last day of a range."""

BEHIND_WEEKDAY = r"\.?,?\s{1,2}(?:the |den |dem |le |el )?"
"""Between a weekday and its date."""
