"""The seam for a learned tagger of persons, places and organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Protocol

from policies.evidence import Evidence
from policies.languages import leaning
from policies.late_pattern import LatePattern
from policies.message_formats import is_message
from policies.recognizers.finder import Finder, Found
from policies.recognizers.foreign_words import is_foreign_word
from policies.recognizers.harmless import is_harmless
from policies.recognizers.large_places import is_large_place
from policies.recognizers.lexicon import is_everyday, is_given_name
from policies.recognizers.message_fields import is_message_code
from policies.recognizers.name_shape import CAPITALISED, INITIAL, Cue, is_name
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
        language = cache(lambda: leaning(text))
        in_message = cache(lambda: is_message(text))
        for entity_type, start, end, score in _turned_round(tags, text):
            if entity_type == "ORGANIZATION" and _EMPLOYED.search(text, max(0, start - 60), start) is None:
                score *= NO_EMPLOYER
            for part in _PART.finditer(text, start, end):
                named = entity_type == "LOCATION" and (_opens_as_a_name(part.group()) or _has_a_number(text, part))
                kind = "PERSON" if named else entity_type
                if kind == "LOCATION" and _HOUSE.match(part.group()):  # policies keep some places, and no address
                    kind = "STREET_ADDRESS"
                span = part.span()
                if is_harmless(text, kind, *span) or (is_message_code(text, *span) and in_message()):
                    continue
                if kind not in ("PERSON", "LOCATION") or not is_foreign_word(part.group(), language):
                    yield Found(kind, part.start(), part.end(), score, Evidence.HEURISTIC)


def _turned_round(tags: Tags, text: str) -> Iterator[tuple[str, int, int, float]]:
    """The tags, in which "Osei, Ama K." is one person: a surname alone, a comma, a name that ends with an initial."""
    waiting: tuple[str, int, int, float] | None = None
    for tag in sorted(tags, key=lambda tag: tag[1]):
        if waiting is not None and waiting[0] == tag[0] == "PERSON" and _TURNED.fullmatch(text, waiting[1], tag[2]):
            waiting = ("PERSON", waiting[1], tag[2], min(waiting[3], tag[3]))
            continue
        if waiting is not None:
            yield waiting
        waiting = tag
    if waiting is not None:
        yield waiting


def _opens_as_a_name(value: str) -> bool:
    """Whether a place of two words is rather a person: a given name that is no plain word nor place, and a surname.

    Places are kept by some policies, persons by none.
    """
    words = _TWO_WORDS.fullmatch(value)
    if words is None:
        return False
    given, behind = words["given"].casefold(), words["behind"].casefold()
    return is_given_name(given) and not (is_everyday(given) or is_everyday(behind)) and is_name(value, Cue.NONE)


def _has_a_number(text: str, place: re.Match[str]) -> bool:
    """Whether what was taken for a place is followed by what only a person has, or opens an address.

    "Zebedee Quartermain, SSN 536-90-4399". Not behind a preposition: "born in Baton Rouge, 12 March 1961".
    """
    if _NAME.fullmatch(place.group()) is None or _PLACED.search(text, max(0, place.start() - 12), place.start()):
        return False
    if any(map(is_everyday, re.split("[ -]", place.group().casefold()))) or is_large_place(place.group()):
        return False
    if _PERSONAL.match(text, place.end()):
        return True
    opens_a_line = text[max(0, place.start() - 1) : place.start()] in ("", "\n")
    return opens_a_line and _ADDRESS.match(text, place.end()) is not None


_HOUSE = re.compile(r"\d{1,5}[A-Za-z]?,? [^\W\d_]")
_TURNED = LatePattern(rf"{CAPITALISED},[ ]{CAPITALISED}(?:[ ]{INITIAL})+")
_NAME = LatePattern(rf"{CAPITALISED}(?:[ ]{INITIAL})?(?:[ ]{CAPITALISED}){{1,2}}")
_PLACED = re.compile(r"(?i)\b(?:in|from|at|near|to|of|around|outside|aus|nach|bei)[ ]\Z")
_PERSONAL = re.compile(
    r"[ ]?[,;:(|-]?[ ]?(?:SSN|MRN|NHS|NINO|DOB|D\.O\.B|[Ss]ocial [Ss]ecurity|[Pp]assport"
    r"|[Ee]mployee (?:ID|[Nn]o|[Nn]umber)|[Mm]ember ID|[Pp]atient (?:ID|[Nn]o|[Nn]umber)|[Dd]ate of [Bb]irth"
    r"|geb\.)(?![^\W_])[^\n\d]{0,20}\d"
)
_ADDRESS = re.compile(
    r",?\n\d{1,5}[A-Za-z]?[ ](?:[A-Z][^\W\d_]+[ ]){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Way|Close|Boulevard|Blvd|Place|Terrace|Crescent)\b"
)
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
