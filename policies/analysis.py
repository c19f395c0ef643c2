"""Presidio's analyzer as the product runs it: our recognisers, our tokens, whole context words, nothing logged.

A text is analysed piece by piece (`policies.pieces`), and what is found in a piece depends on that piece alone: so it
is remembered, and a piece that was seen before is not analysed again. What is known beside the text, the names of the
vault, is looked up in all of it each time, for it grows.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from policies.context_words import ContextWords
from policies.evidence import Evidence
from policies.findings import Finding, with_known
from policies.findings_memory import FindingsMemory, Origin, TextKey
from policies.light_nlp import LANGUAGE, LightNlpEngine
from policies.pieces import pieces
from policies.policy import Policy
from policies.pseudonyms import Pseudonyms
from policies.recognizers.companies import without_companies
from policies.recognizers.finder import Finder
from policies.recognizers.names_by_lists import QUESTION_LENGTH, NamesInSmallLetters
from policies.recognizers.names_known import KnownNames
from policies.recognizers.persons_in_columns import with_persons_in_columns
from policies.recognizers.references import without_references
from policies.recognizers.registry import recognizers_for
from policies.recognizers.tagger import Tagger, TaggerFinder


class _Registry(RecognizerRegistry):  # type: ignore[misc]  # Presidio has no types
    """All of the recognisers, for they were chosen for the policy; Presidio's own sorts them out each time."""

    def get_recognizers(
        self,
        language: str,
        entities: Sequence[str] | None = None,
        all_fields: bool = False,
        ad_hoc_recognizers: Sequence[Finder] | None = None,
    ) -> list[Finder]:
        """Those that were given, in their order, then those of this call."""
        return [*self.recognizers, *(ad_hoc_recognizers or ())]


class Analysis:
    """Finds personal data as one policy says. Where there is a `memory`, it remembers what it found."""

    def __init__(
        self,
        policy: Policy,
        pseudonyms: Pseudonyms | None,
        tagger: Tagger | None,
        memory: FindingsMemory | None = None,
    ) -> None:
        self._policy = policy
        self._tagger = tagger
        self._memory = memory
        self._key = TextKey()
        recognizers = recognizers_for(policy, pseudonyms, tagger)
        for rank, recognizer in enumerate(recognizers):
            recognizer.rank = rank
        self._known = [each for each in recognizers if isinstance(each, KnownNames)]
        self._tagged = [each for each in recognizers if isinstance(each, TaggerFinder)]
        self._short = [each for each in recognizers if isinstance(each, NamesInSmallLetters)]
        apart = (KnownNames, TaggerFinder, NamesInSmallLetters)
        others = [each for each in recognizers if not isinstance(each, apart)]
        self._entities = sorted({name for each in others for name in each.supported_entities} & set(policy.rules))
        # Presidio's own loggers tell values at debug level; the library must never write any, whatever the host sets.
        for name in ("presidio-analyzer", "presidio-anonymizer", "decision_process"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._engine = AnalyzerEngine(
            registry=_Registry(recognizers=others, supported_languages=[LANGUAGE]),
            nlp_engine=LightNlpEngine(),
            supported_languages=[LANGUAGE],
            context_aware_enhancer=ContextWords(),
            log_decision_process=False,
        )

    def find(
        self, text: str, length: int, artifacts: NlpArtifacts, origin: Origin, pseudonyms: Pseudonyms | None
    ) -> list[Finding]:
        """Findings at or above their thresholds; they may overlap.

        `length` characters are a text and the rest are its annexes. Names that `pseudonyms` know are looked up.
        """
        short = len(text) <= QUESTION_LENGTH
        spans = list(pieces(text, length))
        found = self._in_each([text[start:end] for start, end in spans], origin, short=short)
        findings = [
            replace(finding, start=start + finding.start, end=start + finding.end)
            for (start, _), part in zip(spans, found, strict=True)
            for finding in part
        ]
        finders = [] if pseudonyms is None else [finder.among(pseudonyms) for finder in self._known]
        known = [result for finder in finders for result in finder.analyze(text, self._policy.rules, artifacts)]
        return with_known(findings, self._sure(known, text)) if known else findings

    def read(self, text: str) -> NlpArtifacts:
        """The words of a text (`tokens`), for both passes."""
        return self._engine.nlp_engine.process_text(text, LANGUAGE)

    def _in_each(self, texts: Sequence[str], origin: Origin, *, short: bool) -> list[Sequence[Finding]]:
        """The findings in each piece, from memory or anew."""
        if self._memory is None:
            return self._analysed(texts, short=short)
        digests = [self._key.digest(text, origin, short=short) for text in texts]
        remembered = {digest: self._memory.recall(digest) for digest in digests}
        found: dict[bytes, Sequence[Finding]] = {each: known for each, known in remembered.items() if known is not None}
        new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in found}
        for digest, findings in zip(new, self._analysed(list(new.values()), short=short), strict=True):
            self._memory.keep(digest, findings)
            found[digest] = findings
        return [found[digest] for digest in digests]

    def _analysed(self, texts: Sequence[str], *, short: bool) -> list[Sequence[Finding]]:
        # All of them at once: the tagger then has something to do for each core.
        tags = self._tagger.tag_each(texts) if self._tagger is not None and texts else [[] for _ in texts]
        analysed: list[Sequence[Finding]] = []
        for text, tagged in zip(texts, tags, strict=True):
            results = self._engine.analyze(
                text,
                LANGUAGE,
                entities=self._entities,
                score_threshold=0.0,
                ad_hoc_recognizers=self._short if short else [],
                nlp_artifacts=self.read(text),
            )
            for finder in self._tagged:
                results += finder.results(with_persons_in_columns(text, finder.among(tagged, text)), self._policy.rules)
            analysed.append(self._sure(EntityRecognizer.remove_duplicates(results), text))
        return analysed

    def _sure(self, results: Sequence[RecognizerResult], text: str) -> list[Finding]:
        rules = self._policy.rules
        findings = [_finding(result) for result in results]
        sure = [finding for finding in findings if finding.score >= rules[finding.entity_type].threshold]
        return without_companies(without_references(sure, text), text)


def _finding(result: RecognizerResult) -> Finding:
    metadata = result.recognition_metadata
    return Finding(
        result.start,
        result.end,
        result.entity_type,
        round(float(result.score), 3),
        int(metadata.get("evidence", Evidence.PATTERN)),
        str(metadata[RecognizerResult.RECOGNIZER_NAME_KEY]),
    )
