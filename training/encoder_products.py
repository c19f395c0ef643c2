"""The matrix products of an encoder's layers: in float32 to measure with, in eight bits to ship.

Why not `onnxruntime.quantization.quantize_dynamic`: it gives one scale to all activations of a batch, so a text's
vector depends on its batch mates (mean cosine 0.992 between a text alone and in a batch), and a few outlier channels
eat the range. Here what comes out for a text is its own:

- Three of the four products have one fixed scale for all tokens. A fixed factor a channel moves outliers into the
  weights first (SmoothQuant, Xiao et al. 2023, eq. 4). Inputs that come out of a layer norm are divided by it; what the
  attention averages is a linear product itself, whose weights are divided instead.
- The last product's input comes out of the GELU, where a token's largest value says little about another's: each token
  has its own scale.
- Weights are symmetric a column, within ±63: with eight bits the AVX2 and AVX-512 instruction that multiplies them
  (VPMADDUBSW) saturates, silently and only on machines without VNNI.

Why not `MatMulNBits`, which quantizes activations itself: with eight bits it takes three times as long on AVX2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from training.onnx_graph import MICROSOFT, Array, Graph, Weights

PRODUCTS: Mapping[str, tuple[str, ...]] = {
    "attention_input": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "attention_output": ("attention.output.dense",),
    "feed_forward_input": ("intermediate.dense",),
    "feed_forward_output": ("output.dense",),
}
"""The tensors that each product's input is multiplied with, named as in BERT's layers."""

WEIGHT_LIMIT = 63
SMOOTHING = 0.65
"""Share of an outlier that the weights take over; 0.5 to 0.8 differ by 0.0004 in mean cosine."""

_ZERO, _STEPS = 128, 127
"""Where zero lies in eight bits, and how many steps lie on each side of it."""
_GELU_MINIMUM = 0.17


class Products(Protocol):
    """Adds products to a graph."""

    gelu: str
    """The operator of onnxruntime for the activation between the last two products."""

    def add(self, layer: int, product: str, x: str) -> list[str]:
        """Multiply `x` (tokens, channels) with each matrix of a product of `PRODUCTS` and add the biases."""
        ...


@dataclass(slots=True)
class FloatProducts:
    """As they were trained. `inputs` are outputs of the graph: what the scales are measured on."""

    graph: Graph
    weights: Weights
    gelu: str = "Gelu"
    inputs: list[str] = field(default_factory=list)

    def add(self, layer: int, product: str, x: str) -> list[str]:
        """Product and sum."""
        self.inputs.append(self.graph.node("Identity", x, output=f"{layer}.{product}"))
        names = [f"encoder.layer.{layer}.{name}" for name in PRODUCTS[product]]
        return [self.graph.linear(x, self.weights, name) for name in names]


@dataclass(slots=True)
class EightBitProducts:
    """Quantized. `largest` is by product (`"0.attention_input"`, ...) the largest magnitude of each input channel.

    `gelu` is its form with a tanh: it takes two thirds of the time and differs by at most 0.0005, less than what the
    quantization after it rounds off.
    """

    graph: Graph
    weights: Weights
    largest: Mapping[str, Array]
    gelu: str = "FastGelu"
    _zeros: str = ""

    def add(self, layer: int, product: str, x: str) -> list[str]:
        """Quantize, multiply in integers, bring back to float."""
        matrices = [self._matrix(layer, name) for name in PRODUCTS[product]]
        biases = [self._bias(layer, name) for name in PRODUCTS[product]]
        if product == "feed_forward_output":
            return [self._scale_a_token(x, matrices[0], biases[0])]
        factors = self._factors(layer, product)
        if product == "attention_input":  # the values are divided by what the next product's input is to be divided by
            divisors = self._factors(layer, "attention_output")
            matrices[2], biases[2] = matrices[2] / divisors, biases[2] / divisors
        if product != "attention_output":
            x = self.graph.node("Mul", x, self.graph.constant((1 / factors).astype(np.float32)))
        scale = np.float32((self.largest[f"{layer}.{product}"] / factors).max() / _STEPS)
        zero = self.graph.constant(np.uint8(_ZERO))
        quantized = self.graph.node("QuantizeLinear", x, self.graph.constant(scale), zero)
        return [
            self._integer_product(quantized, matrix * factors[:, None], scale, bias)
            for matrix, bias in zip(matrices, biases, strict=True)
        ]

    def _matrix(self, layer: int, name: str) -> Array:
        return self.weights[f"encoder.layer.{layer}.{name}.weight"].T

    def _bias(self, layer: int, name: str) -> Array:
        return self.weights[f"encoder.layer.{layer}.{name}.bias"]

    def _factors(self, layer: int, product: str) -> Array:
        """What each channel of a product's input is divided by."""
        rows = np.max([np.abs(self._matrix(layer, name)).max(axis=1) for name in PRODUCTS[product]], axis=0)
        largest = np.maximum(self.largest[f"{layer}.{product}"], 1e-3)
        factors: Array = largest**SMOOTHING / np.maximum(rows, 1e-4) ** (1 - SMOOTHING)
        return factors

    def _scale_a_token(self, x: str, matrix: Array, bias: Array) -> str:
        node, constant = self.graph.node, self.graph.constant
        top = node("ReduceMax", x, axes=[-1], keepdims=1)  # of the magnitude too: no GELU is below -0.17
        top = node("Max", top, constant(np.float32(_GELU_MINIMUM)))
        scales = node("Mul", top, constant(np.float32(1 / _STEPS)))
        flat = node("Reshape", scales, constant(np.array([-1])))
        if not self._zeros:
            self._zeros = node("Expand", constant(np.uint8(_ZERO)), node("Shape", flat))
        quantized = node("QuantizeLinear", x, flat, self._zeros, axis=0)
        product = self._integer_product(quantized, matrix, np.float32(1), None)
        return node("Add", node("Mul", product, scales), constant(bias))

    def _integer_product(self, quantized: str, matrix: Array, scale: np.float32, bias: Array | None) -> str:
        scales = np.abs(matrix).max(axis=0) / WEIGHT_LIMIT
        constant = self.graph.constant
        return self.graph.node(
            "MatMulIntegerToFloat",
            quantized,
            constant(np.rint(matrix / scales).astype(np.int8)),
            constant(scale),
            constant(scales.astype(np.float32)),
            constant(np.uint8(_ZERO)),
            constant(np.zeros(len(scales), np.int8)),
            *([] if bias is None else [constant(bias)]),
            domain=MICROSOFT,
        )
