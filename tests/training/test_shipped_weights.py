"""Weights come back out of the 8-bit graph that was made from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load

from policies.recognizers.word_shapes import SHAPES
from training.encoder_graph import WIDTH, Shape
from training.heads import SpanAndVerdict, TokenScores
from training.model_export import Export, export_model
from training.onnx_graph import Array
from training.shipped_weights import shipped_weights
from training.source_weights import source_weights
from training.tagger.examples import TAGS

POSITIONS = 64
_TYPES = "embeddings.token_type_embeddings"


@pytest.fixture(scope="module")
def made() -> dict[str, Array]:
    """MiniLM's weights, each a little off, and random heads."""
    random = np.random.default_rng(0)
    tensors = {name: value for name, value in load(source_weights()).items() if not name.startswith("pooler.")}
    tensors = {name: value * random.uniform(0.9, 1.1, value.shape) for name, value in tensors.items()}
    for name, rows in (("pool", WIDTH), ("verdict", 3), ("span", 2)):
        tensors |= {f"{name}.weight": random.normal(0, 0.05, (rows, WIDTH)), f"{name}.bias": random.normal(0, 1, rows)}
    return {name: value.astype(np.float32) for name, value in tensors.items()}


@pytest.fixture(scope="module")
def back(made: dict[str, Array], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Array]:
    folder = tmp_path_factory.mktemp("model")
    shape = Shape("trial", positions=POSITIONS, token_types=True, made_by="a test")
    ids = np.random.default_rng(1).integers(1996, 20_000, (3, 40))
    feeds = {"input_ids": ids, "token_type_ids": np.zeros_like(ids)}
    export_model(made, Export(shape, SpanAndVerdict(), {}), [feeds], folder)
    return shipped_weights(folder / "model.onnx")


def test_every_tensor_is_there_in_its_shape(made: dict[str, Array], back: dict[str, Array]) -> None:
    expected = {name: value.shape for name, value in made.items() if not name.endswith("position_ids")}
    assert {name: value.shape for name, value in back.items()} == expected


def test_numbers_differ_by_what_eight_bits_round_off(made: dict[str, Array], back: dict[str, Array]) -> None:
    for name, value in back.items():
        exact = made[name]
        if name == "embeddings.position_embeddings.weight":
            value, exact = value[:POSITIONS], exact[:POSITIONS]
        assert np.linalg.norm(value - exact) <= 0.06 * np.linalg.norm(exact), name


def test_training_can_load_them(back: dict[str, Array], tmp_path: Path) -> None:
    from training.reader.model import Reader
    from training.torch_encoder import load_weights, save_tensors

    save_tensors({name: torch.tensor(value) for name, value in back.items()}, tmp_path / "weights.safetensors")
    reader = Reader()
    load_weights(reader, tmp_path / "weights.safetensors")
    assert np.array_equal(reader.span.weight.detach().numpy(), back["span.weight"])


def test_a_tagger_has_its_shapes_and_its_one_head(made: dict[str, Array], tmp_path: Path) -> None:
    from training.tagger.network import Network
    from training.torch_encoder import load_weights, save_tensors

    network = Network()
    random = np.random.default_rng(2)
    tensors = {name: value for name, value in made.items() if not name.startswith(("span", "pool", "verdict"))}
    own = {name: value for name, value in network.state_dict().items() if name.startswith("tags")}
    tensors |= {name: random.normal(0, 0.05, value.shape).astype(np.float32) for name, value in own.items()}
    shapes = f"{_TYPES}.weight"
    tensors[shapes] = random.normal(0, 0.05, (SHAPES, WIDTH)).astype(np.float32)
    shape = Shape("tagger", positions=POSITIONS, token_types=True, made_by="a test")
    ids = random.integers(1996, 20_000, (3, 40))
    feeds = {"input_ids": ids, "token_type_ids": np.ones_like(ids)}
    export_model(tensors, Export(shape, TokenScores("tags", len(TAGS)), {}), [feeds], tmp_path)
    back = shipped_weights(tmp_path / "model.onnx")
    assert np.array_equal(back[shapes], tensors[shapes])
    assert np.array_equal(back["tags.weight"], tensors["tags.weight"])
    save_tensors({name: torch.tensor(value) for name, value in back.items()}, tmp_path / "weights.safetensors")
    load_weights(network, tmp_path / "weights.safetensors")
    assert np.array_equal(network.tags.weight.detach().numpy(), tensors["tags.weight"])
