"""Heads of the models that are trained here; `training.encoder_graph` puts them on an encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from training.onnx_graph import Graph, Weights


@dataclass(frozen=True, slots=True)
class TokenScores:
    """A linear layer on each token (`<name>.weight` (labels, 384), `<name>.bias`): a tagger's.

    Output `<name>` (batch, tokens, labels): logits.
    """

    name: str
    labels: int

    @property
    def outputs(self) -> Mapping[str, Sequence[str | int]]:
        """The logits."""
        return {self.name: ["batch", "tokens", self.labels]}

    def add(self, graph: Graph, weights: Weights, tokens: str) -> None:
        """One product."""
        graph.linear(tokens, weights, self.name, output=self.name)


@dataclass(frozen=True, slots=True)
class SpanAndVerdict:
    """The reader's: where the answer starts and ends, and what the pair of texts is to each other.

    Weights: `pool` (384, 384), `verdict` (3, 384), `span` (2, 384), each with a bias. Outputs, all logits: `start` and
    `end` (batch, tokens), where the caller masks what can't be answered with, and `verdict` (batch, 3): answerable,
    relevance, support, off the first token through a tanh.
    """

    @property
    def outputs(self) -> Mapping[str, Sequence[str | int]]:
        """`start`, `end` and `verdict`."""
        return {"start": ["batch", "tokens"], "end": ["batch", "tokens"], "verdict": ["batch", 3]}

    def add(self, graph: Graph, weights: Weights, tokens: str) -> None:
        """One product a token, two a text."""
        spans = graph.linear(tokens, weights, "span")
        for column, name in enumerate(("start", "end")):
            chosen = graph.node("Gather", spans, graph.constant(np.array([column])), axis=2)
            graph.node("Squeeze", chosen, graph.constant(np.array([2])), output=name)
        first = graph.node("Gather", tokens, graph.constant(np.array([0])), axis=1)
        first = graph.node("Squeeze", first, graph.constant(np.array([1])))
        pooled = graph.node("Tanh", graph.linear(first, weights, "pool"))
        graph.linear(pooled, weights, "verdict", output="verdict")
