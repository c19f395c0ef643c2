from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer import Passage
from assistant.answering import Assistant
from assistant.engines.llama_cpp import LlamaCpp, LlamaOptions
from assistant.grounding import Gate
from assistant.quotes import Quote
from assistant.routing import Forced
from assistant.selection import Selection
from assistant.units import units
from policies.errors import ModelError
from policies.text import RedactedText
from tests.assistant.fakes import FixedRetriever, MarkingReader, MaskingRedactor, RecordingAudit, passage, redacted
from tests.gguf_factory import write_model

HOURS = passage("The reading room opens at nine. It closes at five.", "hours")


class FirstUnits:
    """Selects the first units, as sure as it was told."""

    threshold = 0.5

    def __init__(self, confidence: float = 0.9) -> None:
        self._confidence = confidence

    def select(self, question: RedactedText, passages: Sequence[Passage], most: int) -> Selection:
        every = [Quote(each, unit.start, unit.end) for each in passages for unit in units(each.text.value)]
        found = tuple(every[:most])
        return Selection(found, (1.0,) * len(found), self._confidence)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("llama_cpp")
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


def engine(path: Path, confidence: float = 0.9) -> LlamaCpp:
    return LlamaCpp(path, name="tiny", selector=FirstUnits(confidence), options=LlamaOptions(answer_tokens=24))


def test_the_random_words_of_a_random_model_are_refused(model: Path) -> None:
    assistant = Assistant(
        redactor=MaskingRedactor(),
        retriever=FixedRetriever(HOURS),
        router=Forced(engine(model)),
        gate=Gate(MarkingReader()),
        audit=RecordingAudit(),
        workspace="default",
    )
    answer = assistant.ask("When does the reading room open?", actor="ada")
    assert answer.refusal is not None
    assert answer.refusal.reason in ("not_supported", "not_found")
    assert (answer.engine, answer.closest) == ("tiny", (HOURS,))


def test_the_same_question_gives_the_same_words(model: Path) -> None:
    question = redacted("When does the reading room open?")
    said = engine(model).answer(question, [HOURS]).sentences
    assert said
    assert said == engine(model).answer(question, [HOURS]).sentences == tuple(engine(model).stream(question, [HOURS]))


def test_the_models_own_chat_template_is_applied(tmp_path: Path) -> None:
    pytest.importorskip("llama_cpp")
    question = redacted("When does the reading room open?")
    plain = engine(write_model(tmp_path / "plain.gguf"))
    other = engine(write_model(tmp_path / "other.gguf", template="{% for m in messages %}{{ m.content }}{% endfor %}!"))
    assert plain.answer(question, [HOURS]).sentences != other.answer(question, [HOURS]).sentences


def test_a_prompt_longer_than_the_model_can_read_loses_its_last_sources(model: Path) -> None:
    long = [passage("A sentence of many words. " * 40, f"c{number}") for number in range(12)]
    engine(model).answer(redacted("Which sentence?"), long)  # would raise beyond 4,096 tokens


def test_the_model_is_not_loaded_when_the_passages_hold_no_answer(tmp_path: Path) -> None:
    draft = engine(tmp_path / "absent.gguf", confidence=0.01).answer(redacted("When does it open?"), [HOURS])
    assert (draft.sentences, draft.confidence) == ((), 0.01)


def test_a_file_that_is_no_model_is_an_error_that_names_the_model(tmp_path: Path) -> None:
    pytest.importorskip("llama_cpp")
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF and nothing else")
    with pytest.raises(ModelError, match="tiny"):
        engine(broken).answer(redacted("Why?"), [HOURS])


def test_without_llama_cpp_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_cpp", None)
    with pytest.raises(ModelError) as caught:
        engine(tmp_path / "any.gguf").answer(redacted("Why?"), [HOURS])
    assert "onprem-assistant[llama]" in caught.value.remedy
