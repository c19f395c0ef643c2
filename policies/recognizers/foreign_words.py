"""Words of German, French and Spanish that a model of English takes for names: they say nothing of a person."""

from __future__ import annotations

import re
from collections.abc import Callable

from policies.recognizers.lexicon import is_folded_surname, is_listed_name, is_stop
from policies.words import fold

_NOUN = re.compile(
    r"(?i)[^\W\d_]{3,}(?:ungen|heit(?:en)?|keit(?:en)?|tion(?:en)?|ität(?:en)?|ismus|pflicht|anträge?"
    r"|antrag|insuffizienz|therapie|diagnose|krankheit|erkrankung|behandlung|aufnahme|verfahren|vertrag"
    r"|gesetz|kosten|nummer|ärztin|ärzte|beschwerden|zustand|untersuchung|medizin|pflege|dienst|stunden?|wochen?)"
)
"""Nouns of German by their last part, which names hardly ever have. Those that are listed go before. Not "schein" and
"schaft": "Rosenschein" and "Sonnenschein" are surnames."""

_GERMAN = frozenset(
    "mann frau mutter vater sohn tochter kind kinder bruder schwester patient patienten ehemann ehefrau woche tag monat"
    " jahr herzen schmerzen luftnot wochen tage tagen monate labor befund kontrolle"
    " klinik praxis haus wohnung miete arbeit chef kollegen"
    " rechnung betrag frist termin brief schreiben antwort frage dank bitte morbus zustand".split()
)
_SMALL = frozenset(
    "wieder nicht nie noch schon auch aber oder und ist sind war wird kommt gestern heute morgen bitte danke leider"
    " siehe seit bis ab wegen ohne sehr gut neu weiter zurück dann kein keine".split()
)
"""What German notes are made of, in small letters: no names, whatever the language of the rest."""
_INSTITUTION = re.compile(
    r"(?i)(?:klinikum|krankenhaus|universitätsklinikum|amtsgericht|landgericht|tribunal|juzgado|lycée|collège|colegio"
    r"|école|escuela|gymnasium)[ -]"
)
"""Institutions that are called after places and saints. Practices, private clinics and law firms bear the name of the
doctor or the lawyer who works there."""

_MORBUS = re.compile(r"[Mm]orbus[ ][^\W\d_]+")
_ILLNESS = re.compile(r"(?i)(?:maladie de|enfermedad de|syndrome de|síndrome de)[ ]")
_WORD = re.compile(r"[^\W\d_]+")


def is_foreign_word(value: str, language: Callable[[], str | None]) -> bool:
    """Whether what a model took for a name is rather words of another language, which is asked for at need.

    In German every noun has a capital, as names have. One word of several that could be a name keeps them all.
    """
    words = _WORD.findall(value)
    if _MORBUS.fullmatch(value) or (words and _SMALL.issuperset(words)):
        return True
    if _ILLNESS.match(value) or _INSTITUTION.match(value):
        return _speaks(language)
    if not words or any(map(_is_listed, words)):
        return False
    if len(words) > 1 and words[0].casefold() in _ADDRESSED:
        return False
    # In a double word ("Pflegegrad-Antrag") the last part tells.
    return all(map(_is_noun, _WORD.findall(value.replace("-", "")))) and language() == "de"


def _is_noun(word: str) -> bool:
    folded = word.casefold()
    return folded in _GERMAN or is_stop(folded) or (len(word) > _LEAST_NOUN and _NOUN.fullmatch(word) is not None)


_LEAST_NOUN = 7
_ADDRESSED = frozenset({"herr", "herrn", "frau"})


def _speaks(language: Callable[[], str | None]) -> bool:
    return language() in ("de", "fr", "es")


def _is_listed(word: str) -> bool:
    folded = word.casefold()
    if folded in _GERMAN:
        return False
    return is_listed_name(folded) or is_folded_surname(fold(word))
