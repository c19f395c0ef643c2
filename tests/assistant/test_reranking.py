from __future__ import annotations

from assistant.reranking import ReadingReranker
from tests.assistant.fakes import MarkingReader, passage, redacted

QUESTION = redacted("When does the room open?")
CLOSED = passage("The room is closed in August.", "closed", score=1.0)
OPEN = passage("The room opens at nine.", "open", score=0.9)
OTHER = passage("Dogs stay outside.", "other", score=0.5)


def test_a_passage_that_answers_goes_before_one_that_was_found_first() -> None:
    reread = ReadingReranker(MarkingReader("nine"), depth=3).rerank(QUESTION, [CLOSED, OPEN, OTHER])
    assert [each.chunk_id for each in reread] == ["open", "closed", "other"]


def test_the_reading_goes_along() -> None:
    (first, *_) = ReadingReranker(MarkingReader("nine"), depth=3).rerank(QUESTION, [CLOSED, OPEN])
    assert first.reading is not None
    assert first.reading.answerable > 0


def test_passages_behind_the_depth_are_not_read_and_stay_behind() -> None:
    reader = MarkingReader("outside")
    reread = ReadingReranker(reader, depth=2).rerank(QUESTION, [CLOSED, OPEN, OTHER])
    assert reader.read_passages == [["closed", "open"]]
    assert [each.chunk_id for each in reread][-1] == "other"
    assert reread[-1].reading is None


def test_scores_fall() -> None:
    reread = ReadingReranker(MarkingReader("nine"), depth=2).rerank(QUESTION, [CLOSED, OPEN, OTHER])
    scores = [each.score for each in reread]
    assert scores == sorted(scores, reverse=True)


def test_a_passage_that_names_the_person_asked_about_stays_in_front() -> None:
    named = passage("⟦PERSON_k7Q2⟧ is on leave.", "named", score=3.0)
    reread = ReadingReranker(MarkingReader("nine"), depth=2).rerank(
        redacted("When is ⟦PERSON_k7Q2⟧ in?"), [OPEN, named]
    )
    assert reread[0].chunk_id == "named"


def test_no_passages_give_none() -> None:
    assert ReadingReranker(MarkingReader(), depth=2).rerank(QUESTION, []) == []
