"""Weights start from the checked file, come back from the disk as they were, and are averaged one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from training.source_weights import source_weights
from training.torch_encoder import load_encoder, load_weights, mean_of, new_encoder, save_tensors, save_weights


class Small(nn.Module):
    """A model as they are trained here, but small."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(3, 3), nn.LayerNorm(3))
        self.tags = nn.Linear(3, 2)


def test_other_weights_than_the_checked_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(source_weights()[:-1] + b"?")
    with pytest.raises(SystemExit, match="nothing was made"):
        source_weights(tmp_path)


def test_the_encoder_is_written_under_the_names_of_its_source(tmp_path: Path) -> None:
    save_weights(Small(), tmp_path / "small.safetensors")
    assert set(load_file(tmp_path / "small.safetensors")) == {
        "0.weight", "0.bias", "1.weight", "1.bias", "tags.weight", "tags.bias",
    }  # fmt: skip


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    one, other = Small(), Small()
    save_weights(one, tmp_path / "small.safetensors")
    load_weights(other, tmp_path / "small.safetensors")
    assert all(torch.equal(ours, theirs) for ours, theirs in zip(one.parameters(), other.parameters(), strict=True))


class Headed(nn.Module):
    """An encoder as it is, with a head of another model."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = new_encoder()
        self.span = nn.Linear(384, 2)


def test_an_encoder_is_taken_over_from_another_model(tmp_path: Path) -> None:
    other, mine = Headed(), new_encoder(token_types=5)
    save_weights(other, tmp_path / "other.safetensors")
    load_encoder(mine, tmp_path / "other.safetensors")
    theirs = dict(other.encoder.named_parameters())
    types = "embeddings.token_type_embeddings.weight"
    for name, value in mine.named_parameters():
        assert torch.equal(value, theirs[name][:1].repeat(5, 1) if name == types else theirs[name])


def test_a_file_without_an_encoder_is_refused(tmp_path: Path) -> None:
    save_tensors({"span.weight": torch.zeros(2)}, tmp_path / "head.safetensors")
    with pytest.raises(SystemExit, match=r"head\.safetensors lacks"):
        load_encoder(new_encoder(), tmp_path / "head.safetensors")


def test_the_mean_is_taken_number_by_number(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.safetensors" for number in range(3)]
    for path, values in zip(files, ([0.0, 3.0], [1.0, 3.0], [5.0, -6.0]), strict=True):
        save_tensors({"weight": torch.tensor(values)}, path)
    mean_of(files, tmp_path / "mean.safetensors")
    assert load_file(tmp_path / "mean.safetensors")["weight"].tolist() == [2.0, 0.0]
    assert not list(tmp_path.glob("*.part"))


def test_some_weights_may_count_more_than_others(tmp_path: Path) -> None:
    files = [tmp_path / "one.safetensors", tmp_path / "other.safetensors"]
    for file, value in zip(files, (4.0, 8.0), strict=True):
        save_tensors({"weight": torch.tensor([value])}, file)
    mean_of(files, tmp_path / "mean.safetensors", [0.75, 0.25])
    assert load_file(tmp_path / "mean.safetensors")["weight"].tolist() == [5.0]


def test_different_models_have_no_mean(tmp_path: Path) -> None:
    save_tensors({"weight": torch.zeros(2)}, tmp_path / "one.safetensors")
    save_tensors({"weight": torch.zeros(3)}, tmp_path / "other.safetensors")
    with pytest.raises(SystemExit, match="different models"):
        mean_of([tmp_path / "one.safetensors", tmp_path / "other.safetensors"], tmp_path / "mean.safetensors")
    assert not (tmp_path / "mean.safetensors").exists()
