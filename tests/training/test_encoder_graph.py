"""The graph computes what torch computes, with token types and each head; eight bits change little."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from safetensors.torch import load

from policies.onnx_model import OnnxModel
from training.encoder_graph import WIDTH, Shape
from training.heads import SpanAndVerdict, TokenScores
from training.model_export import Export, export_model, float_session
from training.source_weights import source_weights
from training.torch_encoder import new_encoder

TYPES, LABELS = 5, 4
SHAPE = Shape("trial", positions=64, token_types=True, made_by="a test")
Tensors = dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def weights() -> Tensors:
    """The encoder of MiniLM with five token types and random heads."""
    torch.manual_seed(0)
    tensors = load(source_weights())
    tensors["embeddings.token_type_embeddings.weight"] = torch.randn(TYPES, WIDTH) * 0.05
    for name, rows in (("tags", LABELS), ("pool", WIDTH), ("verdict", 3), ("span", 2)):
        tensors[f"{name}.weight"], tensors[f"{name}.bias"] = torch.randn(rows, WIDTH) * 0.05, torch.randn(rows)
    return tensors


@pytest.fixture(scope="module")
def feeds() -> Mapping[str, np.ndarray]:
    random = np.random.default_rng(0)
    return {
        "input_ids": random.integers(1996, 20_000, (3, 40)),
        "token_type_ids": random.integers(0, TYPES, (3, 40)),
    }


def hidden_states(weights: Tensors, feeds: Mapping[str, np.ndarray]) -> torch.Tensor:
    model = new_encoder(TYPES).eval()
    model.load_state_dict({name: weights[name] for name in model.state_dict()})
    with torch.no_grad():
        return model(**{name: torch.from_numpy(value) for name, value in feeds.items()}).last_hidden_state


def linear(weights: Tensors, name: str, x: torch.Tensor) -> torch.Tensor:
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def as_arrays(weights: Tensors) -> dict[str, np.ndarray]:
    return {name: tensor.numpy() for name, tensor in weights.items()}


def test_a_tagger_scores_each_token_as_torch_does(weights: Tensors, feeds: Mapping[str, np.ndarray]) -> None:
    session = float_session(as_arrays(weights), Export(SHAPE, TokenScores("tags", LABELS), {}))
    (scores,) = session.run(["tags"], dict(feeds))
    expected = linear(weights, "tags", hidden_states(weights, feeds)).numpy()
    assert np.allclose(scores, expected, atol=1e-3)


def test_a_reader_gives_spans_and_verdict_as_torch_does(weights: Tensors, feeds: Mapping[str, np.ndarray]) -> None:
    session = float_session(as_arrays(weights), Export(SHAPE, SpanAndVerdict(), {}))
    start, end, verdict = session.run(["start", "end", "verdict"], dict(feeds))
    states = hidden_states(weights, feeds)
    spans = linear(weights, "span", states).numpy()
    expected = linear(weights, "verdict", torch.tanh(linear(weights, "pool", states[:, 0]))).numpy()
    assert np.allclose(start, spans[..., 0], atol=1e-3)
    assert np.allclose(end, spans[..., 1], atol=1e-3)
    assert np.allclose(verdict, expected, atol=1e-3)


@pytest.fixture(scope="module")
def folder(weights: Tensors, feeds: Mapping[str, np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reader in eight bits."""
    target = tmp_path_factory.mktemp("model")
    export_model(as_arrays(weights), Export(SHAPE, SpanAndVerdict(), {"labels": ["a", "b"]}), [feeds], target)
    return target


def test_eight_bits_stay_near_the_float_model(weights: Tensors, feeds: Mapping[str, np.ndarray], folder: Path) -> None:
    exact = float_session(as_arrays(weights), Export(SHAPE, SpanAndVerdict(), {})).run(
        ["start", "end", "verdict"], dict(feeds)
    )
    for ours, theirs in zip(OnnxModel(folder, threads=1).run(feeds), exact, strict=True):
        assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.95


def test_a_text_gives_the_same_in_any_batch(feeds: Mapping[str, np.ndarray], folder: Path) -> None:
    model = OnnxModel(folder, threads=1)
    together = model.run(feeds)
    for row in range(3):
        alone = model.run({name: value[row : row + 1] for name, value in feeds.items()})
        for ours, theirs in zip(alone, together, strict=True):
            assert np.allclose(ours[0], theirs[row], atol=1e-5)


def test_a_model_is_small_and_its_card_says_what_it_is(folder: Path) -> None:
    card = OnnxModel(folder).card
    assert (card.own("labels", list), card.max_tokens) == (["a", "b"], 64)
    assert (folder / "model.onnx").stat().st_size < 25_000_000


def test_onnxruntime_fuses_no_sum_and_norm_into_its_slow_operator(folder: Path, tmp_path: Path) -> None:
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(tmp_path / "optimized.onnx")
    onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    operators = {node.op_type for node in onnx.load(str(tmp_path / "optimized.onnx")).graph.node}
    assert "SkipLayerNormalization" not in operators
    assert {"LayerNormalization", "MultiHeadAttention", "MatMulIntegerToFloat"} <= operators
