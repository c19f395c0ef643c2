"""The regular expressions of a policy file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.policy import UserPattern
from policies.recognizers.checksums import CHECKSUMS, compact
from policies.recognizers.finder import TIMEOUT_SECONDS, Finder, Found
from policies.user_regex import compile_user_regex
from policies.words import Word


class UserPatternFinder(Finder):
    """Finds what one pattern matches, or its group `value`. What fails the pattern's checksum is no finding.

    A passed checksum proves the number where a context word stands by it, and says nothing more where none does: one
    number in ten passes most checksums by chance.
    """

    def __init__(self, name: str, pattern: UserPattern) -> None:
        super().__init__(name, [pattern.entity_type], pattern.context)
        self._entity = pattern.entity_type
        self._regex = compile_user_regex(pattern.regex)
        self._group = "value" if "value" in self._regex.groupindex else 0
        self._score = pattern.score
        self._checksum = CHECKSUMS[pattern.checksum] if pattern.checksum else None
        self.proved_by_context = self._checksum is not None

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Matches with the pattern's own score, that of a match behind a label included.

        Raises:
            TimeoutError: the pattern takes too long on this text.
        """
        evidence = Evidence.CONTEXT if self._group else Evidence.PATTERN
        for match in self._regex.finditer(text, timeout=TIMEOUT_SECONDS):
            start, end = match.span(self._group)
            if start < end and (self._checksum is None or self._checksum(compact(text[start:end]))):
                yield Found(self._entity, start, end, self._score, evidence)


def user_patterns(patterns: Sequence[UserPattern]) -> list[Finder]:
    """One recogniser for each pattern of a policy file."""
    return [UserPatternFinder(f"policy pattern {number}", each) for number, each in enumerate(patterns, start=1)]
