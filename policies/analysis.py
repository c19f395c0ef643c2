"""Presidio's analyzer as the product runs it: our recognisers, our tokens, whole context words, nothing logged."""

from __future__ import annotations

import logging

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from policies.context_words import ContextWords
from policies.evidence import Evidence
from policies.findings import Finding
from policies.light_nlp import LANGUAGE, LightNlpEngine
from policies.policy import Policy
from policies.pseudonyms import Pseudonyms
from policies.recognizers.references import without_references
from policies.recognizers.registry import recognizers_for
from policies.recognizers.tagger import Tagger


class Analysis:
    """Finds personal data as one policy says."""

    def __init__(self, policy: Policy, pseudonyms: Pseudonyms | None, tagger: Tagger | None) -> None:
        self._policy = policy
        recognizers = recognizers_for(policy, pseudonyms, tagger)
        for rank, recognizer in enumerate(recognizers):
            recognizer.rank = rank
        self._entities = sorted({name for r in recognizers for name in r.supported_entities} & set(policy.rules))
        # Presidio's own loggers tell values at debug level; the library must never write any, whatever the host sets.
        for name in ("presidio-analyzer", "presidio-anonymizer", "decision_process"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._engine = AnalyzerEngine(
            registry=RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE]),
            nlp_engine=LightNlpEngine(),
            supported_languages=[LANGUAGE],
            context_aware_enhancer=ContextWords(),
            log_decision_process=False,
        )

    def find(self, text: str, artifacts: NlpArtifacts) -> list[Finding]:
        """Findings at or above their thresholds; they may overlap."""
        results = self._engine.analyze(
            text, LANGUAGE, entities=self._entities, score_threshold=0.0, nlp_artifacts=artifacts
        )
        rules = self._policy.rules
        findings = [_finding(result) for result in results]
        sure = [finding for finding in findings if finding.score >= rules[finding.entity_type].threshold]
        return without_references(sure, text)

    def read(self, text: str) -> NlpArtifacts:
        """The words of a text (`tokens`), for both passes."""
        return self._engine.nlp_engine.process_text(text, LANGUAGE)


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
