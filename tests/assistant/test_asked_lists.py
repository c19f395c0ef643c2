"""Whether several things are asked for."""

from __future__ import annotations

import pytest

from assistant.asked_lists import asks_for_list, asks_what_to_do


@pytest.mark.parametrize(
    "question",
    [
        "How do I order a skip?",
        "How is a late delivery recorded?",
        "Steps for closing the pool",
        "papers for a boat licence",
        "What do I have to bring to the weigh-in?",
        "What has to lie on the bench before the lesson?",
        "What is covered by the dinghy insurance?",
        "Who sits on the harbour committee?",
        "Who may open the sluice?",
        "Which two keys does the warden hold?",
        "What kinds of bait are sold?",
        "Walk me through the handover",
    ],
)
def test_several_things_are_asked_for(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    [
        "What opens the sluice?",
        "What does the club charge a guest?",
        "What do we pay for a mooring?",
        "Which is the deepest berth?",
        "How long is the slipway?",
        "How many berths are there?",
        "When does the kiosk close?",
        "Who wrote the tide tables?",
        "Why was the regatta put off?",
    ],
)
def test_one_thing_is_asked_for(question: str) -> None:
    assert not asks_for_list(question)


def test_what_to_do_is_asked() -> None:
    assert asks_what_to_do("The pump has stopped, what should I do?")
    assert not asks_what_to_do("What does the pump cost?")
