"""Quantizing by llama.cpp, perplexity, and measuring a model's speed: with the real library."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from assistant.models import ModelShelf, benching
from assistant.models.benching import ANSWER_TOKENS, bench, bytes_per_token
from assistant.models.gguf_header import read_header
from assistant.models.perplexity import perplexity
from assistant.models.quantizations import BITS
from assistant.models.quantizing import quantize
from policies.errors import ModelError
from tests.gguf_factory import write_model

pytest.importorskip("llama_cpp")

PAGES = "The ferry leaves at seven and comes back before the evening tide. " * 9


@pytest.fixture
def shelf(tmp_path: Path) -> ModelShelf:
    shelf = ModelShelf(tmp_path / "models")
    shelf.add(write_model(tmp_path / "tiny.gguf", width=256))
    return shelf


@pytest.mark.parametrize("to", BITS)
def test_a_quantization_is_smaller_recorded_and_runs(shelf: ModelShelf, to: str) -> None:
    made = quantize(shelf, "tiny", to, threads=1, text=PAGES)
    assert made.model == shelf.find(f"tiny-{to}")
    assert (made.model.quantization, made.model.base) == (to, "tiny")
    assert made.model.size < made.source.size / 2
    assert made.before and made.after and made.before != made.after and made.before.tokens == made.after.tokens
    assert shelf.check(f"tiny-{to}")


def test_both_perplexities_are_of_the_files_they_are_told_of(shelf: ModelShelf) -> None:
    made = quantize(shelf, "tiny", "Q8_0", threads=1, text=PAGES)
    files = [shelf.verified(name) for name in ("tiny", "tiny-Q8_0")]
    assert [made.before, made.after] == [perplexity(path, PAGES, threads=1) for path in files]


def test_what_was_quantized_is_not_quantized_again_unless_forced(shelf: ModelShelf) -> None:
    quantize(shelf, "tiny", "Q8_0", threads=1)
    with pytest.raises(ModelError, match="quantized already"):
        quantize(shelf, "tiny-Q8_0", "Q4_0", threads=1)
    assert quantize(shelf, "tiny-Q8_0", "Q4_0", threads=1, new_name="twice", force=True).model.quantization == "Q4_0"


def test_a_taken_name_is_refused_before_anything_is_written(shelf: ModelShelf) -> None:
    with pytest.raises(ModelError, match="already"):
        quantize(shelf, "tiny", "Q8_0", threads=1, new_name="tiny")


def test_a_quantization_that_fails_leaves_nothing(shelf: ModelShelf, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="too few"):
        quantize(shelf, "tiny", "Q8_0", threads=1, text="Short.")
    assert [each.name for each in shelf.list()] == ["tiny"]
    assert not list((tmp_path / "models").glob("*.part"))


def test_a_model_that_knows_nothing_is_as_perplexed_as_its_vocabulary_is_large(tmp_path: Path) -> None:
    path = write_model(tmp_path / "blank.gguf", scale=0.0)
    found = perplexity(path, PAGES, threads=1)
    vocabulary = read_header(path).lengths["tokenizer.ggml.tokens"]
    assert found.value == pytest.approx(vocabulary, rel=1e-4)


def test_perplexity_is_that_of_the_second_half_of_each_window(tmp_path: Path) -> None:
    """Held against llama-cpp-python's own evaluation of all logits."""
    import numpy as np
    from llama_cpp import Llama

    path = write_model(tmp_path / "tiny.gguf", scale=0.2)
    text = PAGES[:300]
    model = Llama(str(path), n_ctx=512, n_batch=512, n_threads=1, logits_all=True, verbose=False)
    tokens = model.tokenize(text.encode(), add_bos=False, special=False)
    model.eval([model.token_bos(), *tokens[1:]])
    logits = np.array(model.scores[: len(tokens)], dtype=np.float64)
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    half = len(tokens) // 2
    expected = -np.mean([logs[place, tokens[place + 1]] for place in range(half, len(tokens) - 1)])
    found = perplexity(path, text, threads=1)
    assert (found.tokens, math.log(found.value)) == (len(tokens) - 1 - half, pytest.approx(expected, rel=1e-3))


def test_a_bench_tells_speed_memory_and_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benching, "TYPICAL_PROMPT", "When does the ferry leave?")  # each character is a token here
    path = write_model(tmp_path / "tiny.gguf")
    found = bench(path, "tiny", threads=1, bandwidth=8e9)
    assert found.prompt_speed > 0 and found.generation_speed > 0
    assert found.generation_bound == 8e9 / found.bytes_per_token
    assert found.resident is None or found.resident > 2**20
    assert found.answer_seconds == pytest.approx(
        found.first_token_seconds + (ANSWER_TOKENS - 1) / found.generation_speed
    )


def test_a_token_reads_the_experts_in_use_and_no_input_table(tmp_path: Path) -> None:
    dense = read_header(write_model(tmp_path / "dense.gguf"))
    sizes = {each.name: each.size for each in dense.tensors}
    assert bytes_per_token(dense) == sum(sizes.values()) - sizes["token_embd.weight"]
    tied = read_header(write_model(tmp_path / "tied.gguf", architecture="qwen3"))
    assert bytes_per_token(tied) == sum(each.size for each in tied.tensors)
    mixed = read_header(write_model(tmp_path / "mixed.gguf", architecture="mixtral"))
    experts = sum(each.size for each in mixed.tensors if "_exps." in each.name)
    others = sum(each.size for each in mixed.tensors if "_exps." not in each.name and "token_embd" not in each.name)
    assert bytes_per_token(mixed) == others + experts // 2  # two of four


def test_a_model_that_reads_too_little_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="can't take a usual prompt"):
        bench(write_model(tmp_path / "tiny.gguf", context=256), "tiny", threads=1, bandwidth=8e9)
