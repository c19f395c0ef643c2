"""Citations as numbered notes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.notes import notes_of, without_notes
from tests.assistant.fakes import redacted
from tests.assistant.test_structured import ANSWERED

CITED = ANSWERED.citations[0]


def test_each_place_is_noted_once_in_the_order_of_the_answer() -> None:
    other = replace(CITED, page=None, section=redacted("Opening\nhours"))
    assert notes_of([CITED, other, CITED]) == "\n\n[1] hours.pdf, p. 3\n[2] hours.pdf, Opening hours"
    assert notes_of([]) == ""


@pytest.mark.parametrize("text", ["It opens at six.", "See [1] below.\n\n- one\n- two"])
def test_notes_are_taken_off_again(text: str) -> None:
    assert without_notes(text + notes_of([CITED, replace(CITED, page=4)])) == text
    assert without_notes(text) == text
