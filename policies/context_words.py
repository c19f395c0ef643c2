"""Lifts the score of a finding that a context word stands before: whole words only, in time linear in the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import regex
from presidio_analyzer import RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts

from policies.evidence import Evidence
from policies.recognizers.finder import Finder
from policies.words import SEPARATOR

LIFT = 0.35
WORDS_BEFORE = 8
WORDS_AFTER = 2


class ContextWords(ContextAwareEnhancer):  # type: ignore[misc]  # Presidio has no types
    """Presidio's own enhancer matches parts of words by default and scans all tokens for each finding."""

    def __init__(self) -> None:
        super().__init__(LIFT, 0.4, WORDS_BEFORE, WORDS_AFTER)
        self._compiled: dict[str, regex.Pattern[str]] = {}

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: Sequence[Finder],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """The same findings; those with a context word near them score `LIFT` more and rest on context."""
        by_id = {recognizer.id: recognizer for recognizer in recognizers if recognizer.context}
        for result in raw_results:
            recognizer = by_id.get(result.recognition_metadata[RecognizerResult.RECOGNIZER_IDENTIFIER_KEY])
            if recognizer is None:
                continue
            words = _around(text, result, nlp_artifacts.tokens_indices)
            if self._pattern(recognizer).search(words):
                result.score = min(1.0, result.score + LIFT)
                evidence = result.recognition_metadata.get("evidence", Evidence.PATTERN)
                proved = Evidence.CHECKSUM if recognizer.proved_by_context else Evidence.CONTEXT
                result.recognition_metadata["evidence"] = max(proved, evidence)
        return raw_results

    def _pattern(self, recognizer: Finder) -> regex.Pattern[str]:
        pattern = self._compiled.get(recognizer.id)
        if pattern is None:
            words = "|".join(regex.escape(word.strip()) for word in recognizer.context)
            pattern = self._compiled[recognizer.id] = regex.compile(rf"\b(?:{words})\b", regex.IGNORECASE)
        return pattern


def _around(text: str, result: RecognizerResult, starts: Sequence[int]) -> str:
    """The words before and after a finding, without the finding itself."""
    first = max(0, bisect_left(starts, result.start) - WORDS_BEFORE)
    last = bisect_left(starts, result.end) + WORDS_AFTER
    start = starts[first] if first < len(starts) else 0
    end = starts[last] if last < len(starts) else len(text)
    before = text[max(start, result.start - 200) : result.start].rpartition(SEPARATOR)[2]
    behind = text[result.end : min(end, result.end + 60)].partition(SEPARATOR)[0]
    return f"{before} | {behind}"
