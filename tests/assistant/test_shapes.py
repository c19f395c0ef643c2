from __future__ import annotations

from assistant.answer import Answer, DraftSentence, Refusal
from assistant.grounding.gate import Gate
from assistant.shapes import answer_to_json, hits_to_json
from policies.text import EMPTY
from tests.assistant.fakes import FixedEngine, MarkingReader, passage, redacted

HOURS = passage("The reading room opens at nine.", "hours", section="Rooms")


def test_an_answer_has_every_field_of_the_contract() -> None:
    draft = FixedEngine(DraftSentence(HOURS.text.value, ("hours",))).answer(redacted("When?"), [HOURS])
    checked = Gate(MarkingReader()).check(draft, [HOURS])
    answer = Answer(
        redacted("When?"), redacted(checked.text), 0.9, "fixed", checked.citations, timings_ms={"total": 1.0}
    )
    shape = answer_to_json(answer, "q7")
    assert set(shape) >= {
        "id", "question", "answered", "answer", "confidence", "engine", "citations", "refusal", "timings_ms"
    }  # fmt: skip
    assert (shape["id"], shape["answered"], shape["refusal"]) == ("q7", True, None)
    assert shape["citations"] == [
        {
            "document": "hours.md",
            "document_id": "doc-hours",
            "page": 2,
            "section": "Rooms",
            "chunk_id": "hours",
            "quote": "The reading room opens at nine.",
            "start": 100,
            "end": 131,
            "score": 1.0,
        }
    ]


def test_a_refusal_has_its_reason_and_the_closest_passages() -> None:
    answer = Answer(redacted("Why?"), EMPTY, 0.1, "fixed", refusal=Refusal("not_found", "Not there."), closest=(HOURS,))
    shape = answer_to_json(answer)
    assert (shape["answered"], shape["answer"], shape["citations"]) == (False, "", [])
    assert shape["refusal"] == {"reason": "not_found", "message": "Not there."}
    assert shape["closest"] == hits_to_json(redacted("Why?"), [HOURS])["hits"]


def test_a_hit_has_every_field_of_the_contract() -> None:
    shape = hits_to_json(redacted("rooms"), [HOURS], 3)
    (hit,) = shape["hits"]  # type: ignore[misc, attr-defined]
    assert (shape["id"], shape["query"]) == (3, "rooms")
    assert set(hit) >= {"document", "document_id", "chunk_id", "page", "section", "score", "text"}
