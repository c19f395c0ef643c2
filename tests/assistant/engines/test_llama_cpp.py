from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answer import Passage
from assistant.answering import Assistant
from assistant.engines.llama_cpp import LlamaCpp, LlamaOptions
from assistant.engines.llama_cpp.model import Model
from assistant.grounding.gate import Gate
from assistant.quotes import Quote
from assistant.routing import Forced
from assistant.selection import Selection
from assistant.turn import Turn
from assistant.units import units
from policies.errors import ConfigError, ModelError
from policies.text import RedactedText
from tests.assistant.fakes import FixedRetriever, MarkingReader, MaskingRedactor, RecordingAudit, passage, redacted
from tests.gguf_factory import write_adapter, write_model

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


def engine(path: Path, confidence: float = 0.9, **options: int) -> LlamaCpp:
    settings = LlamaOptions(**{"answer_tokens": 24, **options})
    return LlamaCpp(path, name="tiny", selector=FirstUnits(confidence), options=settings)


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
    # All eight of its sources take 810 tokens, and beyond 700 it would raise.
    with closing(engine(model, context_tokens=700)) as one:
        assert one.answer(redacted("Which sentence?"), long).sentences


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


OPENING = {
    "type": "object",
    "properties": {
        "days": {"type": "array", "items": {"type": "string", "maxLength": 6}, "minItems": 2, "maxItems": 2}
    },
    "required": ["days"],
}


def test_under_a_schema_the_strings_of_the_json_are_the_sentences(model: Path) -> None:
    with closing(engine(model, answer_tokens=200)) as one:
        turn = Turn(schema=OPENING)
        text = "".join(one.write([{"role": "user", "content": "Which days?"}], turn))
        written = json.loads(text, strict=False)
        said = one.answer(redacted("When does the reading room open?"), [HOURS], turn).sentences
    assert [type(day) for day in written["days"]] == [str, str]
    assert not any("days" in sentence.text or "{" in sentence.text for sentence in said)


def test_a_schema_that_no_grammar_can_say_is_an_error(model: Path) -> None:
    with closing(engine(model)) as one, pytest.raises(ConfigError):
        one.answer(redacted("When does it open?"), [HOURS], Turn(schema={"type": "nonsense"}))


def test_who_has_gone_away_gets_no_sentence(model: Path) -> None:
    with closing(engine(model)) as one:
        assert one.answer(redacted("When does it open?"), [HOURS], Turn(cancelled=lambda: True)).sentences == ()


def test_a_turn_chooses_its_adapter_and_one_of_another_model_is_left_out(model: Path, tmp_path: Path) -> None:
    files = {"legal": write_adapter(tmp_path / "legal.gguf", scale=2.0), "foreign": None}
    made = LlamaCpp(
        model,
        name="tiny",
        selector=FirstUnits(),
        options=LlamaOptions(answer_tokens=24),
        adapter_path=files.__getitem__,
    )
    with closing(made) as one:
        said = {
            name: one.answer(redacted("When does it open?"), [HOURS], Turn(conversation="ada", adapter=name)).sentences
            for name in ("", "legal", "foreign")
        }
    assert said["legal"] != said[""] == said["foreign"]


def test_a_model_without_a_chat_template_goes_on_with_the_text(tmp_path: Path) -> None:
    with closing(engine(write_model(tmp_path / "plain.gguf", template=None))) as one:
        assert one.answer(redacted("When does it open?"), [HOURS]).sentences


@pytest.mark.parametrize(
    "template",
    [
        "{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
        "{% for m in messages %}<|user|>{{ m.content }}{% endfor %}",
        "{% for m in messages if m.role == 'user' %}<|user|>{{ m.content }}{% endfor %}",
    ],
)
def test_a_template_that_takes_no_system_part_has_the_rules_in_the_users(tmp_path: Path, template: str) -> None:
    path = write_model(tmp_path / "m.gguf", template=template)
    with closing(Model(path, "tiny")) as one:
        tokens = one.prompt([{"role": "system", "content": "Rules."}, {"role": "user", "content": "Why?"}])
        assert b"".join(map(one.piece, tokens)).decode().strip().endswith("Rules.\n\nWhy?")


@pytest.mark.parametrize("template", ["{{ raise_exception('never') }}", "{% for %}"])
def test_a_template_that_takes_no_question_is_an_error(tmp_path: Path, template: str) -> None:
    with closing(engine(write_model(tmp_path / "m.gguf", template=template))) as one, pytest.raises(ModelError):
        one.answer(redacted("When does it open?"), [HOURS])


def test_a_template_that_asks_for_the_date_reads_the_same_every_day(tmp_path: Path) -> None:
    template = "{{ strftime_now('%H:%M:%S.%f') }}{% for m in messages %}{{ m.content }}{% endfor %}"
    with closing(Model(write_model(tmp_path / "m.gguf", template=template), "tiny")) as one:
        chat = [{"role": "user", "content": "Why?"}]
        assert one.prompt(chat) == one.prompt(chat)


def test_nothing_is_written_to_any_file(model: Path) -> None:
    """In a process that may write no byte to a file: a state of redacted text stays in memory."""
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "from pathlib import Path\n"
        "from contextlib import closing\n"
        "from assistant.engines.llama_cpp import LlamaCpp, LlamaOptions\n"
        "from assistant.turn import Turn\n"
        f"made = LlamaCpp(Path({str(model)!r}), name='tiny', selector=None, options=LlamaOptions(answer_tokens=8))\n"
        "chat = [{'role': 'user', 'content': 'When does the reading room open? ' * 9}]\n"
        "with closing(made) as one:\n"
        "    for conversation in ('ada', 'bob', 'ada'):\n"
        "        print(len(''.join(one.write(chat, Turn(conversation=conversation)))), flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-B", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stdout.split())) == (0, 3), done.stderr


def test_forgetting_leaves_nothing_of_prompts_and_answers_go_on(model: Path) -> None:
    with closing(engine(model)) as one:
        question, turn = redacted("When does it open?"), Turn(conversation="ada")
        first = one.answer(question, [HOURS], turn)
        completer, _ = one._loaded()
        kept = [state.data for state in completer.sessions._states.values()]
        assert any(any(data) for data in kept)
        one.forget()
        assert one.answer(question, [HOURS], turn) == first
        assert not any(any(data) for data in kept)
