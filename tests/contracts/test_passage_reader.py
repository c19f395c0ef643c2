"""What every reader of passages and judge of claims keeps: run over the double and the shipped model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from assistant.onnx_reader import OnnxReader
from assistant.seams import PassageReader, SupportJudge
from tests.assistant.fakes import MarkingReader, passage, redacted

READERS: dict[str, Callable[[], MarkingReader | OnnxReader]] = {
    "double": lambda: MarkingReader("forty"),
    "onnx": lambda: OnnxReader(threads=1),
}
QUESTION = redacted("How many stalls has the yard?")
PASSAGES = [
    passage("The yard was paved in 1902. It has forty stalls.", "yard", title="The yard", score=0.8),
    passage("Grüße aus Köln, 東京 and ⟦PERSON_k7Q2⟧!", "greetings", score=1.0),
    passage("Boats are tied to the pier. " * 120, "long", section="Boats", score=0.1),
    passage("a", "short"),
]


@pytest.fixture(scope="module", params=READERS)
def reader(request: pytest.FixtureRequest) -> MarkingReader | OnnxReader:
    return READERS[request.param]()


def test_gives_a_reading_for_each_passage_in_order(reader: PassageReader) -> None:
    readings = reader.read(QUESTION, PASSAGES)
    alone = [reader.read(QUESTION, [each])[0] for each in PASSAGES]
    assert [r.answerable for r in readings] == pytest.approx([r.answerable for r in alone], abs=0.05)


def test_reads_nothing_from_nothing(reader: PassageReader) -> None:
    assert reader.read(QUESTION, []) == []


def test_pieces_stand_in_order_within_the_passage(reader: PassageReader) -> None:
    for read, found in zip(PASSAGES, reader.read(QUESTION, PASSAGES), strict=True):
        assert found.offsets.shape == (len(found.starts), 2) == (len(found.ends), 2)
        assert (found.offsets[:, 0] <= found.offsets[:, 1]).all()
        assert (np.diff(found.offsets[:, 0]) >= 0).all()
        assert found.offsets.max(initial=0) <= len(read.text)


def test_the_prior_is_the_share_of_the_best_score(reader: PassageReader) -> None:
    assert [r.prior for r in reader.read(QUESTION, PASSAGES)] == pytest.approx([0.8, 1.0, 0.1, 1.0])


def test_the_answer_stands_where_it_is_found(reader: PassageReader) -> None:
    span = reader.read(QUESTION, PASSAGES[:1])[0].best()
    assert span is not None
    assert "forty" in PASSAGES[0].text.value[span.start : span.end]


def test_a_passage_that_answers_is_more_answerable_than_one_that_does_not(reader: PassageReader) -> None:
    yard, greetings = reader.read(QUESTION, PASSAGES[:2])
    assert yard.answerable > greetings.answerable


def test_a_text_supports_its_own_words_more_than_another_text_does(reader: SupportJudge) -> None:
    own, other = reader.support("The yard has forty stalls.", [PASSAGES[0].text, PASSAGES[1].text])
    assert own > other
    assert reader.support("The yard has forty stalls.", []) == []
