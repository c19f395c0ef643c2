"""The embedder's own part of its ONNX graph: mean pooling and norm inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from onnx import TensorProto

from training.encoder_graph import WIDTH, Graph, Shape, Weights

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
        row = graph.constant(np.array([1]))
        mask = graph.node("Unsqueeze", graph.node("Cast", "attention_mask", to=TensorProto.FLOAT), row)
        pooled = graph.node("Squeeze", graph.node("MatMul", mask, tokens), row)
        graph.node("LpNormalization", pooled, axis=1, p=2, output="embedding")
