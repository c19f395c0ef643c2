"""What the trained reader reads in texts with pseudonyms."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.onnx_reader import OnnxReader
from tests.assistant.fakes import passage, redacted

TEXT = "The lighthouse is kept by ⟦PERSON_k7Q2⟧. Letters go to ⟦PERSON_x9Rt⟧ in the harbour office."


@pytest.fixture(scope="module")
def model() -> OnnxReader:
    return OnnxReader(threads=1)


def test_the_random_letters_of_pseudonyms_change_no_score(model: OnnxReader) -> None:
    question = "Who keeps the lighthouse: ⟦PERSON_k7Q2⟧?"
    one, other = (
        model.read(redacted(turned(question)), [passage(turned(TEXT), title=turned("For ⟦PERSON_x9Rt⟧"))])[0]
        for turned in (str, lambda text: text.replace("k7Q2", "B1aa").replace("x9Rt", "Zq4m"))
    )
    assert (one.answerable, one.relevance) == (other.answerable, other.relevance)
    assert np.array_equal(one.starts, other.starts) and np.array_equal(one.ends, other.ends)


def test_where_nothing_answers_that_is_likelier_than_any_span(model: OnnxReader) -> None:
    kept, fed = "The lighthouse is kept by Ada Brandt.", "The bakery in the market sells rye bread."
    answering, other = model.read(redacted("Who keeps the lighthouse?"), [passage(kept), passage(fed)])
    spans = [reading.best() for reading in (answering, other)]
    assert spans[0] is not None and spans[1] is not None
    assert spans[0].logit > answering.nothing
    assert spans[1].logit < other.nothing


def test_the_letters_of_pseudonyms_change_nothing_in_what_supports_a_claim(model: OnnxReader) -> None:
    claim = "⟦PERSON_k7Q2⟧ keeps the lighthouse."
    held = model.support(claim, [redacted(TEXT)])
    assert held == model.support(claim.replace("k7Q2", "B1aa"), [redacted(TEXT.replace("k7Q2", "B1aa"))])
    assert held != model.support(claim.replace("k7Q2", "x9Rt"), [redacted(TEXT)])


def test_an_answer_that_is_a_person_is_the_whole_pseudonym(model: OnnxReader) -> None:
    (reading,) = model.read(redacted("Who keeps the lighthouse?"), [passage(TEXT)])
    span = reading.best()
    assert span is not None and TEXT[span.start : span.end] == "⟦PERSON_k7Q2⟧"


@pytest.mark.parametrize(
    "typed", ["Who keeps the lighthouse", "Who keeps the lighthouse ", "Who keeps the lighthouse? "]
)
def test_a_question_mark_that_was_not_typed_changes_nothing(model: OnnxReader, typed: str) -> None:
    (hurried,), (careful,) = (
        model.read(redacted(each), [passage(TEXT)]) for each in (typed, "Who keeps the lighthouse?")
    )
    assert (hurried.answerable, hurried.relevance) == (careful.answerable, careful.relevance)
    assert np.array_equal(hurried.starts, careful.starts)
    (another,) = model.read(redacted("Where do letters go"), [passage(TEXT)])
    assert another.answerable != careful.answerable
