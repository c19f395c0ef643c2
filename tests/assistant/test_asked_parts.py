"""Which questions ask several things, and what each of them asks."""

from __future__ import annotations

import pytest

from assistant.asked_parts import asked_parts, parts_of
from policies.redactor import Redactor
from tests.assistant.fakes import MaskingRedactor, redacted


def parts(question: str) -> list[str]:
    return [" ".join(question[start:end] for start, end in part) for part in asked_parts(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the pump cost and when is it serviced?", ["What does the pump cost", "when is it serviced?"]),
        ("who signs the form, and where do I send it", ["who signs the form", "where do I send it"]),
        (
            "What is the fee, how long does the office take, and who decides?",
            ["What is the fee", "how long does the office take", "who decides?"],
        ),
        (
            "If my badge is lost, who do I call and when must I report it?",
            ["If my badge is lost, who do I call", "If my badge is lost, when must I report it?"],
        ),
        (
            "I start in May: what is my pay, and do I get a locker?",
            ["I start in May: what is my pay", "I start in May: do I get a locker?"],
        ),
        (
            "I moved. Where do I report it? What does it cost?",
            ["I moved. Where do I report it?", "I moved. What does it cost?"],
        ),
        (
            "Why did the mill close, who bought it, and up to what sum can the bank lend?",
            ["Why did the mill close", "who bought it", "up to what sum can the bank lend?"],
        ),
        ("Tell me what it costs and when it opens.", ["what it costs", "when it opens."]),
        (
            "Does firmware 4 run on it, and if not, what does a new board cost?",
            ["Does firmware 4 run on it", "what does a new board cost?"],
        ),
        (
            "What does a seal cost, and are bearings covered by the warranty?",
            ["What does a seal cost", "are bearings covered by the warranty?"],
        ),
        ("Who deals with leave and who with journeys abroad?", ["Who deals with leave", "who with journeys abroad?"]),
    ],
)
def test_each_part_has_its_own_verb_and_what_all_share(question: str, expected: list[str]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "When and where is the meeting?",
        "When the alarm rings, what do I do?",
        "When I am ill, who do I call?",
        "Which pump was bought in 2019 and is still in use?",
        "Who wrote and directed the film?",
        "What are the rules for cats and dogs?",
        "What was decided and why?",
        "Do I need to say when I leave and when I come back?",
        "Who was so tall, and was now very poor?",
        "Which firms made an offer and at what price?",
        "Who is the owner of the mill, who died in 1911?",
        "What was the result of the decline of Ae. Aegyptus when the virus struck?",
        "Can I come and have a look?",
        "Is it open on Sunday or is it closed?",
        "The pump leaks. It is old.",
        "What is A? What is B? What is C? What is D? What is E?",
    ],
)
def test_a_single_question_stays_whole(question: str) -> None:
    assert parts(question) == []


def test_a_long_story_does_not_go_with_each_part() -> None:
    story = "I moved in last May with my two dogs and a parrot. " * 4
    assert parts(f"{story}Where do I report it? What does it cost?") == ["Where do I report it?", "What does it cost?"]
    assert parts(f"{story}Where do I report that?") == ["Where do I report that?"]
    assert parts(f"{story[:51]}Where do I report that?") == parts(story) == []


def test_what_a_part_points_back_to_is_put_in_its_place() -> None:
    redactor: Redactor = MaskingRedactor()  # type: ignore[assignment]
    question = redacted("How many crates were thrown away, and what were they worth?")
    found = parts_of(question, redactor)
    assert [asked.value for asked, _ in found] == ["How many crates were thrown away", "what were they worth?"]
    assert [alone.value for _, alone in found] == ["How many crates were thrown away", "What were crates worth?"]
    assert parts_of(redacted("What were they worth?"), redactor) == []


def test_pseudonyms_make_no_question_too_long() -> None:
    redactor: Redactor = MaskingRedactor()  # type: ignore[assignment]
    names = " ".join(["⟦PERSON_k7Q2⟧"] * 300)
    found = parts_of(redacted(f"Where does {names} sit and when does {names} eat? Who pays?"), redactor)
    assert len(found) == 3
