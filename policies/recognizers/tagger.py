"""The seam for a learned tagger of persons, places and organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.recognizers.large_places import is_large_place
from policies.words import BLANK, Word


class Tagger(Protocol):
    """A model that tags a text."""

    @property
    def entities(self) -> Sequence[str]:
        """The types that it tags: names of `policies.entities`."""
        ...

    def tag(self, text: str) -> list[tuple[str, int, int, float]]:
        """Entity type, start, end (characters, end exclusive) and score (0..1), in any order."""
        ...

    def load(self) -> None:
        """Load now what the first call would load, e.g. in a thread while something else loads."""
        ...


class TaggerFinder(Finder):
    """What a tagger finds is evidence like our heuristics' own: patterns and checksums go before it."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__("learned tagger", tagger.entities)
        self._tagger = tagger

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """The tagger's findings, those left out that are no personal data whoever they are about."""
        for entity_type, start, end, score in self._tagger.tag(text):
            for part in _PART.finditer(text, start, end):
                if not _is_harmless(entity_type, part.group()):
                    yield Found(entity_type, part.start(), part.end(), score, Evidence.HEURISTIC)


_PART = re.compile(rf"[^{BLANK}\s](?:[^{BLANK}]*[^{BLANK}\s])?")
"""What was set aside before (tokens, placeholders) is never part of a finding."""

_MONTHS = re.compile(
    r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jän|mär|mai|okt|dez|ene|abril|agosto|dic|juin|juil|aoû|fév|avr)"
)
_NUMBERS = re.compile(r"\d+")


def _is_harmless(entity_type: str, value: str) -> bool:
    """Whether a finding names something that the type does not mean: a country, a year, a mere mark."""
    if not any(map(str.isalnum, value)):
        return True
    if entity_type == "PERSON":
        return not any(map(str.isalpha, value))
    if entity_type == "LOCATION":
        return is_large_place(value)
    if entity_type == "DATE_TIME":
        return _MONTHS.search(value) is None and len(_NUMBERS.findall(value)) < 2
    return False
