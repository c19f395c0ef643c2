from __future__ import annotations

import pytest

from assistant.courtesies import is_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "thank you so much",
        "Ok, great.",
        "Hello there!",
        "Good morning",
        "Perfect, thanks a lot for your help :)",
    ],
)
def test_a_text_that_only_greets_thanks_or_agrees_is_a_courtesy(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hi, where is the canteen",
        "Thanks! And the key?",
        "fine",
        "good conduct",
        "Hello World program",
        "Thanksgiving",
        "That is all leave?",
        "nice cups",
        "No",
        "ok google",
    ],
)
def test_what_may_ask_for_something_is_none(text: str) -> None:
    assert not is_courtesy(text)


def test_a_long_text_is_none_and_takes_no_time() -> None:
    assert not is_courtesy("thanks " * 10_000)
    assert not is_courtesy("ok " * 33 + "x")
