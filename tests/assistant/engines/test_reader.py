from __future__ import annotations

import pytest

from assistant.answer import Passage
from assistant.engines.reader import Reader
from ingest.onnx_embedder import OnnxEmbedder
from tests.assistant.fakes import WordEmbedder, passage, redacted

HARBOUR = passage(
    "The harbour was dug in 1846 by hand. The lighthouse keeper lives on Gull Rock. "
    "He is paid forty crowns a month. The harbour office sells fishing permits.",
    "harbour",
    title="The harbour of Eldermouth",
)
FEES = passage(
    "| Service | Fee |\n|---|---|\n| Fishing permit for a day | 6 crowns |\n| Mooring for a night | 14 crowns |",
    "fees",
    title="Fees",
)
PARTS = passage("Bring to the mooring office:\n- your passport\n- proof of insurance for the boat", "parts")
PASSAGES = [HARBOUR, FEES, PARTS]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(OnnxEmbedder(threads=1))


def first(reader: Reader, question: str, passages: list[Passage] = PASSAGES) -> str:
    return reader.answer(redacted(question), passages).sentences[0].text


def test_the_sentence_that_answers_comes_first(reader: Reader) -> None:
    assert first(reader, "When was the harbour dug?") == "The harbour was dug in 1846 by hand."


def test_a_sentence_that_points_back_brings_the_one_before_it(reader: Reader) -> None:
    assert first(reader, "How much is the lighthouse keeper paid a month?") == (
        "The lighthouse keeper lives on Gull Rock. He is paid forty crowns a month."
    )


def test_a_row_of_a_table_is_quoted_whole(reader: Reader) -> None:
    assert first(reader, "What is the fee for mooring for a night?") == "| Mooring for a night | 14 crowns |"


def test_the_header_of_a_table_is_never_the_answer(reader: Reader) -> None:
    draft = Reader(OnnxEmbedder(threads=1), threshold=0.0).answer(redacted("Which service has which fee?"), [FEES])
    assert "| Service | Fee |" not in [sentence.text for sentence in draft.sentences]


def test_every_sentence_stands_in_the_passage_that_it_names(reader: Reader) -> None:
    draft = reader.answer(redacted("Who sells fishing permits at the harbour?"), PASSAGES)
    texts = {each.chunk_id: each.text.value for each in PASSAGES}
    assert 1 <= len(draft.sentences) <= 3
    assert all(sentence.text in texts[sentence.chunk_ids[0]] for sentence in draft.sentences)


@pytest.mark.parametrize(
    "question", ["Which enzyme unwinds DNA?", "Who won the chess title in Reykjavik?", "How do I reset my password?"]
)
def test_a_question_about_something_else_is_refused(reader: Reader, question: str) -> None:
    assert reader.answer(redacted(question), PASSAGES).sentences == ()


def test_a_higher_threshold_refuses_more() -> None:
    embedder = OnnxEmbedder(threads=1)
    question = redacted("When was the harbour dug?")
    assert Reader(embedder, threshold=0.0).answer(question, PASSAGES).sentences
    assert not Reader(embedder, threshold=1.0).answer(question, PASSAGES).sentences


def test_no_passages_give_no_answer_and_no_confidence(reader: Reader) -> None:
    draft = reader.answer(redacted("When?"), [])
    assert (draft.sentences, draft.confidence) == ((), 0.0)


def test_all_candidates_are_embedded_in_one_batch_of_bounded_size() -> None:
    embedder = WordEmbedder()
    many = [passage(f"One boat left. Boat {n} came. Ship {n} went. Ferry {n} sank.", f"c{n}") for n in range(40)]
    Reader(embedder).answer(redacted("Which boat left?"), many)
    assert len(embedder.batches) == 1
    assert embedder.batches[0] <= 17
