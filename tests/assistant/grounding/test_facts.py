from __future__ import annotations

import pytest

from assistant.grounding.facts import missing


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("It takes 30 days.", "It takes thirty days."),
        ("It costs $1,200.", "The price: $1200.00"),
        ("It begins on 3 May 2024.", "Start: May 3, 2024"),
        ("Ask Mara Lindqvist.", "mara lindqvist answers"),
        ("The X-ray is free.", "An X-ray is free."),
        ("It is for ⟦PERSON_k7Q2⟧.", "⟦PERSON_k7Q2⟧ has it."),
        ("It rises by 5 percent.", "A rise of 5%."),
    ],
)
def test_a_fact_in_another_spelling_is_not_missing(claim: str, evidence: str) -> None:
    assert missing(claim, evidence) == frozenset()


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("It takes 31 days.", "It takes 30 days."),
        ("It takes 30 weeks.", "It takes 30 days, not weeks."),
        ("It costs €12.", "It costs $12."),
        ("It begins on 3 June 2024.", "It begins on 3 May 2024."),
        ("Please ask Mara Lindgren.", "Ask Mara Lindqvist."),
        ("It is for ⟦PERSON_k7Q2⟧.", "It is for ⟦PERSON_k7Q3⟧."),
    ],
)
def test_a_fact_that_the_evidence_does_not_hold_is_missing(claim: str, evidence: str) -> None:
    assert missing(claim, evidence)
