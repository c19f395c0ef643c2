"""What every engine promises, run over the fake and each real one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import DraftSentence
from assistant.engines.llama_cpp import LlamaCpp
from assistant.engines.reader import Reader
from assistant.grounding import Gate
from assistant.seams import Engine
from tests.assistant.fakes import FixedEngine, MarkingReader, passage, redacted
from tests.gguf_factory import write_model

PASSAGES = [
    passage("The reading room opens at nine and closes at five.", "hours"),
    passage("Dogs are welcome in the yard. Cats are not.", "animals"),
]
QUESTION = redacted("When does the reading room open?")


def fake(tmp: pytest.TempPathFactory) -> Engine:
    return FixedEngine(DraftSentence(PASSAGES[0].text.value, ("hours",)))


def reader(tmp: pytest.TempPathFactory) -> Engine:
    return Reader(MarkingReader("nine"), threshold=0.0)


def llama_cpp(tmp: pytest.TempPathFactory) -> Engine:
    pytest.importorskip("llama_cpp")
    path = write_model(tmp.mktemp("model") / "tiny.gguf")
    selector = Reader(MarkingReader("nine"), threshold=0.0)
    return LlamaCpp(path, name="tiny", threads=1, selector=selector, answer_tokens=16)


@pytest.fixture(scope="module", params=[fake, reader, llama_cpp])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    make: Callable[[pytest.TempPathFactory], Engine] = request.param
    return make(tmp_path_factory)


def test_a_draft_carries_the_engines_name_and_a_confidence_between_0_and_1(engine: Engine) -> None:
    draft = engine.answer(QUESTION, PASSAGES)
    assert draft.engine == engine.name != ""
    assert 0 <= draft.confidence <= 1


def test_a_stream_gives_the_sentences_of_the_draft(engine: Engine) -> None:
    assert tuple(engine.stream(QUESTION, PASSAGES)) == engine.answer(QUESTION, PASSAGES).sentences


def test_no_sentence_is_empty(engine: Engine) -> None:
    assert all(sentence.text.strip() for sentence in engine.answer(QUESTION, PASSAGES).sentences)


def test_what_passes_the_gate_stands_in_a_passage_that_was_given(engine: Engine) -> None:
    texts = {each.chunk_id: each for each in PASSAGES}
    for citation in Gate(MarkingReader()).check(engine.answer(QUESTION, PASSAGES), PASSAGES).citations:
        source = texts[citation.chunk_id]
        assert source.text.value[citation.start - source.start : citation.end - source.start] == citation.quote.value
