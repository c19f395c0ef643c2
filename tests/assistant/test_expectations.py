from __future__ import annotations

import pytest

from assistant.expectations import expectation, may_answer


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("How many beds does the ward have?", "The ward has four beds.", 1.0),
        ("How many beds does the ward have?", "The ward is on the left.", -1.0),
        ("When does the gate close?", "The gate closes on Friday.", 1.0),
        ("When does the gate close?", "The gate is green.", -1.0),
        ("Is the gate green?", "The gate is green.", 0.0),
    ],
)
def test_a_text_holds_what_is_asked_for_or_not(question: str, text: str, fits: float) -> None:
    assert expectation(question, text) == fits


@pytest.mark.parametrize(
    ("question", "text", "may"),
    [
        ("How much does an X-ray cost?", "X-ray images are kept for 10 years.", False),
        ("What does a copy of the film cost?", "The film is developed in the cellar.", False),
        ("What is the fee for a lost key?", "A lost key is reported at the desk.", False),
        ("How much does an X-ray cost?", "| X-ray | 40 |", False),
        ("What does a copy cost?", "A copy is 12.50 each.", True),
        ("What does a copy cost?", "Copies are free.", True),
        ("How much must I pay for parking?", "Parking is covered by the hospital.", True),
        ("How much snow fell?", "It fell for 10 hours.", True),
        ("What did the flood destroy?", "The flood destroyed the mill.", True),
    ],
)
def test_a_question_for_a_price_is_answered_by_what_speaks_of_money(question: str, text: str, may: bool) -> None:
    assert may_answer(question, text) is may


@pytest.mark.parametrize(
    ("question", "text", "may"),
    [
        ("How long was the wait in May?", "The wait in April was 23 minutes.", False),
        ("Who led the ward in 2019?", "In 2021 Dr. Vane led the ward.", False),
        ("When does the pool open on Sunday?", "On Saturday the pool opens at ten.", False),
        ("How long was the wait in May?", "The wait in May was 23 minutes.", True),
        ("How long was the wait in May?", "The wait was 23 minutes.", True),
        ("How long was the wait after April?", "In June the wait was 23 minutes.", True),
        ("May I park on the lawn?", "In August parking on the lawn is allowed.", True),
        ("May visitors come on Sundays?", "Visitors come on Sunday and Monday.", True),
    ],
)
def test_what_is_told_of_one_period_is_no_answer_about_another(question: str, text: str, may: bool) -> None:
    assert may_answer(question, text) is may


def test_a_period_may_have_been_named_before() -> None:
    text = "In April it was 17 minutes, and rose afterwards to 23."
    assert may_answer("How long was the wait in May?", text, before="The wait in May was better than it seems.")
    assert not may_answer("How long was the wait in May?", text, labels="Note of 6 May")


def test_a_header_may_say_that_a_number_is_money() -> None:
    assert may_answer("How much does an X-ray cost?", "| X-ray | 40 |", labels="| Service | Fee (USD) |")


@pytest.mark.parametrize(
    ("question", "text", "may"),
    [
        ("How heavy is the trolley?", "How heavy is the new trolley?", False),
        ("How heavy is the trolley?", "“How heavy is the new trolley?”", False),
        ("How heavy is the trolley?", "- **How heavy is the new trolley?**", False),
        ("How heavy is the trolley?", "How heavy is the new trolley? Forty kilograms.", True),
        ("How heavy is the trolley?", "| How heavy is the new trolley? | 40 kg |", True),
        ("What does the guard call?", "At the gate the guard calls “Who goes there?”", True),
        ("What did the tenants ask?", "How heavy is the new trolley?", True),
        ("Which questions are open?", "- How heavy is the new trolley?", True),
    ],
)
def test_a_question_is_no_answer_unless_questions_are_asked_for(question: str, text: str, may: bool) -> None:
    assert may_answer(question, text) is may
