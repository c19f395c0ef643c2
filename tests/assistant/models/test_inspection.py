"""What is refused of a whole GGUF file, and what its owner is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.models.inspection import inspect_model
from policies.errors import ModelError
from tests.gguf_factory import write_model
from tests.gguf_shapes import SHAPES


def test_memory_counts_the_tensors_and_the_cache_of_the_context(tmp_path: Path) -> None:
    short = inspect_model(write_model(tmp_path / "short.gguf", context=1024))
    long = inspect_model(write_model(tmp_path / "long.gguf", context=4096))
    # Two bytes for each of two layers, keys and values, and width 32.
    assert long.memory - short.memory == (4096 - 1024) * 2 * 2 * 2 * 32
    assert short.memory > short.parameters * 4


def test_a_missing_template_is_told_with_the_one_that_is_used(tmp_path: Path) -> None:
    found = inspect_model(write_model(tmp_path / "plain.gguf", template=None))
    assert not found.template and "plain text" in found.warnings[0]


def test_a_short_context_is_told(tmp_path: Path) -> None:
    assert "2,048 tokens" in inspect_model(write_model(tmp_path / "short.gguf", context=2048)).warnings[0]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("gptj", "architecture 'gptj', which llama.cpp doesn't run"), ("bert", "'bert' model, which writes no text")],
)
def test_an_architecture_that_can_not_answer_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    written = write_model(tmp_path / "model.gguf").read_bytes()
    path = tmp_path / "other.gguf"
    size = len(name).to_bytes(8, "little")
    path.write_bytes(written.replace((5).to_bytes(8, "little") + b"llama", size + name.encode(), 1) + bytes(64))
    with pytest.raises(ModelError, match=reason):
        inspect_model(path)


def test_a_model_without_its_settings_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(write_model(path).read_bytes().replace(b"llama.block_count", b"llama.block_whose", 1))
    with pytest.raises(ModelError, match="no settings"):
        inspect_model(path)


def test_a_piece_of_a_split_model_is_refused_with_how_to_join_it(tmp_path: Path) -> None:
    path = write_model(tmp_path / "model-00001-of-00002.gguf")
    with pytest.raises(ModelError, match="one of 2 pieces") as caught:
        inspect_model(path)
    assert "--merge" in caught.value.remedy


@pytest.mark.parametrize("architecture", SHAPES)
def test_each_architecture_passes(architecture: str, tmp_path: Path) -> None:
    found = inspect_model(write_model(tmp_path / "model.gguf", architecture=architecture))
    assert found.architecture == SHAPES[architecture].name and found.warnings == ()
