"""Reading and writing over real models with random weights."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engines.llama_cpp.completing import CUT, Completer, Prompt, batch_ends
from assistant.engines.llama_cpp.context import BATCH, Context
from assistant.engines.llama_cpp.grammar import grammar_of
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from policies.errors import ModelError
from tests.gguf_factory import write_adapter, write_model

pytest.importorskip("llama_cpp")

RULES = "You answer from sources alone. " * 4
BOATS = "Boats are moored at the north pier from May to October. " * 6
SHEDS = "Sheds are let by the year to members of the rowing club. " * 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("models")
    write_model(made / "llama.gguf")
    write_adapter(made / "adapter.gguf", scale=2.0)
    return made


@contextmanager
def completer(path: Path, **options: object) -> Iterator[Completer]:
    model = Model(path, "tiny")
    settings = LlamaOptions(**{"answer_tokens": 24, **options})  # type: ignore[arg-type]
    made = Completer(model, settings, shared(model))
    try:
        yield made
    finally:
        made.close()


def chat(content: str) -> list[dict[str, str]]:
    return [{"role": "system", "content": RULES}, {"role": "user", "content": content}]


def shared(model: Model) -> list[int]:
    one, other = model.prompt(chat("1")), model.prompt(chat("2"))
    return one[: next(place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)]


def prompt(completer: Completer, content: str, conversation: str = "", adapter: Path | None = None) -> Prompt:
    named = None if adapter is None else (adapter.stem, adapter)
    tokens = completer._model.prompt(chat(content))
    return Prompt(tokens=tokens, conversation=conversation, adapter=named)


def said(completer: Completer, content: str, conversation: str = "", adapter: Path | None = None) -> str:
    return "".join(completer.complete(prompt(completer, content, conversation, adapter), lambda: False))


def read_for(completer: Completer, content: str, conversation: str = "") -> int:
    """Tokens of the prompt that were read, not taken from a state."""
    before = completer.tokens_read
    said(completer, content, conversation)
    return completer.tokens_read - before


def test_batches_end_at_the_same_places_whatever_comes_behind() -> None:
    shared = BATCH + 6
    assert batch_ends(2 * BATCH + 60, shared) == [BATCH, shared, shared + BATCH, 2 * BATCH + 60]
    assert batch_ends(BATCH, 0) == [BATCH]
    assert set(batch_ends(500, shared)[:-1]) <= set(batch_ends(900, shared))


@pytest.mark.parametrize("architecture", ["llama", "qwen2", "gemma3"])
@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_the_words_are_the_same_read_anew_or_from_a_kept_state(
    tmp_path: Path, architecture: str, temperature: float
) -> None:
    path = write_model(tmp_path / "m.gguf", architecture=architecture)
    with completer(path, session_bytes=0, temperature=temperature) as forgetful:
        fresh = [said(forgetful, BOATS + "When?", "ada"), said(forgetful, BOATS + "Where?", "ada")]
        assert len(forgetful.sessions) == 0
    with completer(path, temperature=temperature) as keeping:
        kept = [said(keeping, BOATS + "When?", "ada"), said(keeping, BOATS + "Where?", "ada")]
        said(keeping, SHEDS, "ada")
        kept_again = said(keeping, BOATS + "When?", "ada")
    assert kept == fresh
    assert kept_again == fresh[0]


def test_users_in_turn_do_not_evict_each_other(folder: Path) -> None:
    with completer(folder / "llama.gguf") as one:
        whole = read_for(one, BOATS + "When?", "ada")
        read_for(one, SHEDS + "Who?", "bob")
        assert read_for(one, BOATS + "Where?", "ada") <= BATCH < whole
        assert read_for(one, SHEDS + "How?", "bob") <= BATCH


def test_the_system_part_is_read_once_for_all(folder: Path) -> None:
    with completer(folder / "llama.gguf") as one:
        first, second = read_for(one, "When?", "ada"), read_for(one, "When?", "bob")
    assert first - second >= len(RULES) / 2


def test_a_conversation_never_takes_over_what_was_read_for_another(folder: Path) -> None:
    with completer(folder / "llama.gguf") as one:
        read_for(one, "Short?")  # the system part
        of_ada = read_for(one, BOATS, "ada")
        assert read_for(one, BOATS, "bob") == read_for(one, BOATS, "") == of_ada


def test_under_a_small_budget_it_is_read_again_and_the_words_stay(folder: Path) -> None:
    with completer(folder / "llama.gguf", session_bytes=1000) as one:
        first = said(one, BOATS, "ada")
        assert (said(one, BOATS, "ada"), one.sessions.bytes) == (first, 0)


def test_forgetting_leaves_no_state(folder: Path) -> None:
    with completer(folder / "llama.gguf") as one:
        first = said(one, BOATS, "ada")
        assert one.sessions.bytes > 0
        one.forget()
        assert one.sessions.bytes == 0
        assert said(one, BOATS, "ada") == first


def test_adapters_change_the_words_and_take_turns_on_one_base(folder: Path) -> None:
    other = write_adapter(folder / "other.gguf", seed=5, scale=2.0)
    with completer(folder / "llama.gguf") as one:
        base = said(one, BOATS, "ada")
        adapted = said(one, BOATS, "ada", folder / "adapter.gguf")
        third = said(one, BOATS, "ada", other)
        assert len({base, adapted, third}) == 3
        assert said(one, BOATS, "ada") == base
        assert said(one, BOATS, "ada", folder / "adapter.gguf") == adapted


def test_a_file_that_is_no_adapter_is_an_error(folder: Path) -> None:
    with completer(folder / "llama.gguf") as one, pytest.raises(ModelError, match="adapter"):
        said(one, BOATS, "ada", folder / "llama.gguf")


@pytest.mark.parametrize("kind", ["q8_0", "q4_0"])
def test_quantized_keys_and_values_take_less(tmp_path: Path, kind: str) -> None:
    sizes = []
    path = write_model(tmp_path / "m.gguf", width=64)
    for each in ("f16", kind):
        with completer(path, kv_cache_type=each) as one:
            assert said(one, BOATS, "ada")
            sizes.append(one.sessions.bytes)
    assert sizes[1] < 0.7 * sizes[0]


def test_looking_up_what_comes_next_changes_no_word(folder: Path) -> None:
    texts = []
    for look_up in (True, False):
        with completer(folder / "llama.gguf", look_up=look_up, answer_tokens=120) as one:
            texts.append([said(one, BOATS), said(one, SHEDS)])
    assert texts[0] == texts[1]


def test_under_a_schema_it_changes_no_word_either_and_takes_fewer_steps(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[int] = []
    read = Context.read

    def counted(context: Context, tokens: list[int], *, judged: bool = False) -> None:
        steps[-1] += judged
        read(context, tokens, judged=judged)

    monkeypatch.setattr(Context, "read", counted)
    grammar, texts = grammar_of({"enum": [BOATS.strip()]}), []
    for look_up in (True, False):
        steps.append(0)
        with completer(folder / "llama.gguf", look_up=look_up, answer_tokens=500) as one:
            asked = replace(prompt(one, BOATS), grammar=grammar)
            texts.append("".join(one.complete(asked, lambda: False)))
    assert texts[0] == texts[1] == json.dumps(BOATS.strip())
    assert steps[0] < steps[1]


def test_a_cancelled_question_is_not_read_to_its_end(folder: Path) -> None:
    with completer(folder / "llama.gguf") as one:
        asked = prompt(one, BOATS * 3)
        looks = iter([False, False, True])
        assert list(one.complete(asked, lambda: next(looks))) == []
        assert 0 < one.tokens_read < len(asked.tokens) / 2


def test_a_cancelled_answer_ends_between_tokens(folder: Path) -> None:
    with completer(folder / "llama.gguf", answer_tokens=1000) as one:
        pieces: list[str] = []
        for piece in one.complete(prompt(one, BOATS), lambda: len(pieces) > 5):
            pieces.append(piece)
    assert len(pieces) == 6


def test_an_answer_cut_at_its_limit_shows_it(folder: Path) -> None:
    with completer(folder / "llama.gguf", answer_tokens=5) as one:
        assert said(one, BOATS).endswith(CUT)


def test_a_question_that_is_not_read_in_time_is_an_error(folder: Path) -> None:
    with completer(folder / "llama.gguf", answer_seconds=0) as one, pytest.raises(ModelError, match="0 seconds"):
        said(one, BOATS)


def test_the_context_is_as_large_as_a_prompt_needs_and_grows(folder: Path) -> None:
    with completer(folder / "llama.gguf") as one:
        short = said(one, "When?")
        small = one.context_size
        said(one, BOATS * 3)
        assert small < one.context_size < 4096
        assert said(one, "When?") == short


def test_a_prompt_beyond_the_most_is_an_error_that_names_the_setting(folder: Path) -> None:
    with completer(folder / "llama.gguf", context_tokens=512) as one, pytest.raises(ModelError) as caught:
        said(one, BOATS * 3)
    assert "context_tokens" in caught.value.remedy


def test_keys_that_cannot_be_quantized_are_an_error_that_names_the_setting(folder: Path) -> None:
    with completer(folder / "llama.gguf", kv_cache_type="q8_0") as one, pytest.raises(ModelError) as caught:
        said(one, BOATS)
    assert "kv_cache_type" in caught.value.remedy
