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
    answer = replace(ANSWERED, citations=(CITED, other, CITED))
    assert notes_of(answer) == "\n\n[1] hours.pdf, p. 3\n[2] hours.pdf, Opening hours"
    assert notes_of(replace(ANSWERED, citations=())) == ""


def test_parts_of_the_question_that_nothing_answers_stand_behind_the_notes() -> None:
    answer = replace(ANSWERED, citations=(CITED,), unanswered=(redacted("who\npays?"), redacted("<b>when?")))
    noted = notes_of(answer)
    assert noted.startswith("\n\n[1] hours.pdf, p. 3\nNothing more was found on: who pays?\n")
    assert "<b>" not in noted
    assert without_notes(f"It opens at six.{noted}") == "It opens at six."


@pytest.mark.parametrize("text", ["It opens at six.", "See [1] below.\n\n- one\n- two"])
def test_notes_are_taken_off_again(text: str) -> None:
    assert without_notes(text + notes_of(replace(ANSWERED, citations=(CITED, replace(CITED, page=4))))) == text
    assert without_notes(text) == text
