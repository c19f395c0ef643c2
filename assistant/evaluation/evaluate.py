"""Measures a policy on labelled texts, and gathers the spans that a person should look at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.evaluation.labelled import LabelledText
from assistant.evaluation.scores import Scores, untouched
from policies.policy import Policy, Rule, frozen_rules
from policies.recognizers.tagger import TAGGER
from policies.redactor import Redactor
from policies.text import Entity

MARGIN = 0.15
"""A score this near to its threshold is doubtful, above and below it."""

Why = Literal["leak", "false alarm", "probable miss", "near threshold", "model only"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Characters `start`..`end` of a text that are worth a second look.

    `score` and `recognizer` are those of the finding; a leak has none. `labelled` tells whether a label stands there
    (None: nobody labelled the text).
    """

    text: str
    start: int
    end: int
    entity_type: str
    why: Why
    score: float | None = None
    recognizer: str | None = None
    labelled: bool | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured: scores by type, and the doubtful spans in order of text and place."""

    policy: str
    fingerprint: str
    scores: Scores
    doubts: tuple[Doubt, ...]


def hidden_types(policy: Policy) -> frozenset[str]:
    """The types that a policy hides; where it hides none (`open`), all that it looks for."""
    hidden = frozenset(name for name, rule in policy.rules.items() if rule.action != "keep")
    return hidden or frozenset(policy.rules)


def without_pseudonyms(policy: Policy, margin: float = 0.0) -> Policy:
    """The policy with the same recognisers and no vault, so that a measurement remembers nobody.

    `margin` is taken off each threshold: what is found then and not otherwise nearly was.
    """
    rules = {
        name: Rule("keep" if rule.action == "keep" else "replace", max(0.0, rule.threshold - margin), rule.basis)
        for name, rule in policy.rules.items()
    }
    return replace(policy, rules=frozen_rules(rules))


def evaluate(
    texts: Sequence[LabelledText],
    policy: Policy,
    redactor: Redactor,
    lenient: Redactor,
    *,
    progress: Progress | None = None,
) -> Evaluation:
    """Redact each text and compare with its labels.

    `redactor` and `lenient` are those of `without_pseudonyms(policy)`, the second with thresholds `MARGIN` lower.

    Raises:
        RedactionError: a text can't be redacted.
    """
    scores = Scores(hidden_types(policy))
    doubts: list[Doubt] = []
    for number, each in enumerate(texts, start=1):
        hidden = _of_types(redactor.redact(each.text).entities, scores.hides)
        nearly = _of_types(lenient.redact(each.text).entities, scores.hides)
        found: list[Doubt] = []
        wrong: list[Entity] = []
        if each.labels is not None:
            leaks, wrong = scores.add(each.text, each.labels, hidden)
            found += [Doubt(each.name, leak.start, leak.end, leak.entity_type, "leak", labelled=True) for leak in leaks]
        for entity in hidden:
            why = "false alarm" if entity in wrong else _unsure(entity, policy)
            if why:
                found.append(_doubt(each, entity, why))
        found += [_doubt(each, entity, "probable miss") for entity in untouched(nearly, hidden)]
        doubts += sorted(found, key=lambda doubt: (doubt.start, doubt.end))
        if progress:
            progress(number, len(texts))
    return Evaluation(policy.name, policy.fingerprint, scores, tuple(doubts))


def _of_types(entities: Iterable[Entity], types: Collection[str]) -> list[Entity]:
    return [entity for entity in entities if entity.entity_type in types]


def _unsure(entity: Entity, policy: Policy) -> Why | None:
    if entity.score < policy.rules[entity.entity_type].threshold + MARGIN:
        return "near threshold"
    return "model only" if entity.recognizer == TAGGER else None


def _doubt(text: LabelledText, entity: Entity, why: Why) -> Doubt:
    labelled = None if text.labels is None else not untouched([entity], text.labels)
    place = (text.name, entity.start, entity.end, entity.entity_type)
    return Doubt(*place, why, entity.score, entity.recognizer, labelled)
