"""Scores, counted by hand."""

from __future__ import annotations

import pytest

from assistant.evaluation.labelled import Label
from assistant.evaluation.scores import EntityScore, Scores, is_hidden

TEXT = "Ilka Sorrento, 536-22-8726"
NAME, NUMBER = Label(0, 13, "PERSON"), Label(15, 26, "US_SSN")


def scores(*found: Label, labels: tuple[Label, ...] = (NAME, NUMBER)) -> Scores:
    counted = Scores({"PERSON", "US_SSN", "PHONE_NUMBER"})
    counted.add(TEXT, labels, found)
    return counted


def test_a_span_is_hidden_when_each_of_its_letters_and_digits_is() -> None:
    assert is_hidden(TEXT, NUMBER, [Label(15, 18, "A"), Label(19, 21, "B"), Label(22, 26, "C")])
    assert not is_hidden(TEXT, NUMBER, [Label(15, 25, "A")])


def test_a_span_hidden_under_another_type_is_no_leak() -> None:
    counted = scores(NAME, Label(15, 26, "PHONE_NUMBER")).judged()
    assert counted["US_SSN"].recall == 1.0 and counted["PHONE_NUMBER"].right == 1


def test_half_a_name_is_a_leak_and_no_false_alarm() -> None:
    counted = scores(Label(0, 4, "PERSON"))
    assert counted.entities["PERSON"].leaks == 1 and counted.entities["PERSON"].right == 1
    assert (counted.texts, counted.without_leak) == (1, 0)


def test_what_touches_no_label_is_a_false_alarm() -> None:
    found = scores(NAME, NUMBER, Label(14, 15, "PERSON")).judged()["PERSON"]
    assert found.precision == 0.5 and found.recall == 1.0


def test_a_type_that_is_labelled_nowhere_has_no_precision_and_counts_for_nothing() -> None:
    counted = scores(NAME, NUMBER, Label(14, 15, "PHONE_NUMBER"))
    assert counted.judged()["PHONE_NUMBER"].precision is None and counted.all().precision == 1.0


def test_a_label_of_a_type_that_stays_readable_is_no_leak() -> None:
    counted = scores(NAME, labels=(NAME, Label(15, 26, "LOCATION")))
    assert counted.without_leak == 1 and counted.not_asked == 1


@pytest.mark.parametrize(
    ("labelled", "hidden", "found", "right", "f2"), [(10, 8, 16, 8, 5 * 0.5 * 0.8 / 2.8), (2, 0, 3, 0, 0.0)]
)
def test_f2_counts_recall_twice(labelled: int, hidden: int, found: int, right: int, f2: float) -> None:
    assert EntityScore(labelled, hidden, found, right).f2 == pytest.approx(f2)
