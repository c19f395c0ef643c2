"""A MiniLM encoder as an ONNX graph, written node by node: fused operators, 8-bit weights, any head on top.

Why not `onnxruntime.quantization.quantize_dynamic`: it gives one scale to all activations of a batch, so a text's
vector depends on its batch mates (mean cosine 0.992 between a text alone and in a batch), and a few outlier channels
eat the range. Here what comes out for a text is its own:

- Inputs of the query/key/value and first feed-forward products come out of a layer norm. A fixed factor a channel moves
  the outliers into the weights (SmoothQuant, Xiao et al. 2023, eq. 4), then one fixed scale serves all tokens.
- Inputs of the other two products get a scale a token.
- Weights are symmetric a column, within ±63: with eight bits the AVX2 and AVX-512 instruction that multiplies them
  (VPMADDUBSW) saturates, silently and only on machines without VNNI.
- Word embeddings have a scale a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

Array = np.ndarray[Any, Any]
Weights = Mapping[str, Array]

LAYERS, HEADS, WIDTH = 6, 12, 384
WEIGHT_LIMIT = 63
EPSILON = 1e-12
MICROSOFT = "com.microsoft"
SMOOTHING = 0.65
"""Share of an outlier that the weights take over; 0.5 to 0.8 differ by 0.0004 in mean cosine."""

FIXED_SCALE = ("attention_input", "feed_forward_input")
SCALE_A_TOKEN = ("attention_output", "feed_forward_output")
PRODUCTS = FIXED_SCALE[:1] + SCALE_A_TOKEN[:1] + FIXED_SCALE[1:] + SCALE_A_TOKEN[1:]


@dataclass(slots=True)
class Graph:
    """Nodes and constants as they are added."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, value: Any) -> str:
        """Add a tensor; returns its name."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, *inputs: str, domain: str = "", output: str | None = None, **attributes: Any) -> str:
        """Add a node; returns its output's name."""
        output = output or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], domain=domain, **attributes))
        return output

    def linear(self, x: str, weights: Weights, name: str, *, output: str | None = None) -> str:
        """Add `x @ name.weight.T + name.bias`, in float32: heads are small."""
        product = self.node("MatMul", x, self.constant(weights[f"{name}.weight"].T))
        return self.node("Add", product, self.constant(weights[f"{name}.bias"]), output=output)


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
            float model that those are measured with, which has the products' inputs as further outputs.

    Returns:
        A model with inputs `input_ids`, `attention_mask` and perhaps `token_type_ids` (batch, tokens; int64) and
        the head's outputs (float32).
    """
    graph = Graph()
    x = _embeddings(graph, weights, shape, quantized=largest is not None)
    mask = graph.node("Cast", "attention_mask", to=TensorProto.INT32)
    products: list[str] = []
    for layer in range(LAYERS):
        x = _layer(graph, weights, layer, x, mask, largest, products)
    head.add(graph, weights, x)
    inputs = ["input_ids", "attention_mask", *(["token_type_ids"] if shape.token_types else [])]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, list(sizes)) for name, sizes in head.outputs.items()
    ]
    if largest is None:
        outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in products]
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


def _layer(
    graph: Graph,
    weights: Weights,
    layer: int,
    x: str,
    mask: str,
    largest: Mapping[str, Array] | None,
    inputs: list[str],
) -> str:
    prefix = f"encoder.layer.{layer}."

    def product(kind: str, source: str, *names: str) -> list[str]:
        matrices = [weights[f"{prefix}{name}.weight"].T for name in names]
        if largest is None:
            name = f"{layer}.{kind}"
            inputs.append(graph.node("Identity", source, output=name))
            return [graph.node("MatMul", source, graph.constant(matrix)) for matrix in matrices]
        if kind in FIXED_SCALE:
            return _fixed_scale(graph, source, matrices, largest[f"{layer}.{kind}"])
        return _scale_a_token(graph, source, matrices)

    def skip(old: str, new: str, name: str) -> str:
        return graph.node(
            "SkipLayerNormalization",
            old,
            new,
            graph.constant(weights[f"{prefix}{name}.LayerNorm.weight"]),
            graph.constant(weights[f"{prefix}{name}.LayerNorm.bias"]),
            graph.constant(weights[f"{prefix}{name}.dense.bias"]),
            domain=MICROSOFT,
            epsilon=EPSILON,
        )

    parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
    bias = np.concatenate([weights[f"{prefix}{part}.bias"] for part in parts])
    heads = graph.node(
        "MultiHeadAttention",
        *product("attention_input", x, *parts),
        graph.constant(bias),
        mask,
        domain=MICROSOFT,
        num_heads=HEADS,
    )
    (attended,) = product("attention_output", heads, "attention.output.dense")
    x = skip(x, attended, "attention.output")
    (wide,) = product("feed_forward_input", x, "intermediate.dense")
    wide = graph.node("BiasGelu", wide, graph.constant(weights[f"{prefix}intermediate.dense.bias"]), domain=MICROSOFT)
    (narrow,) = product("feed_forward_output", wide, "output.dense")
    return skip(x, narrow, "output")


def _fixed_scale(graph: Graph, x: str, matrices: list[Array], largest: Array) -> list[str]:
    """Products of one input that is smoothed channel by channel and quantized with one fixed scale."""
    columns = np.max([np.abs(matrix).max(axis=1) for matrix in matrices], axis=0)
    factors = np.maximum(largest, 1e-3) ** SMOOTHING / np.maximum(columns, 1e-4) ** (1 - SMOOTHING)
    scale = np.float32((largest / factors).max() / 127)
    smoothed = graph.node("Mul", x, graph.constant((1 / factors).astype(np.float32)))
    quantized = graph.node("QuantizeLinear", smoothed, graph.constant(scale), graph.constant(np.uint8(128)))
    return [_integer_product(graph, quantized, matrix * factors[:, None], scale) for matrix in matrices]


def _scale_a_token(graph: Graph, x: str, matrices: list[Array]) -> list[str]:
    """Products of one input whose tokens are each quantized by their own largest value."""
    top = graph.node("ReduceMax", graph.node("Abs", x), axes=[-1], keepdims=1)
    up = graph.node("Div", graph.constant(np.float32(127)), top)
    down = graph.node("Mul", top, graph.constant(np.float32(1 / 127)))
    one = np.float32(1)
    scaled = graph.node("Mul", x, up)
    quantized = graph.node("QuantizeLinear", scaled, graph.constant(one), graph.constant(np.uint8(128)))
    return [graph.node("Mul", _integer_product(graph, quantized, matrix, one), down) for matrix in matrices]


def _integer_product(graph: Graph, quantized: str, matrix: Array, scale: np.float32) -> str:
    scales = np.abs(matrix).max(axis=0) / WEIGHT_LIMIT
    return graph.node(
        "MatMulIntegerToFloat",
        quantized,
        graph.constant(np.rint(matrix / scales).astype(np.int8)),
        graph.constant(scale),
        graph.constant(scales.astype(np.float32)),
        graph.constant(np.uint8(128)),
        graph.constant(np.zeros(len(scales), np.int8)),
        domain=MICROSOFT,
    )
