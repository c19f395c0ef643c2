"""The embedder's own part of its ONNX graph: mean pooling and norm inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from training.encoder_graph import WIDTH, Shape
from training.onnx_graph import Graph, Weights

SHAPE = Shape("all-MiniLM-L6-v2", positions=256, token_types=False, made_by="training/embedder_graph.py")


@dataclass(frozen=True, slots=True)
class MeanPooling:
    """Output `embedding` (batch, 384), norm 1."""

    @property
    def outputs(self) -> Mapping[str, Sequence[str | int]]:
        """`embedding`."""
        return {"embedding": ["batch", WIDTH]}

    def add(self, graph: Graph, weights: Weights, tokens: str) -> None:
        """Sum of the tokens' vectors, brought to norm 1: the norm makes the mean's divisor drop out."""
        pooled = graph.node("ReduceSum", tokens, graph.constant(np.array([1])), keepdims=0)
        graph.node("LpNormalization", pooled, axis=1, p=2, output="embedding")
