"""A MiniLM encoder as an ONNX graph, written node by node: fused operators, 8-bit weights, any head on top.

All texts of a batch have the same number of word pieces: nothing is padded, so nothing is masked, and a text's numbers
can't depend on its batch mates. Attention without a mask runs block by block in the cache (up to a fifth less time).

Tokens are rows, (batch * tokens, channels), but for the attention. So a scale a token is a scale a row, and onnxruntime
does not fuse sum and norm, which it does in three dimensions: its `SkipLayerNormalization` (1.31) takes four times as
long on a CPU as the two. Word embeddings have a scale a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import onnx
from onnx import TensorProto, helper

from training.encoder_products import EightBitProducts, FloatProducts, Products
from training.onnx_graph import MICROSOFT, Array, Graph, Weights

LAYERS, HEADS, WIDTH = 6, 12, 384
EPSILON = 1e-12


class Head(Protocol):
    """What is made of the tokens' last hidden states."""

    @property
    def outputs(self) -> Mapping[str, Sequence[str | int]]:
        """Shape of each output by name, `batch` and `tokens` standing for the sizes that vary."""
        ...

    def add(self, graph: Graph, weights: Weights, tokens: str) -> None:
        """Add nodes from `tokens` (batch, tokens, 384) to each of `outputs`."""
        ...


@dataclass(frozen=True, slots=True)
class Shape:
    """What of an encoder differs from model to model.

    `positions` is the most tokens that a sequence may have, at most the 512 of the original. With `token_types` the
    model has an input `token_type_ids`, one of as many types as the weights have rows for; without, all are type 0.
    """

    name: str
    positions: int
    token_types: bool
    made_by: str


def build(weights: Weights, shape: Shape, head: Head, largest: Mapping[str, Array] | None) -> onnx.ModelProto:
    """Write the model.

    Args:
        weights: tensors by name, the encoder's as in the `model.safetensors` of all-MiniLM-L6-v2.
        shape: its inputs and name.
        head: its outputs.
        largest: by product (`"0.attention_input"`, ...) the largest magnitude of each input channel; None for the
            float model that those are measured with, which has the products' inputs (batch * tokens, channels) as
            further outputs.

    Returns:
        A model with inputs `input_ids` and perhaps `token_type_ids` (batch, tokens; int64) and the head's outputs
        (float32).
    """
    graph = Graph()
    floats = FloatProducts(graph, weights)
    products = floats if largest is None else EightBitProducts(graph, weights, largest)
    embedded = _embeddings(graph, weights, shape, quantized=largest is not None)
    rows = graph.node("Reshape", embedded, graph.constant(np.array([-1, WIDTH])))
    sizes = graph.node("Shape", embedded)
    for layer in range(LAYERS):
        rows = _layer(graph, weights, products, layer, rows, sizes)
    head.add(graph, weights, graph.node("Reshape", rows, sizes))
    inputs = ["input_ids", *(["token_type_ids"] if shape.token_types else [])]
    outputs = [
        *(helper.make_tensor_value_info(name, TensorProto.FLOAT, list(size)) for name, size in head.outputs.items()),
        *(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in floats.inputs),
    ]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            shape.name,
            [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
            outputs,
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=8,
        producer_name=shape.made_by,
    )


def _embeddings(graph: Graph, weights: Weights, shape: Shape, *, quantized: bool) -> str:
    table = weights["embeddings.word_embeddings.weight"]
    if quantized:
        scale = np.abs(table).max(axis=1, keepdims=True) / 127
        rows = graph.node("Gather", graph.constant(np.rint(table / scale).astype(np.int8)), "input_ids")
        scales = graph.node("Gather", graph.constant(scale.astype(np.float32)), "input_ids")
        words = graph.node("Mul", graph.node("Cast", rows, to=TensorProto.FLOAT), scales)
    else:
        words = graph.node("Gather", graph.constant(table), "input_ids")
    places = weights["embeddings.position_embeddings.weight"][: shape.positions]
    types = weights["embeddings.token_type_embeddings.weight"]
    if shape.token_types:
        words = graph.node("Add", words, graph.node("Gather", graph.constant(types), "token_type_ids"))
    else:  # one type only: its embedding is added to the positions' here
        places = places + types[0]
    length = graph.node("Gather", graph.node("Shape", "input_ids"), graph.constant(np.array([1])))
    zero = graph.constant(np.array([0]))
    places_used = graph.node("Slice", graph.constant(places), zero, length, zero)
    return graph.node(
        "LayerNormalization",
        graph.node("Add", words, places_used),
        graph.constant(weights["embeddings.LayerNorm.weight"]),
        graph.constant(weights["embeddings.LayerNorm.bias"]),
        epsilon=EPSILON,
    )


def _layer(graph: Graph, weights: Weights, products: Products, layer: int, rows: str, sizes: str) -> str:
    """One layer over `rows` (batch * tokens, 384); `sizes` is the shape that they have in the attention."""

    def skip(old: str, new: str, name: str) -> str:
        norm = f"encoder.layer.{layer}.{name}.LayerNorm"
        return graph.node(
            "LayerNormalization",
            graph.node("Add", old, new),
            graph.constant(weights[f"{norm}.weight"]),
            graph.constant(weights[f"{norm}.bias"]),
            epsilon=EPSILON,
        )

    parts = [graph.node("Reshape", part, sizes) for part in products.add(layer, "attention_input", rows)]
    heads = graph.node("MultiHeadAttention", *parts, domain=MICROSOFT, num_heads=HEADS)
    heads = graph.node("Reshape", heads, graph.constant(np.array([-1, WIDTH])))
    (attended,) = products.add(layer, "attention_output", heads)
    rows = skip(rows, attended, "attention.output")
    (wide,) = products.add(layer, "feed_forward_input", rows)
    wide = graph.node(products.gelu, wide, domain=MICROSOFT)
    (narrow,) = products.add(layer, "feed_forward_output", wide)
    return skip(rows, narrow, "output")
