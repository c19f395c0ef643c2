"""GPT-Neo and GPT-J with random weights, made on the spot."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.engines.reader import Reader
from assistant.engines.transformers import Transformers
from assistant.turn import ALONE, Turn
from policies.errors import ModelError
from tests.assistant.engines.transformers_folders import ARCHITECTURES, write_folder
from tests.assistant.fakes import MarkingReader, passage, redacted

HOURS = passage("The reading room opens at nine. It closes at five.", "hours")
QUESTION = redacted("When does the reading room open?")


def engine(folder: Path, **limits: Any) -> Transformers:
    selector = Reader(MarkingReader("nine"), threshold=0.0)
    return Transformers(folder, name="tiny", threads=1, selector=selector, **{"answer_tokens": 24, **limits})


@pytest.fixture(scope="module", params=ARCHITECTURES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("models"), request.param)


def test_the_same_question_gives_the_same_words_streamed_or_not(folder: Path) -> None:
    said = engine(folder).answer(QUESTION, [HOURS]).sentences
    assert said
    assert said == tuple(engine(folder).stream(QUESTION, [HOURS])) == engine(folder).answer(QUESTION, [HOURS]).sentences


def test_the_models_own_chat_template_is_applied(tmp_path: Path) -> None:
    plain = engine(write_folder(tmp_path / "plain", "gpt_neo"))
    template = "{% for message in messages %}{{ message.role }}: {{ message.content }}{% endfor %}!"
    other = engine(write_folder(tmp_path / "other", "gpt_neo", template=template))
    assert plain.answer(QUESTION, [HOURS]).sentences != other.answer(QUESTION, [HOURS]).sentences


def test_writing_ends_when_the_asker_goes_away(folder: Path) -> None:
    asks: list[None] = []

    def gone() -> bool:
        asks.append(None)
        return len(asks) > 3

    whole = engine(folder).answer(QUESTION, [HOURS], ALONE).sentences
    cut = engine(folder).answer(QUESTION, [HOURS], Turn(cancelled=gone)).sentences
    assert len(asks) == 4
    assert sum(len(each.text) for each in cut) < sum(len(each.text) for each in whole)


def test_writing_ends_when_its_time_is_up(folder: Path) -> None:
    whole, cut = engine(folder), engine(folder, seconds=0.0)
    said = [sum(len(each.text) for each in one.answer(QUESTION, [HOURS]).sentences) for one in (whole, cut)]
    assert said[1] < said[0]


def test_a_stream_that_nobody_reads_on_lets_the_next_question_in(folder: Path) -> None:
    asking = engine(folder)
    stream = asking.stream(QUESTION, [HOURS])
    next(stream)
    del stream
    assert asking.answer(QUESTION, [HOURS]).sentences


def test_a_chat_is_written_on(folder: Path) -> None:
    chat = [{"role": "user", "content": "Which room?"}]
    said = "".join(engine(folder).write(chat))
    assert said and said == "".join(engine(folder).write(chat))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_prompt_longer_than_the_model_can_read_loses_its_last_sources(tmp_path: Path, architecture: str) -> None:
    long = [passage("A sentence of nine words. " * 40, f"c{number}") for number in range(12)]
    # All eight of its sources take 808 tokens, and beyond the model's 700 positions it would raise.
    small = engine(write_folder(tmp_path / "small", architecture, context=700))
    assert small.answer(redacted("Which sentence?"), long).sentences


def test_a_prompt_that_cannot_be_made_short_enough_is_an_error(tmp_path: Path) -> None:
    small = engine(write_folder(tmp_path / "small", "gpt_neo", context=64))
    with pytest.raises(ModelError, match="at most 64 tokens"):
        small.answer(QUESTION, [HOURS])


def _without_weights(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _with_code(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoModelForCausalLM": "evil.Model"}}))


def _with_code_of_the_tokenizer(folder: Path) -> None:
    (folder / "tokenizer_config.json").write_text(json.dumps({"auto_map": {"AutoTokenizer": ["evil.T", None]}}))


def _broken(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no weights")


def _empty(folder: Path) -> None:
    (folder / "config.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_without_weights, "safetensors"),
        (_with_code, "code of its own"),
        (_with_code_of_the_tokenizer, "code of its own"),
        (_broken, "can't be loaded"),
        (_empty, "config.json"),
    ],
)
def test_a_folder_that_cannot_be_trusted_or_read_is_refused(
    tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    folder = write_folder(tmp_path / "model", "gpt_neo")
    spoil(folder)
    with pytest.raises(ModelError, match=words):
        engine(folder).answer(QUESTION, [HOURS])


def test_without_transformers_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ModelError) as caught:
        engine(tmp_path).answer(QUESTION, [HOURS])
    assert "onprem-assistant[transformers]" in caught.value.remedy
