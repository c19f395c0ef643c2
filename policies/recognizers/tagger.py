"""The seam for a learned tagger of persons, places and organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.words import Word


class Tagger(Protocol):
    """A model that tags a text."""

    @property
    def entities(self) -> Sequence[str]:
        """The types that it tags: names of `policies.entities`."""
        ...

    def tag(self, text: str) -> list[tuple[str, int, int, float]]:
        """Entity type, start, end (characters, end exclusive) and score (0..1), in any order."""
        ...


class TaggerFinder(Finder):
    """What a tagger finds is evidence like our heuristics' own: patterns and checksums go before it."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__("learned tagger", tagger.entities)
        self._tagger = tagger

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """The tagger's findings."""
        for entity_type, start, end, score in self._tagger.tag(text):
            yield Found(entity_type, start, end, score, Evidence.HEURISTIC)
