"""What each recogniser of ours is: a Presidio recogniser that says how sure its kind of evidence is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult

from policies.evidence import Evidence
from policies.light_nlp import LANGUAGE
from policies.words import Word, words_of

TIMEOUT_SECONDS = 20.0
"""One pattern over one text. Passing it is an error, never a pattern passed over, as Presidio would have it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: characters `start` to `end`, end exclusive; `score` 0..1."""

    entity_type: str
    start: int
    end: int
    score: float
    evidence: Evidence


class Finder(LocalRecognizer):  # type: ignore[misc]  # Presidio has no types
    """Base of our recognisers: `find` yields findings, `analyze` hands them to Presidio."""

    rank = 0
    """Its place among the recognisers: of two that find the same, Presidio is to keep the same one each time."""

    proved_by_context = False
    """Whether what it finds passed a checksum that proves nothing alone: with a context word it then does."""

    def __init__(self, name: str, entities: Sequence[str], context: Sequence[str] = ()) -> None:
        super().__init__(
            supported_entities=list(entities), supported_language=LANGUAGE, name=name, context=list(context)
        )

    def load(self) -> None:
        """Nothing to load."""

    def find(self, text: str, words: Sequence[Word]) -> Iterable[Found]:
        """The findings in a text, in any order; they may overlap. `words` are those of the text, in order."""
        raise NotImplementedError

    def analyze(self, text: str, entities: Iterable[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's side of `find`."""
        return self.results(self.find(text, nlp_artifacts.tokens if nlp_artifacts else words_of(text)), entities)

    def results(self, findings: Iterable[Found], entities: Iterable[str]) -> list[RecognizerResult]:
        """Findings of its own as Presidio has them, those of the types `entities`."""
        wanted = set(entities)
        return [
            RecognizerResult(
                found.entity_type,
                found.start,
                found.end,
                # Presidio drops all but one of equal findings, in the order of a set; so no two are quite equal.
                found.score - (Evidence.CHECKSUM - found.evidence) * 1e-5 - self.rank * 1e-7,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    "evidence": found.evidence,
                },
            )
            for found in findings
            if found.entity_type in wanted
        ]


Check = Callable[[str], bool | None]
"""True: the checksum holds. False: this is no such number. None: nothing to check, the pattern alone speaks."""


class PatternFinder(Finder):
    """Finds one entity by regular expressions, each with its score; `check` decides on what matched.

    A group named `value` narrows the finding to a part of the match: the rest is the label that it stands behind.
    `needs` is a short pattern that finds something in each text that one of the others matches: texts without it are
    not searched, and the others are compiled with the first text that has it.
    """

    def __init__(
        self,
        name: str,
        entity: str,
        patterns: Sequence[tuple[str, float]],
        *,
        context: Sequence[str] = (),
        check: Check | None = None,
        needs: str = "",
    ) -> None:
        super().__init__(name, [entity], context)
        self._entity = entity
        self._sources = patterns
        self._check = check
        self.proved_by_context = check is not None
        self._needs = needs

    @cached_property
    def _needed(self) -> regex.Pattern[str]:
        return regex.compile(self._needs)

    @cached_property
    def patterns(self) -> list[tuple[regex.Pattern[str], float]]:
        """Each pattern, compiled, with its score."""
        return [(regex.compile(pattern), score) for pattern, score in self._sources]

    def may_find(self, text: str) -> bool:
        """Whether the text has what each finding needs."""
        return not self._needs or self._needed.search(text) is not None

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Matches that the check does not reject. A match behind its label is evidence by context."""
        if not self.may_find(text):
            return
        for pattern, score in self.patterns:
            group = "value" if "value" in pattern.groupindex else 0
            evidence = Evidence.CONTEXT if group else Evidence.PATTERN
            for match in pattern.finditer(text, timeout=TIMEOUT_SECONDS):
                checked = self._check(match.group(group)) if self._check else None
                if checked is False:
                    continue
                start, end = match.span(group)
                if checked:
                    yield Found(self._entity, start, end, 1.0, Evidence.CHECKSUM)
                else:
                    yield Found(self._entity, start, end, score, evidence)
