"""The JSON shapes of command line and REST: one function a noun, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.answer import Answer, Citation, Passage
from policies.errors import AssistantError
from policies.text import Redaction, RedactedText

Json = dict[str, Any]
TIMINGS = ("redact", "retrieve", "rerank", "answer", "check", "total")


def answer_json(answer: Answer) -> Json:
    """`ask`: what leaves for a question; `closest` holds the nearest passages of a refusal."""
    refusal = answer.refusal
    return {
        "question": answer.question.value,
        "answered": answer.answered,
        "answer": answer.text.value,
        "confidence": round(answer.confidence, 4),
        "engine": answer.engine,
        "citations": [citation_json(citation) for citation in answer.citations],
        "refusal": None if refusal is None else {"reason": refusal.reason, "message": refusal.message},
        "closest": [hit_json(passage) for passage in answer.closest],
        "timings_ms": {step: round(answer.timings_ms.get(step, 0.0), 2) for step in TIMINGS},
    }


def citation_json(citation: Citation) -> Json:
    """Where a sentence stands; `quote` is the characters `start`..`end` of the redacted document."""
    return {
        "document": citation.document.value,
        "document_id": citation.document_id,
        "page": citation.page,
        "section": citation.section.value or None,
        "chunk_id": citation.chunk_id,
        "quote": citation.quote.value,
        "start": citation.start,
        "end": citation.end,
        "score": round(citation.score, 6),
    }


def hit_json(passage: Passage) -> Json:
    """One hit of `search`."""
    return {
        "document": passage.document.value,
        "document_id": passage.document_id,
        "chunk_id": passage.chunk_id,
        "page": passage.page,
        "section": passage.section.value or None,
        "score": round(passage.score, 6),
        "text": passage.text.value,
    }


def search_json(query: RedactedText, hits: Iterable[Passage]) -> Json:
    """`search`: hits, best first."""
    return {"query": query.value, "hits": [hit_json(hit) for hit in hits]}


def redaction_json(redaction: Redaction) -> Json:
    """`redact`: offsets are into the input, whose values are never printed."""
    return {
        "policy": redaction.policy,
        "text": redaction.text.value,
        "entities": [
            {
                "entity_type": entity.entity_type,
                "start": entity.start,
                "end": entity.end,
                "score": round(entity.score, 4),
                "action": entity.action,
                "replacement": entity.replacement,
                "recognizer": entity.recognizer,
            }
            for entity in redaction.entities
        ],
    }


def error_json(error: AssistantError) -> Json:
    """An error of ours, as the one JSON value of a command that failed."""
    return {"error": {"message": error.problem, "remedy": error.remedy, "type": type(error).__name__}}


def with_id(identifier: Any, value: Mapping[str, Any]) -> Json:
    """A value under the id that its request bore; None where it bore none."""
    return {"id": identifier, **value}
