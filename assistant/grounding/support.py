"""Whether a passage supports a sentence that is not quoted from it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from assistant.answer import Passage
from assistant.grounding import support_weights
from assistant.grounding.contradictions import contradicts, negated
from assistant.grounding.facts import facts, missing
from assistant.grounding.planted import addresses_model
from assistant.lexemes import content_stems
from assistant.seams import SupportJudge
from assistant.units import units
from policies.text import RedactedText

FEATURES = ("containment", "bigrams", "passage_containment", "judged")
"""containment: share of the claim's stems in the span, 0..1; bigrams: share of its pairs of neighbouring stems that are
neighbours in the span; passage_containment: share of its stems in the whole passage with title, section and header;
judged: the logit of its being supported, by the trained judge: the largest of the span's, of the span's with the unit
before and behind it, and of the passage's. A judge that was trained on short paragraphs overlooks one sentence of
many, and one sentence alone may say "it".

The cosine of claim and span was tried and left: it brought .001 of balanced accuracy (`benchmarks/grounding.py`)."""

MOST_JUDGED = 4
"""Passages that the judge reads for one claim: those that hold most of its words."""

CLEARLY_MORE = 0.5
"""Of `Held.words`."""

SHORT_STEMS = 5
"""A claim of no more words of content has to speak of something that its evidence names."""

LEAST_STEMS = 2
"""A claim with fewer words of content, and no number or name, says nothing that could be checked."""


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """A span of a passage's text (offsets of that text) and how likely it is that it supports a claim, 0..1."""

    passage: Passage
    start: int
    end: int
    score: float


def best_evidence(claim: str, passages: Sequence[Passage], judge: SupportJudge) -> Evidence | None:
    """The unit of a passage, or two that follow one another, that best supports a claim; None when none does.

    Every number, date, measure, name and pseudonym of the claim must stand in the passage, its title, section or table
    header; claim and span must both deny or neither.
    """
    if len(set(content_stems(claim))) < LEAST_STEMS and not facts(claim):
        return None
    found = [(passage, held) for passage in passages if (held := best_span(claim, passage)) is not None]
    found.sort(key=lambda each: -each[1].words)
    found = found[:MOST_JUDGED]
    scored = [
        Evidence(passage, held.start, held.end, score=support((*held.features, logit)))
        for (passage, held), logit in zip(found, judged(claim, found, judge), strict=True)
    ]
    best = max(scored, key=lambda evidence: evidence.score, default=None)
    return best if best is not None and best.score >= support_weights.THRESHOLD else None


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What of a claim's words a span of a passage's text holds: the lexical ones of `FEATURES`."""

    start: int
    end: int
    features: tuple[float, float, float]

    @property
    def words(self) -> float:
        """How much it holds, 0..3, to choose by."""
        return sum(self.features)


def best_span(claim: str, passage: Passage) -> Held | None:
    """The span of a passage that holds most of a claim's words; None where a hard rule speaks against all of them.

    A span that denies what the claim says, or the other way round, or says something else in its words
    (`assistant.grounding.contradictions`), and holds clearly more of them than any other speaks against it too. What a
    passage orders a language model to say is no evidence (`assistant.grounding.planted`).
    """
    label = f"{passage.title.value}\n{passage.section.value}\n{passage.header.value}\n"
    text = passage.text.value
    told = label + _told(passage.text).value
    asked, known = content_stems(claim), set(content_stems(told))
    if missing(claim, told) or _is_new(asked, known):
        return None
    denies = negated(claim)
    wanted, pairs = set(asked), set(pairwise(asked))
    around = len(wanted & known) / (len(wanted) or 1)
    agreeing: Held | None = None
    most = 0.0
    for start, end in spans(text):
        if addresses_model(text[start:end]):
            continue
        here = content_stems(text[start:end])
        shares = len(wanted & set(here)) / (len(wanted) or 1), len(pairs & set(pairwise(here))) / (len(pairs) or 1)
        held = Held(start, end, (*shares, around))
        if denies != negated(text[start:end]) or contradicts(claim, text[start:end]):
            most = max(most, held.words)
        elif agreeing is None or held.words > agreeing.words:
            agreeing = held
    return None if agreeing is None or most - agreeing.words > CLEARLY_MORE else agreeing


def judged(claim: str, found: Sequence[tuple[Passage, Held]], judge: SupportJudge) -> list[float]:
    """The value of the last of `FEATURES` for each span."""
    views = [_views(passage.text, held) for passage, held in found]
    logits = iter(judge.support(claim, [view for each in views for view in each]))
    return [max(next(logits) for _ in each) for each in views]


def _views(text: RedactedText, held: Held) -> list[RedactedText]:
    """A span, the span with its neighbours, and the whole text: each that is another one."""
    around = [(unit.start, unit.end) for unit in units(text.value)]
    start = max((a for a, b in around if b <= held.start), default=held.start)
    end = min((b for a, b in around if a >= held.end), default=held.end)
    views = [text.slice(held.start, held.end), text.slice(start, end), text]
    return list(dict.fromkeys(_told(view) for view in views))


def _told(text: RedactedText) -> RedactedText:
    """A text without what it orders a language model to say."""
    if not addresses_model(text.value):
        return text
    kept = [text.slice(unit.start, unit.end) for unit in units(text.value)]
    return RedactedText.join([unit for unit in kept if not addresses_model(unit.value)])


def _is_new(asked: Sequence[str], known: Set[str]) -> bool:
    """Whether what a claim comes to, or what a short one speaks of, is a stem that its evidence has not at all.

    An English sentence ends with what is new in it: "... sails at midnight".
    """
    if not asked:
        return False
    return asked[-1] not in known or (len(asked) <= SHORT_STEMS and asked[0] not in known)


def support(values: Sequence[float]) -> float:
    """How likely it is, 0..1, that a span with these features supports the claim."""
    logit = support_weights.INTERCEPT + sum(w * v for w, v in zip(support_weights.WEIGHTS, values, strict=True))
    return 1 / (1 + exp(-logit))


def spans(text: str) -> list[tuple[int, int]]:
    """Each unit of a text, and each two that follow one another."""
    single = [(unit.start, unit.end) for unit in units(text)]
    return single + [(first[0], second[1]) for first, second in pairwise(single)]
