"""Names behind a title ("Dr. med. Maria Schneider", "Mr and Mrs Baker") or before letters ("Tom Baker, RN")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.recognizers.name_shape import CREDENTIALS, RUN, Cue, name_in
from policies.words import Word

_TITLE = (
    r"(?:Drs?|Mrs?|Ms|Mx|Miss|Mister|Messrs|Profs?|Professor|Professorin|Doctor|Doktor|Sir"
    r"|Dame|Lady|Lord|Rev|Reverend|"
    r"Fr|Father|Sister|Brother|Rabbi|Imam|Hon|Judge|Justice|Nurse|Officer|Sgt|Capt|Captain"
    r"|Lt|Col|Gen|Maj|Cpl|Pvt|Sen|"
    r"Rep|Gov|Herrn?|Frau|Fräulein|Fr|Hr|Monsieur|Madame|Mademoiselle|Mmes?|Mlles?|Me|MM"
    r"|Maître|Docteur|Sr|Sra|Srta|Señora?|"
    r"Señorita|Don|Doña|Dña|Dott|Dottor|Dottoressa|Dott\.ssa|Sig|Sigra|Sig\.ra|Sig\.na"
    r"|Signora?|Avv|Ing|Dhr|Mevr|Mevrouw|"
    r"Meneer|De heer|Pan|Pani|Senhora?|Dra|Doutora?|Eng|Hra|Fru|DR|MR|MRS|MS|PROF|HERR|FRAU)"
)
_MORE = (
    r"(?:(?:Dr|Prof|med|dent|vet|phil|jur|rer|nat|univ|habil|h\. ?c|Ing|Dipl|Dipl\.-Ing"
    r"|Mag|PD|Priv\.-Doz|Univ\.-Prof)\.?[ -]{1,2}){0,5}"
)
_BEHIND = LatePattern(
    rf"(?<![\w.]){_TITLE}\b\.?[ \u00a0]{{1,2}}{_MORE}(?P<run>{RUN})", needs=rf"{_TITLE}\b\.?[ \u00a0]"
)
_COUPLE = LatePattern(
    rf"(?<![\w.])(?:Mr|Dr|Herr|Monsieur|M|Sr)\.?(?: and | & | und | et | y )(?:Mrs|Ms|Dr"
    rf"|Frau|Mme|Sra)\.? (?P<run>{RUN})",
    needs=r" (?:and|&|und|et|y) (?:Mrs|Ms|Dr|Frau|Mme|Sra)",
)
_DOCTORS = LatePattern(
    rf"\b(?:Drs|Messrs|Mmes|MM|Profs)\.? {RUN}(?:, {RUN}){{0,6}},? (?:and|&|und|et|y) "
    rf"(?P<run>{RUN})",
    needs=r"\b(?:Drs|Messrs|Mmes|MM|Profs)\.? ",
)
_FRENCH = LatePattern(rf"(?<![\w.])M\. (?P<run>{RUN})", needs=r"M\. ")
_LETTERS = LatePattern(
    rf"(?<![\w'-])(?P<run>{RUN})(?:,[ ]?|[ ]){CREDENTIALS}(?![\w'])", needs=rf"[ ,]{CREDENTIALS}(?![\w'])"
)

_STATE = re.compile(r", (?:MD|PA)\.?\Z")
_PLACED = re.compile(r"(?i)(?:\b(?:in|at|near|from|to|around|outside|location:|city:|town:))[ ]\Z")
"""Maryland and Pennsylvania are written as a doctor's letters: "in Towson, MD"."""

_NO_NAME_AFTER = {
    "Me",
    "Don",
    "Pan",
    "Hon",
    "Fr",
    "Sr",
    "MS",
    "Gen",
    "Col",
    "Ing",
    "Eng",
    "Brother",
    "Sister",
    "Father",
    "Officer",
    "Nurse",
    "Judge",
    "Justice",
    "Lady",
    "Lord",
    "Rep",
    "Sen",
    "Miss",
    "MM",
    "Maj",
    "Lt",
    "Doctor",
    "DR",
}
"""Titles that are words or abbreviations of other things too: what follows must look more like a name."""


class NamesByTitle(Finder):
    """Score 0.85 behind a title, 0.7 where the title is an everyday word, 0.8 before credentials."""

    def __init__(self) -> None:
        super().__init__("name by title", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Names without their titles."""
        for match in _BEHIND.finditer(text):
            title = match.group().split(" ", 1)[0].rstrip(".")
            cue = Cue.FIELD if title in _NO_NAME_AFTER else Cue.TITLE
            yield from _found(match, cue, 0.85, Evidence.CONTEXT)
        for match in _COUPLE.finditer(text):
            yield from _found(match, Cue.TITLE, 0.85, Evidence.CONTEXT)
        for match in _DOCTORS.finditer(text):
            yield from _found(match, Cue.TITLE, 0.8, Evidence.CONTEXT)
        for match in _FRENCH.finditer(text):
            yield from _found(match, Cue.PHRASE, 0.6, Evidence.HEURISTIC)
        for match in _LETTERS.finditer(text):
            if (
                _STATE.search(match.group())
                and " " not in match["run"]
                and _PLACED.search(text, max(0, match.start() - 12), match.start())
            ):
                continue
            yield from _found(match, Cue.FIELD, 0.8, Evidence.CONTEXT)


def _found(match: re.Match[str], cue: Cue, score: float, evidence: Evidence) -> Iterator[Found]:
    span = name_in(match["run"], cue)
    if span is not None:
        start = match.start("run")
        yield Found("PERSON", start + span[0], start + span[1], score, evidence)
