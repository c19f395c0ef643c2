"""The JSON shapes of questions and searches, field by field, for the command line and REST alike."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, Citation, Decision, Passage
from policies.text import RedactedText

Json = dict[str, object]


def answer_to_json(answer: Answer, id: object = None) -> Json:
    """The shape of `ask`. `id` is the question's own in a batch, else null; `closest` is empty but for refusals.

    `rewritten` is the question as it was understood from the conversation before it, null where it stands alone;
    `unanswered` holds the parts of a question that asks several things for which no answer was found.
    """
    refusal = answer.refusal
    return {
        "id": id,
        "question": answer.question.value,
        "rewritten": None if answer.rewritten is None else answer.rewritten.value,
        "answered": answer.answered,
        "answer": answer.text.value,
        "unanswered": [part.value for part in answer.unanswered],
        "confidence": round(answer.confidence, 4),
        "engine": answer.engine,
        "routing": [_decision(decision) for decision in answer.routing],
        "citations": [citation_to_json(citation) for citation in answer.citations],
        "refusal": None if refusal is None else {"reason": refusal.reason, "message": refusal.message},
        "closest": [_hit(passage) for passage in answer.closest],
        "timings_ms": {stage: round(milliseconds, 2) for stage, milliseconds in answer.timings_ms.items()},
    }


def hits_to_json(query: RedactedText, passages: Sequence[Passage], id: object = None) -> Json:
    """The shape of `search`, best hit first. `id` is the query's own in a batch, else null."""
    return {"id": id, "query": query.value, "hits": [_hit(passage) for passage in passages]}


def citation_to_json(citation: Citation) -> Json:
    """The shape of one citation; `start` and `end` are characters of the redacted document."""
    return {
        "document": citation.document.value,
        "document_id": citation.document_id,
        "page": citation.page,
        "section": citation.section.value or None,
        "chunk_id": citation.chunk_id,
        "quote": citation.quote.value,
        "start": citation.start,
        "end": citation.end,
        "score": round(citation.score, 4),
    }


def _decision(decision: Decision) -> Json:
    confidence = None if decision.confidence is None else round(decision.confidence, 4)
    return {"engine": decision.engine, "reason": decision.reason, "confidence": confidence}


def _hit(passage: Passage) -> Json:
    return {
        "document": passage.document.value,
        "document_id": passage.document_id,
        "chunk_id": passage.chunk_id,
        "page": passage.page,
        "section": passage.section.value or None,
        "score": round(passage.score, 6),
        "text": passage.text.value,
        "start": passage.start,
        "end": passage.end,
    }
