"""The graph computes what torch computes, with token types and each head; eight bits change little."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
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
    mask = np.ones((3, 40), dtype=np.int64)
    mask[1, 25:] = 0
    return {
        "input_ids": random.integers(1996, 20_000, (3, 40)) * mask,
        "attention_mask": mask,
        "token_type_ids": random.integers(0, TYPES, (3, 40)) * mask,
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
    real = feeds["attention_mask"].astype(bool)
    assert np.allclose(scores[real], expected[real], atol=1e-3)


def test_a_reader_gives_spans_and_verdict_as_torch_does(weights: Tensors, feeds: Mapping[str, np.ndarray]) -> None:
    session = float_session(as_arrays(weights), Export(SHAPE, SpanAndVerdict(), {}))
    start, end, verdict = session.run(["start", "end", "verdict"], dict(feeds))
    states = hidden_states(weights, feeds)
    spans = linear(weights, "span", states).numpy()
    expected = linear(weights, "verdict", torch.tanh(linear(weights, "pool", states[:, 0]))).numpy()
    real = feeds["attention_mask"].astype(bool)
    assert np.allclose(start[real], spans[..., 0][real], atol=1e-3)
    assert np.allclose(end[real], spans[..., 1][real], atol=1e-3)
    assert np.allclose(verdict, expected, atol=1e-3)


def test_eight_bits_stay_near_the_float_model(
    weights: Tensors, feeds: Mapping[str, np.ndarray], tmp_path: Path
) -> None:
    arrays, export = as_arrays(weights), Export(SHAPE, SpanAndVerdict(), {"labels": ["a", "b"]})
    exact = float_session(arrays, export).run(["start", "end", "verdict"], dict(feeds))
    export_model(arrays, export, [feeds], tmp_path)
    model = OnnxModel(tmp_path, threads=1)
    real = feeds["attention_mask"].astype(bool)
    for ours, theirs in zip(model.run(feeds), exact, strict=True):
        kept = real if ours.shape == real.shape else ...
        assert np.corrcoef(ours[kept].ravel(), theirs[kept].ravel())[0, 1] > 0.95
    assert model.card.own("labels", list) == ["a", "b"]
    assert model.card.max_tokens == 64
    assert (tmp_path / "model.onnx").stat().st_size < 25_000_000
