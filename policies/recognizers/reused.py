"""Presidio's own pattern recognisers, run by us.

Presidio passes over a pattern that takes too long (the text then goes on unredacted) and asks no checksum's strength.
Here a pattern that takes too long is an error, and a checksum that one number in ten passes by chance proves nothing
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import regex
from presidio_analyzer import PatternRecognizer

from policies.evidence import Evidence
from policies.recognizers.finder import TIMEOUT_SECONDS, Finder, Found
from policies.words import Word


class Reused(Finder):
    """Runs the patterns and the checksum of one of Presidio's recognisers.

    `proves`: the checksum is strong enough to stand alone. Otherwise it only rejects, and what passes keeps the
    pattern's score, to be lifted by context words. `floor` is the least score that a match gets.
    """

    def __init__(
        self,
        recognizer: PatternRecognizer,
        entity: str,
        *,
        proves: bool = False,
        floor: float = 0.0,
        context: tuple[str, ...] = (),
        ignore_case: bool = False,
    ) -> None:
        words = [word.strip() for word in [*(recognizer.context or ()), *context] if len(word.strip()) > 1]
        super().__init__(type(recognizer).__name__, [entity], words)
        self._entity = entity
        self._recognizer = recognizer
        self._proves = proves
        self._floor = floor
        self._flags = regex.DOTALL | regex.MULTILINE | (regex.IGNORECASE if ignore_case else 0)

    @cached_property
    def _patterns(self) -> list[tuple[regex.Pattern[str], float]]:
        return [(regex.compile(each.regex, self._flags), each.score) for each in self._recognizer.patterns]

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Matches that the checksum does not reject and that no word or number runs into."""
        for pattern, score in self._patterns:
            for match in pattern.finditer(text, timeout=TIMEOUT_SECONDS):
                start, end = match.span()
                if start == end or _runs_on(text, start, end):
                    continue
                value = match.group()
                valid = self._recognizer.validate_result(value)
                if valid is False or self._recognizer.invalidate_result(value):
                    continue
                if valid and self._proves:
                    yield Found(self._entity, start, end, 1.0, Evidence.CHECKSUM)
                else:
                    yield Found(self._entity, start, end, max(score, self._floor), Evidence.PATTERN)


def _runs_on(text: str, start: int, end: int) -> bool:
    """Whether a letter or a digit touches the match: then it is a piece of something else."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before.isalnum() and text[start].isalnum()) or (after.isalnum() and text[end - 1].isalnum())
