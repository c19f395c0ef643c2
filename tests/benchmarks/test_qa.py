"""What counts as the answer in a quote, in the passage that is cited first, and in the question's own paragraph."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.qa import cites_paragraph, cites_passage, holds_gold, measure

ROW = {
    "kind": "answerable",
    "title": "Old Harbour",
    "context": "The quay is of 1911. It is 80 metres long.",
    "answers": [{"text": "80 metres"}, {"text": "eighty metres"}],
}
PASSAGES = {"a": "The quay is of 1911. It is 80 metres long.", "b": "The mole is of 1920."}


def answer(*citations: tuple[str, str], document: str = "Old_Harbour.md") -> dict[str, Any]:
    return {
        "answered": bool(citations),
        "confidence": 0.9 if citations else 0.1,
        "answer": " ".join(quote for _, quote in citations),
        "citations": [{"document": document, "chunk_id": chunk, "quote": quote} for chunk, quote in citations],
        "timings_ms": {"total": 1.0},
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer(("a", "It is 80 metres long.")), (True, True, True, True)),
        (answer(("a", "The quay is of 1911.")), (False, False, True, True)),
        (answer(("b", "The mole is of 1920."), ("a", "It is 80 metres long.")), (True, False, False, False)),
        (answer(("a", "It is 80 metres long."), document="Force.md"), (False, False, False, True)),
        (answer(), (False, False, False, False)),
    ],
)
def test_a_quote_a_passage_and_a_paragraph_are_told_apart(
    given: dict[str, Any], expected: tuple[bool, bool, bool, bool]
) -> None:
    found = (holds_gold(ROW, given), holds_gold(ROW, given, first=True))
    assert (*found, cites_passage(ROW, given, PASSAGES), cites_paragraph(ROW, given)) == expected


def test_shares_are_of_all_questions_of_their_kind() -> None:
    near = {**ROW, "kind": "near", "answers": []}
    asked = [ROW, ROW, near, {**near, "kind": "off topic"}]
    answers = [answer(("a", "It is 80 metres long.")), answer(), answer(), answer(("b", "The mole is of 1920."))]
    figures = measure(asked, answers, PASSAGES)
    assert figures["answerable"]["first_passage_holds_gold"] == figures["answerable"]["quote_holds_gold"] == 0.5
    assert figures["answerable"]["holds_gold_when_answered"] == 1
    assert (figures["near"]["refused"], figures["off_topic"]["refused"]) == (1, 0)
    assert (figures["near"]["confidence_auc"], figures["off_topic"]["confidence_auc"]) == (0.75, 0.25)
