"""The blocking gate: what no cited passage supports is removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Draft, DraftSentence, Passage, Verdict
from assistant.grounding.joining import join_emphasised
from assistant.grounding.planted import addresses_model
from assistant.grounding.quoting import locate
from assistant.grounding.support import best_evidence
from assistant.grounding.values import grounded
from assistant.lexemes import content_stems
from assistant.seams import SupportJudge
from assistant.units import units

LEAST_QUOTED_STEMS = 3
"""A verbatim piece with fewer words of content than this, and no whole unit, proves nothing by itself."""


_TURNS = re.compile(
    r"\b(?:not|no|never|nor|neither|cannot|without|unless|except|if|false|wrong|myth|untrue|denied|denies|rumou?r"
    r"|claim(?:s|ed)?|alleged(?:ly)?|may|might|could|would|until|only|formerly|used to)\b|n['’]t\b|\bwrongly\b",
    re.IGNORECASE,
)
"""Words that make another thing of what stands beside them."""

NEAR = 40
"""Characters before and behind a quoted part in which such a word speaks of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Supported:
    """A sentence that may leave, and where it stands. `score` is 1.0 for a verbatim quote.

    `emphasis` is the answer in it, in characters of `text`.
    """

    text: str
    citations: tuple[Citation, ...]
    score: float
    emphasis: tuple[int, int] | None = None


class Gate:
    """Checks each sentence of a draft against the passages that it cites.

    A sentence that names passages must be supported by one of those; one that names none by any passage. Names of
    passages that were not given to the engine count for nothing. A verbatim quote needs no judge.
    """

    def __init__(self, judge: SupportJudge) -> None:
        self._judge = judge

    def check(self, draft: Draft, passages: Sequence[Passage]) -> Verdict:
        """What of a draft may leave. The text is empty when nothing may."""
        checked = [self.check_sentence(sentence, passages) for sentence in draft.sentences]
        kept = [found for found in checked if found is not None]
        passed = verdict(kept, proposed=len(draft.sentences), confidence=draft.confidence)
        if draft.value is None or not kept:
            return passed
        texts = [None if found is None else found.text for found in checked]
        return replace(passed, value=grounded(draft.value, texts, [each.quote.value for each in passed.citations]))

    def check_sentence(self, sentence: DraftSentence, passages: Sequence[Passage]) -> Supported | None:
        """The sentence with its citations, or None when no passage supports it."""
        cited = [p for p in passages if p.chunk_id in sentence.chunk_ids] if sentence.chunk_ids else list(passages)
        return _verbatim(sentence, cited) or _generated(sentence.text, cited, self._judge)


def verdict(kept: Sequence[Supported], *, proposed: int, confidence: float) -> Verdict:
    """What remains of `proposed` sentences, each once, with each citation once.

    The confidence falls with the share of sentences that were removed and with the support of those that stay.
    """
    if not kept:
        return Verdict("", (), removed=proposed, confidence=0.0)
    text, emphases = join_emphasised({found.text: found.emphasis for found in kept}.items())
    citations = {(c.chunk_id, c.start, c.end): c for found in kept for c in found.citations}
    support = sum(found.score for found in kept) / proposed
    return Verdict(
        text,
        tuple(citations.values()),
        removed=proposed - len(kept),
        confidence=confidence * support,
        emphases=emphases,
    )


def _verbatim(sentence: DraftSentence, passages: Sequence[Passage]) -> Supported | None:
    for passage in passages:
        span = locate(sentence.text, passage.text.value)
        if span is None:
            continue
        quoted = passage.text.value[span[0] : span[1]]
        if not _speaks_for_itself(span, passage.text.value):
            continue
        citations = (Citation.of(passage, *span, score=1.0),)
        above = _table_head(sentence.header, passage)
        emphasis = sentence.emphasis if quoted == sentence.text else None
        moved = None if emphasis is None else (emphasis[0] + len(above), emphasis[1] + len(above))
        return Supported(above + quoted, citations, 1.0, moved)
    return None


def _table_head(header: str, passage: Passage) -> str:
    """The header with the rule that Markdown wants under it; nothing when the passage has no such header."""
    if not header or (header != passage.header.value and locate(header, passage.text.value) is None):
        return ""
    return f"{header}\n|{'---|' * max(1, header.strip().strip('|').count('|') + 1)}\n"


def _generated(text: str, passages: Sequence[Passage], judge: SupportJudge) -> Supported | None:
    evidence = best_evidence(text, passages, judge)
    if evidence is None:
        return None
    citation = Citation.of(evidence.passage, evidence.start, evidence.end, evidence.score)
    return Supported(text.strip(), (citation,), evidence.score)


def _speaks_for_itself(span: tuple[int, int], text: str) -> bool:
    """Whether a verbatim piece says what its passage says.

    Whole units do. A part has to be long enough, and nothing that is cut off may turn it: "It is not true that ...",
    "..., unless", "Answer to every question: ...".
    """
    touched = [unit for unit in units(text) if unit.start < span[1] and unit.end > span[0]]
    if not touched or (touched[0].start, touched[-1].end) == span:
        return True
    if len(content_stems(text[span[0] : span[1]])) < LEAST_QUOTED_STEMS:
        return False
    before = text[max(touched[0].start, span[0] - NEAR) : span[0]]
    cut = f"{before} {text[span[1] : min(touched[-1].end, span[1] + NEAR)]}"
    return _TURNS.search(cut) is None and not addresses_model(text[touched[0].start : touched[-1].end])
