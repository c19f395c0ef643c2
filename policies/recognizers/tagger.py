"""The seam for a learned tagger of persons, places and organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.recognizers.harmless import is_harmless
from policies.recognizers.lexicon import is_everyday, is_given_name
from policies.recognizers.name_shape import CAPITALISED, Cue, is_name
from policies.words import BLANK, Word

TAGGER = "learned tagger"
"""The recogniser of what a model alone found."""


Tags = list[tuple[str, int, int, float]]
"""Entity type, start, end (characters, end exclusive) and score (0..1), in any order."""


class Tagger(Protocol):
    """A model that tags texts."""

    @property
    def entities(self) -> Sequence[str]:
        """The types that it tags: names of `policies.entities`."""
        ...

    @property
    def sha256(self) -> str:
        """Of its weights: another tagger finds other names, so documents are read again."""
        ...

    def tag_each(self, texts: Sequence[str]) -> list[Tags]:
        """The tags of each text, which depend on that text alone."""
        ...

    def load(self) -> None:
        """Load now what the first call would load, e.g. in a thread while something else loads."""
        ...


class TaggerFinder(Finder):
    """What a tagger finds is evidence like our heuristics' own: patterns and checksums go before it."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__(TAGGER, tagger.entities)
        self._tagger = tagger

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """The tagger's findings, those left out that are no personal data whoever they are about."""
        (tags,) = self._tagger.tag_each([text])
        return self.among(tags, text)

    def among(self, tags: Tags, text: str) -> Iterator[Found]:
        """The findings among the tags of a text, which was tagged before: together with others, at less cost."""
        for entity_type, start, end, score in tags:
            if entity_type == "ORGANIZATION" and _EMPLOYED.search(text, max(0, start - 60), start) is None:
                score *= NO_EMPLOYER
            for part in _PART.finditer(text, start, end):
                kind = "PERSON" if entity_type == "LOCATION" and _opens_as_a_name(part.group()) else entity_type
                if not is_harmless(text, kind, part.start(), part.end()):
                    yield Found(kind, part.start(), part.end(), score, Evidence.HEURISTIC)


def _opens_as_a_name(value: str) -> bool:
    """Whether a place of two words is rather a person: a given name that is no plain word nor place, and a surname.

    Places are kept by some policies, persons by none.
    """
    words = _TWO_WORDS.fullmatch(value)
    if words is None:
        return False
    given, behind = words["given"].casefold(), words["behind"].casefold()
    return is_given_name(given) and not (is_everyday(given) or is_everyday(behind)) and is_name(value, Cue.NONE)


_TWO_WORDS = LatePattern(rf"(?P<given>{CAPITALISED})[ ](?P<behind>{CAPITALISED})")

NO_EMPLOYER = 0.5
"""Factor for an organisation that nothing in front says somebody works for: a policy that hides employers only has a
threshold above it."""

_EMPLOYED = LatePattern(
    r"(?i)\b(?:employ\w*|works?|worked|working|job|jobs|hired|occupation|retired|retiree|colleagues?|career|apprentic\w*"
    r"|arbeitet\w*|angestellt\w*|beschäftigt|trabaja\w*|emplead[oa]|travaille|employeur)\b[^.\n]{0,40}\Z"
)

_PART = re.compile(rf"[^{BLANK}\s,;:](?:[^{BLANK}]*[^{BLANK}\s,;:])?")
"""What was set aside before (tokens, placeholders) is never part of a finding."""
