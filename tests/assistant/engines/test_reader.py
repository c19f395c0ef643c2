"""The embedded reader with its trained model: what people ask for, in the shape that they want it in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.answer import DraftSentence, Passage
from assistant.engines.reader import Reader
from assistant.onnx_reader import MODEL_FOLDER, OnnxReader
from assistant.turn import Part, Turn
from policies.errors import ModelError
from tests.assistant.fakes import MarkingReader, passage, redacted

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
RULES = passage("Dogs may not enter the fish hall. Bicycles may be left at the gate.", "rules", title="House rules")
PASSAGES = [HARBOUR, FEES, PARTS, RULES]


@pytest.fixture(scope="module")
def model() -> OnnxReader:
    return OnnxReader(threads=1)


@pytest.fixture(scope="module")
def reader(model: OnnxReader) -> Reader:
    return Reader(model)


def first(reader: Reader, question: str) -> DraftSentence:
    return reader.answer(redacted(question), PASSAGES).sentences[0]


def bold(sentence: DraftSentence) -> str | None:
    return None if sentence.emphasis is None else sentence.text[slice(*sentence.emphasis)]


def test_the_sentence_that_answers_comes_first_with_the_answer_marked(reader: Reader) -> None:
    sentence = first(reader, "When was the harbour dug?")
    assert (sentence.text, bold(sentence)) == ("The harbour was dug in 1846 by hand.", "1846")


def test_a_sentence_that_points_back_brings_the_one_before_it(reader: Reader) -> None:
    assert first(reader, "How much is the lighthouse keeper paid a month?").text == (
        "The lighthouse keeper lives on Gull Rock. He is paid forty crowns a month."
    )


def test_a_row_of_a_table_comes_with_its_header(reader: Reader) -> None:
    sentence = first(reader, "What is the fee for mooring for a night?")
    assert (sentence.text, sentence.header) == ("| Mooring for a night | 14 crowns |", "| Service | Fee |")


def test_a_second_row_of_the_same_table_does_not_repeat_the_header() -> None:
    draft = Reader(MarkingReader("6 crowns", "14 crowns"), threshold=0.0).answer(
        redacted("Which fees are there?"), [FEES]
    )
    assert [sentence.header for sentence in draft.sentences] == ["| Service | Fee |", ""]


def test_a_list_is_quoted_whole(model: OnnxReader) -> None:
    draft = Reader(model, threshold=0.0).answer(redacted("What must be brought to the mooring office?"), [PARTS])
    assert draft.sentences[0].text == PARTS.text.value


def test_a_question_of_yes_or_no_gets_the_sentence_that_decides(reader: Reader) -> None:
    assert first(reader, "May dogs enter the fish hall?").text == "Dogs may not enter the fish hall."


def test_several_passages_are_quoted_when_each_holds_a_part() -> None:
    other = passage("In winter the pier closes at four.", "winter")
    summer = passage("In summer the pier closes at nine.", "summer")
    draft = Reader(MarkingReader("four", "nine"), threshold=0.0).answer(
        redacted("When does the pier close?"), [summer, other]
    )
    assert {sentence.chunk_ids for sentence in draft.sentences} == {("winter",), ("summer",)}


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


def test_a_higher_threshold_refuses_more(model: OnnxReader) -> None:
    question = redacted("When was the harbour dug?")
    assert Reader(model, threshold=0.0).answer(question, PASSAGES).sentences
    assert not Reader(model, threshold=1.0).answer(question, PASSAGES).sentences


def test_no_passages_give_no_answer_and_no_confidence(reader: Reader) -> None:
    draft = reader.answer(redacted("When?"), [])
    assert (draft.sentences, draft.confidence) == ((), 0.0)


def test_a_model_that_was_altered_answers_nothing(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))
    content = bytearray((folder / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "model.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.onnx"):
        Reader(OnnxReader(folder)).answer(redacted("When?"), list[Passage](PASSAGES))


def asked(*questions: str) -> Turn:
    return Turn(parts=tuple(Part(redacted(each), redacted(each), tuple(PASSAGES)) for each in questions))


def test_each_part_of_a_question_is_answered_and_what_is_not_is_told(reader: Reader) -> None:
    turn = asked("When was the harbour dug?", "Who painted the town hall?", "What is the fee for mooring for a night?")
    draft = reader.answer(
        redacted("When was it dug, who painted the hall, and what does a night cost?"), PASSAGES, turn
    )
    assert [(sentence.text, sentence.parts) for sentence in draft.sentences] == [
        ("The harbour was dug in 1846 by hand.", (0,)),
        ("| Mooring for a night | 14 crowns |", (2,)),
    ]
    assert [each.value for each in turn.unanswered(draft.sentences)] == ["Who painted the town hall?"]
    assert reader.threshold <= draft.confidence == min(sentence.confidence or 0 for sentence in draft.sentences)
    assert list(reader.stream(redacted("?"), PASSAGES, turn)) == list(draft.sentences)


def test_a_quote_that_answers_two_parts_is_shown_once(reader: Reader) -> None:
    turn = asked("When was the harbour dug?", "In what year was the harbour dug?")
    draft = reader.answer(redacted("When was it dug and in what year was it dug?"), PASSAGES, turn)
    assert [(each.text, each.parts) for each in draft.sentences] == [("The harbour was dug in 1846 by hand.", (0, 1))]
    assert turn.unanswered(draft.sentences) == ()


def test_where_no_part_is_answered_the_question_is_taken_as_a_whole(reader: Reader) -> None:
    turn = asked("Who painted the town hall?", "What is the mayor's name?")
    draft = reader.answer(redacted("When was the harbour dug?"), PASSAGES, turn)
    assert [(each.text, each.parts) for each in draft.sentences] == [("The harbour was dug in 1846 by hand.", ())]
    assert turn.unanswered(draft.sentences) == ()
