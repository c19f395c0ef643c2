"""What every engine promises, run over the fake and each real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from assistant.answer import DraftSentence
from assistant.engines.llama_cpp import LlamaCpp, LlamaOptions
from assistant.engines.openai_compatible import OpenAICompatible
from assistant.engines.reader import Reader
from assistant.engines.transformers import Transformers
from assistant.grounding.gate import Gate
from assistant.remote_engines import remote_engines
from assistant.seams import Engine
from tests.assistant.engines.llama_server import MODEL, llama_server
from tests.assistant.engines.transformers_folders import write_folder
from tests.assistant.fakes import FixedEngine, MarkingReader, passage, redacted
from tests.gguf_factory import write_model

PASSAGES = [
    passage("The reading room opens at nine and closes at five.", "hours"),
    passage("Dogs are welcome in the yard. Cats are not.", "animals"),
]
QUESTION = redacted("When does the reading room open?")


def fake(tmp: pytest.TempPathFactory, running: ExitStack) -> Engine:
    return FixedEngine(DraftSentence(PASSAGES[0].text.value, ("hours",)))


def reader(tmp: pytest.TempPathFactory, running: ExitStack) -> Engine:
    return Reader(MarkingReader("nine"), threshold=0.0)


def llama_cpp(tmp: pytest.TempPathFactory, running: ExitStack) -> Engine:
    pytest.importorskip("llama_cpp")
    path = write_model(tmp.mktemp("model") / "tiny.gguf")
    selector = Reader(MarkingReader("nine"), threshold=0.0)
    return LlamaCpp(path, name="tiny", selector=selector, options=LlamaOptions(answer_tokens=16))


def openai_compatible(tmp: pytest.TempPathFactory, running: ExitStack) -> Engine:
    pytest.importorskip("llama_cpp.server.app")
    url = running.enter_context(llama_server(write_model(tmp.mktemp("model") / "tiny.gguf")))
    (remote,) = remote_engines([{"name": "big", "url": url, "model": MODEL, "answer_tokens": 16}])
    return OpenAICompatible(remote, key=str, selector=Reader(MarkingReader("nine"), threshold=0.0))


def transformers(tmp: pytest.TempPathFactory, running: ExitStack) -> Engine:
    folder = write_folder(tmp.mktemp("model"), "gpt_neo")
    selector = Reader(MarkingReader("nine"), threshold=0.0)
    return Transformers(folder, name="tiny", threads=1, selector=selector, answer_tokens=16)


@pytest.fixture(scope="module", params=[fake, reader, llama_cpp, openai_compatible, transformers])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    make: Callable[[pytest.TempPathFactory, ExitStack], Engine] = request.param
    with ExitStack() as running:
        yield make(tmp_path_factory, running)


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
