"""Words of German, French and Spanish that a model of English takes for names: they say nothing of a person."""

from __future__ import annotations

import re
from collections.abc import Callable

from policies.recognizers.lexicon import is_folded_surname, is_given_name, is_stop, is_surname
from policies.words import fold

_NOUN = re.compile(
    r"(?i)[^\W\d_]{3,}(?:ungen|heit(?:en)?|keit(?:en)?|schaft(?:en)?|tion(?:en)?|ität(?:en)?|ismus|pflicht|anträge?"
    r"|antrag|insuffizienz|therapie|schein|diagnose|krankheit|erkrankung|behandlung|aufnahme|verfahren|vertrag"
    r"|gesetz|kosten|nummer|ärztin|ärzte|beschwerden|zustand|untersuchung|medizin|pflege|dienst|stunden?|wochen?)"
)
"""Nouns of German by their last part, which names hardly ever have. Those that are listed go before."""

_GERMAN = frozenset(
    "mann frau mutter vater sohn tochter kind kinder bruder schwester patient patienten ehemann ehefrau woche tag monat"
    " jahr herzen schmerzen luftnot wochen tage tagen monate labor befund kontrolle"
    " klinik praxis haus wohnung miete arbeit chef kollegen"
    " rechnung betrag frist termin brief schreiben antwort frage dank bitte morbus zustand".split()
)
_INSTITUTION = re.compile(
    r"(?i)(?:klinikum|krankenhaus|universitätsklinikum|amtsgericht|landgericht|tribunal|juzgado|lycée|collège|colegio"
    r"|école|escuela|gymnasium)[ -]"
)
"""Institutions that are called after places and saints. Practices, private clinics and law firms bear the name of the
doctor or the lawyer who works there."""

_MORBUS = re.compile(r"[Mm]orbus[ ]")
_ILLNESS = re.compile(r"(?i)(?:maladie de|enfermedad de|syndrome de|síndrome de)[ ]")
_WORD = re.compile(r"[^\W\d_]+")


def is_foreign_word(value: str, language: Callable[[], str | None]) -> bool:
    """Whether what a model took for a name is rather words of another language, which is asked for at need.

    Names have capitals in these languages, and in German every noun has one.
    """
    words = _WORD.findall(value)
    if _MORBUS.match(value):
        return True
    if _ILLNESS.match(value) or _INSTITUTION.match(value):
        return _speaks(language)
    if not words or any(map(_is_listed, words)):
        return False
    if all(word.islower() for word in words):
        return _speaks(language)
    # In a double word ("Pflegegrad-Antrag") the last part tells.
    if any(_NOUN.fullmatch(word) and len(word) > _LEAST_NOUN for word in _WORD.findall(value.replace("-", ""))):
        return True
    common = all(word.casefold() in _GERMAN or is_stop(word.casefold()) for word in words)
    return common and language() == "de"


_LEAST_NOUN = 7


def _speaks(language: Callable[[], str | None]) -> bool:
    return language() in ("de", "fr", "es")


def _is_listed(word: str) -> bool:
    folded = word.casefold()
    if folded in _GERMAN:
        return False
    return is_given_name(folded) or is_surname(folded) or is_folded_surname(fold(word))
